package io.fathom.cli.cluster;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Keeps the signals of a terminal from processes that are to stay. A Ctrl-C goes to the whole group of processes in the
 * foreground, and in a script all commands are one group: without this, a Ctrl-C during {@code submit} would end the cluster
 * that {@code up} has started, and one during {@code up} would hit its processes before it can end them in good order.
 */
final class OwnSession {
    private static final String SETSID = "setsid";

    private OwnSession() {}

    /**
     * What to put in front of a command line; the process id stays that of the command. Empty where the system has no
     * {@code setsid} (util-linux has it).
     */
    static List<String> prefix() {
        return onPath(Optional.ofNullable(System.getenv("PATH")).orElse(""))
                .map(setsid -> List.of(setsid.toString()))
                .orElse(List.of());
    }

    private static Optional<Path> onPath(String folders) {
        return Arrays.stream(folders.split(File.pathSeparator))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, SETSID))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
