package io.fathom.cli.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Standard input: a text a line, sent as it comes. With a tab, what is before it is the label. */
final class LineInput implements InputSource {
    private final BufferedReader lines;

    LineInput(InputStream in) {
        this.lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    }

    @Override
    public Optional<DemoInput> next() throws IOException {
        String line = lines.readLine();
        if (line == null) {
            return Optional.empty();
        }
        int tab = line.indexOf('\t');
        return Optional.of(
                tab < 1
                        ? new DemoInput.Text(line, Optional.empty())
                        : new DemoInput.Text(line.substring(tab + 1), Optional.of(line.substring(0, tab))));
    }

    @Override
    public String toString() {
        return "standard input";
    }
}
