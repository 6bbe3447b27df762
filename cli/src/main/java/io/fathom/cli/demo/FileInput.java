package io.fathom.cli.demo;

import io.fathom.cli.CommandException;
import io.fathom.cli.options.GivenFile;
import io.fathom.model.training.LabelledText;
import io.fathom.model.training.TsvReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** A file of texts: one a line, or {@code label<TAB>text} on every line. The first line decides which. */
final class FileInput implements InputSource {
    private final Path file;
    private final List<DemoInput> inputs;
    private final Iterator<DemoInput> remaining;

    private FileInput(Path file, List<DemoInput> inputs) {
        this.file = file;
        this.inputs = inputs;
        this.remaining = inputs.iterator();
    }

    /** Reads the whole file, so that a malformed line is known before anything is started. */
    static FileInput open(Path file) {
        return open(file, label -> true);
    }

    /** @param labels tells which labels count; texts with another go without one */
    static FileInput open(Path file, Predicate<String> labels) {
        GivenFile.of("--input", file, "one text a line, or label<TAB>text");
        String content = decode(file);
        String firstLine = content.lines().findFirst().orElse("");
        List<DemoInput> inputs = firstLine.indexOf('\t') >= 0 ? labelled(file, labels) : plain(file, content);
        if (inputs.isEmpty()) {
            throw CommandException.failed("--input must hold at least one line, but '" + file + "' is empty");
        }
        return new FileInput(file, inputs);
    }

    int size() {
        return inputs.size();
    }

    @Override
    public Optional<DemoInput> next() {
        return remaining.hasNext() ? Optional.of(remaining.next()) : Optional.empty();
    }

    private static List<DemoInput> labelled(Path file, Predicate<String> labels) {
        List<DemoInput> inputs = new ArrayList<>();
        for (LabelledText row : TsvReader.read(file)) {
            inputs.add(new DemoInput.Text(row.text(), Optional.of(row.label()).filter(labels)));
        }
        return inputs;
    }

    private static List<DemoInput> plain(Path file, String content) {
        List<DemoInput> inputs = new ArrayList<>();
        content.lines().forEach(line -> {
            if (line.indexOf('\t') >= 0) {
                throw CommandException.failed(
                        "line " + (inputs.size() + 1) + " of '" + file
                                + "' must be a text alone, as line 1 is, but it has a tab; use label<TAB>text on all lines or on none");
            }
            inputs.add(new DemoInput.Text(line, Optional.empty()));
        });
        return inputs;
    }

    private static String decode(Path file) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
                    .toString();
        } catch (CharacterCodingException e) {
            throw CommandException.failed(
                    "--input must be UTF-8, but '" + file + "' holds other bytes; convert it first", e);
        } catch (IOException e) {
            throw CommandException.failed("--input '" + file + "' cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public String toString() {
        return file.getFileName() + " (" + inputs.size() + " lines)";
    }
}
