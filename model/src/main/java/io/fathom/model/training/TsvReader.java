package io.fathom.model.training;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads {@code label<TAB>text} files, UTF-8, one record a line. */
public final class TsvReader {
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private TsvReader() {}

    /**
     * All records of the file in its order.
     *
     * @throws DataSetException if the file is missing, empty, not UTF-8, or a line has no label or a blank one
     */
    public static List<LabelledText> read(Path file) {
        List<LabelledText> records = new ArrayList<>();
        int number = 0;
        String lines = decode(file);
        if (lines.startsWith(BYTE_ORDER_MARK)) {
            lines = lines.substring(BYTE_ORDER_MARK.length());
        }
        for (String line : lines.split("\n", -1)) {
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

    private static String decode(Path file) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
                    .toString();
        } catch (NoSuchFileException e) {
            throw new DataSetException("data file '" + file + "' does not exist; give the path of a TSV file", e);
        } catch (CharacterCodingException e) {
            throw new DataSetException("data file '" + file + "' must be UTF-8, but it holds other bytes", e);
        } catch (IOException e) {
            throw new DataSetException("data file '" + file + "' cannot be read: " + e.getMessage(), e);
        }
    }

    private static String shortened(String row) {
        return row.length() <= 60 ? row : row.substring(0, 57) + "...";
    }
}
