package io.fathom.model.training;

import java.nio.file.Path;
import java.util.List;

/** Reads files of texts, UTF-8, one a line; whatever stands in a line is its text. */
public final class LineReader {
    private LineReader() {}

    /**
     * All lines of the file in its order, empty ones included.
     *
     * @throws DataSetException if the file is missing, empty or not UTF-8
     */
    public static List<String> read(Path file) {
        List<String> lines = DataFile.text(file).lines().toList();
        if (lines.isEmpty()) {
            throw new DataSetException("data file '" + file + "' must hold lines of text, but it is empty");
        }
        return lines;
    }
}
