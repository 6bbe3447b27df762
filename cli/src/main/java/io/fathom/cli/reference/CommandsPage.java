package io.fathom.cli.reference;

import io.fathom.cli.markdown.Markdown;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** What {@code --help} of every command prints. */
final class CommandsPage {
    private static final int WIDTH = 100;

    private CommandsPage() {}

    /** @param root of the commands */
    static String text(CommandLine root) {
        Markdown page = new Markdown().heading(1, "Commands").paragraph(ReferencePages.ORIGIN);
        add(page, root);
        return page.toString();
    }

    private static void add(Markdown page, CommandLine command) {
        command.getCommandSpec().usageMessage().autoWidth(false).width(WIDTH);
        page.heading(2, "`" + command.getCommandSpec().qualifiedName() + "`");
        page.code(command.getUsageMessage(Ansi.OFF).stripTrailing().split("\n", -1));
        command.getSubcommands().values().stream()
                .distinct()
                .filter(sub -> !sub.getCommandSpec().usageMessage().hidden())
                .forEach(sub -> add(page, sub));
    }
}
