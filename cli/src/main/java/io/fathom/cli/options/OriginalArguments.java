package io.fathom.cli.options;

import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;

/** A command as it was given, to be run again: what has no effect on the result is left out. */
public final class OriginalArguments {
    private static final List<String> WITHOUT_EFFECT = List.of("--resume", "--debug");

    private OriginalArguments() {}

    /** Such as {@code train --data 'my data.tsv'}. */
    public static String of(CommandSpec spec) {
        return spec.commandLine().getParent().getParseResult().originalArgs().stream()
                .filter(argument -> !WITHOUT_EFFECT.contains(argument))
                .map(argument ->
                        argument.matches("[\\w./:=@-]+") ? argument : "'" + argument.replace("'", "'\\''") + "'")
                .collect(Collectors.joining(" "));
    }
}
