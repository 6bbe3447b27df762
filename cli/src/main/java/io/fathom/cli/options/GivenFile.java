package io.fathom.cli.options;

import io.fathom.cli.CommandException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files that are named on the command line. */
public final class GivenFile {

    private GivenFile() {}

    /**
     * The file, if it is one.
     *
     * @param option that named it
     * @param contents what is to be in it, for the message
     */
    public static Path of(String option, Path file, String contents) {
        if (!Files.isRegularFile(file)) {
            throw CommandException.usage(option + " must name a file, but '" + file + "' "
                    + (Files.exists(file) ? "is a folder" : "does not exist") + "; give a file with " + contents);
        }
        return file;
    }
}
