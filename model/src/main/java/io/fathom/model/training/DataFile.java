package io.fathom.model.training;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A file of data as text. */
final class DataFile {
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private DataFile() {}

    /**
     * Without the byte order mark, if it has one.
     *
     * @throws DataSetException if the file is missing or not UTF-8
     */
    static String text(Path file) {
        String text = decode(file);
        return text.startsWith(BYTE_ORDER_MARK) ? text.substring(BYTE_ORDER_MARK.length()) : text;
    }

    private static String decode(Path file) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
                    .toString();
        } catch (NoSuchFileException e) {
            throw new DataSetException("data file '" + file + "' does not exist; give the path of a text file", e);
        } catch (CharacterCodingException e) {
            throw new DataSetException("data file '" + file + "' must be UTF-8, but it holds other bytes", e);
        } catch (IOException e) {
            throw new DataSetException("data file '" + file + "' cannot be read: " + e.getMessage(), e);
        }
    }
}
