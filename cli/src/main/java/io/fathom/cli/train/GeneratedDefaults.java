package io.fathom.cli.train;

import io.fathom.cli.generated.GeneratedData;
import io.fathom.model.nn.Readout;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/**
 * What options stand for that are not given, where data is generated: the recipe of the bundle that ships for it. The
 * options' own defaults are for texts of people.
 */
final class GeneratedDefaults {

    private GeneratedDefaults() {}

    /** Sets every option that was not given. */
    static void apply(GeneratedData data, CommandSpec spec, ParseResult given) {
        OptionDefaults.apply(of(data), spec, given);
    }

    private static Map<String, Object> of(GeneratedData data) {
        return switch (data) {
            case PARCELS ->
                Map.ofEntries(
                        Map.entry("--width", 64),
                        Map.entry("--heads", 4),
                        Map.entry("--layers", 3),
                        Map.entry("--cycles", 6),
                        Map.entry("--smear", 3),
                        Map.entry("--pooling", Readout.Pooling.LAST),
                        Map.entry("--max-tokens", 96),
                        Map.entry("--steps", 4000),
                        Map.entry("--batch-rows", 128),
                        Map.entry("--learning-rate", 0.002),
                        Map.entry("--dropout", 0.0),
                        Map.entry("--averaging", 0.995),
                        Map.entry("--patience", Integer.MAX_VALUE), // levels take as long as they take
                        Map.entry("--teachers", 0));
        };
    }
}
