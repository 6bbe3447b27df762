package io.fathom.cli.reproduce.results;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.writer.CsvWriter;
import io.fathom.cli.CommandException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs to lines and back. */
final class CsvLines {
    private static final String HEADER = line(CsvRow.HEADER);

    private CsvLines() {}

    /** The header and every run, as they stand in a whole file. */
    static String format(Iterable<RunResult> runs) {
        StringBuilder text = new StringBuilder(HEADER);
        runs.forEach(run -> text.append(format(run)));
        return text.toString();
    }

    /** The lines of a run. */
    static String format(RunResult run) {
        StringBuilder text = new StringBuilder();
        int rows = run.measurements().size();
        for (int row = 1; row <= rows; row++) {
            text.append(line(new CsvRow(run, run.measurements().get(row - 1), row, rows).fields()));
        }
        return text.toString();
    }

    /**
     * The whole runs of a text. Left out is what an interruption has left: a last line without an end, and a run with fewer
     * lines than it says it has.
     *
     * @param file for messages
     */
    static List<RunResult> parse(String text, Path file) {
        Map<RunKey, List<CsvRow>> byRun = new LinkedHashMap<>();
        String whole = text.substring(0, text.lastIndexOf('\n') + 1);
        if (!whole.isEmpty() && !whole.startsWith(HEADER)) {
            throw CommandException.failed("results '" + file + "' must begin with the header of this version ("
                    + HEADER.strip() + "), but begin otherwise; move the file away or choose another --out");
        }
        try (CsvReader<CsvRecord> lines = CsvReader.builder().ofCsvRecord(whole)) {
            for (CsvRecord line : lines) {
                if (line.getStartingLineNumber() > 1) {
                    CsvRow row = row(line, file);
                    byRun.computeIfAbsent(row.run().key(), key -> new ArrayList<>())
                            .add(row);
                }
            }
        } catch (java.io.IOException e) {
            throw new UncheckedIOException(e);
        } catch (CsvParseException e) {
            throw CommandException.failed("results '" + file + "' must be CSV, but are not; restore the file", e);
        }
        return byRun.values().stream()
                .filter(rows -> rows.size() >= rows.get(0).rows())
                .map(rows -> run(rows, file))
                .toList();
    }

    private static CsvRow row(CsvRecord line, Path file) {
        try {
            return CsvRow.parse(line);
        } catch (IllegalArgumentException e) {
            throw CommandException.failed(
                    "line " + line.getStartingLineNumber() + " of results '" + file + "' cannot be read ("
                            + e.getMessage() + "); correct or remove it",
                    e);
        }
    }

    private static RunResult run(List<CsvRow> rows, Path file) {
        CsvRow first = rows.get(0);
        for (int i = 0; i < rows.size(); i++) {
            if (rows.get(i).row() != i + 1 || rows.get(i).rows() != rows.size()) {
                throw CommandException.failed(
                        "results '" + file + "' must hold every measurement once and in order, but" + " those of "
                                + first.run().key() + " are not; remove its lines to run it again");
            }
        }
        RunResult run = first.run();
        return new RunResult(
                run.key(),
                run.recipe(),
                run.data(),
                run.parameters(),
                run.steps(),
                run.seconds(),
                run.tokensPerSecond(),
                run.machine(),
                rows.stream().map(CsvRow::measurement).toList());
    }

    private static String line(List<String> fields) {
        StringWriter text = new StringWriter();
        try (CsvWriter writer = CsvWriter.builder()
                .lineDelimiter(de.siegmar.fastcsv.writer.LineDelimiter.LF)
                .build(text)) {
            writer.writeRecord(fields);
        } catch (java.io.IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }
}
