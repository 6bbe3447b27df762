package io.fathom.model.training;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads {@code label<TAB>text} files, UTF-8, one record a line. */
public final class TsvReader {
    private TsvReader() {}

    /**
     * All records of the file in its order.
     *
     * @throws DataSetException if the file is missing, empty, not UTF-8, or a line has no label or a blank one
     */
    public static List<LabelledText> read(Path file) {
        List<LabelledText> records = new ArrayList<>();
        int number = 0;
        for (String line : DataFile.text(file).split("\n", -1)) {
            number++;
            String row = line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
            if (!row.isEmpty()) {
                records.add(parse(file, number, row));
            }
        }
        if (records.isEmpty()) {
            throw new DataSetException("data file '" + file + "' must hold lines of label<TAB>text, but it is empty");
        }
        return records;
    }

    private static LabelledText parse(Path file, int number, String row) {
        int tab = row.indexOf('\t');
        if (tab < 0 || row.substring(0, tab).isBlank()) {
            throw new DataSetException("line " + number + " of '" + file + "' must be label<TAB>text, but "
                    + (tab < 0 ? "it has no tab" : "its label is blank") + ": '" + shortened(row) + "'");
        }
        String text = row.substring(tab + 1);
        if (text.indexOf('\t') >= 0) {
            throw new DataSetException("line " + number + " of '" + file
                    + "' must be label<TAB>text with a single tab, but it has more: '" + shortened(row) + "'");
        }
        return new LabelledText(row.substring(0, tab), text);
    }

    private static String shortened(String row) {
        return row.length() <= 60 ? row : row.substring(0, 57) + "...";
    }
}
