package io.fathom.cli.reproduce.results;

import de.siegmar.fastcsv.reader.CsvRecord;
import io.fathom.model.training.experiment.Measurement;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;

/**
 * A line of the results file: a measurement with its run.
 *
 * @param row number of the measurement in its run, from 1
 * @param rows measurements of the run; one with fewer lines was interrupted while it was written
 */
record CsvRow(RunResult run, Measurement measurement, int row, int rows) {
    private static final MathContext DIGITS = new MathContext(7);

    static final List<String> HEADER = List.of(
            "task",
            "method",
            "seed",
            "setting",
            "loss",
            "accuracy",
            "layers",
            "value",
            "parameters",
            "steps",
            "seconds",
            "tokens_per_second",
            "row",
            "rows",
            "recipe",
            "data",
            "machine");

    List<String> fields() {
        RunKey key = run.key();
        return List.of(
                key.task(),
                key.method(),
                String.valueOf(key.seed()),
                measurement.setting(),
                format(measurement.loss()),
                format(measurement.accuracy()),
                format(measurement.layers()),
                format(measurement.value()),
                String.valueOf(run.parameters()),
                String.valueOf(run.steps()),
                format(run.seconds()),
                format(run.tokensPerSecond()),
                String.valueOf(row),
                String.valueOf(rows),
                run.recipe(),
                run.data(),
                run.machine());
    }

    /** @throws IllegalArgumentException if it is not such a line; the message says what is wrong */
    static CsvRow parse(CsvRecord line) {
        if (line.getFieldCount() != HEADER.size()) {
            throw new IllegalArgumentException(
                    "must have " + HEADER.size() + " fields, but has " + line.getFieldCount());
        }
        Measurement measurement = new Measurement(
                line.getField(3),
                number(line.getField(4)),
                number(line.getField(5)),
                number(line.getField(6)),
                number(line.getField(7)));
        RunResult run = new RunResult(
                new RunKey(line.getField(0), line.getField(1), Long.parseLong(line.getField(2))),
                line.getField(14),
                line.getField(15),
                Long.parseLong(line.getField(8)),
                Integer.parseInt(line.getField(9)),
                number(line.getField(10)),
                number(line.getField(11)),
                line.getField(16),
                List.of(measurement));
        return new CsvRow(run, measurement, Integer.parseInt(line.getField(12)), Integer.parseInt(line.getField(13)));
    }

    private static double number(String field) {
        return field.isEmpty() ? Double.NaN : Double.parseDouble(field);
    }

    private static String format(double value) {
        if (Double.isNaN(value)) {
            return "";
        }
        if (Double.isInfinite(value)) {
            return Double.toString(value);
        }
        BigDecimal rounded = new BigDecimal(value).round(DIGITS).stripTrailingZeros();
        return rounded.scale() < 0 ? rounded.toPlainString() : rounded.toString();
    }
}
