package io.fathom.cli.train;

import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** What options stand for that are not given, where something else than labelled texts of people is learnt. */
final class OptionDefaults {

    private OptionDefaults() {}

    /** Sets every option that was not given. */
    static void apply(Map<String, Object> defaults, CommandSpec spec, ParseResult given) {
        defaults.forEach((name, value) -> {
            OptionSpec option = spec.findOption(name);
            if (!given.hasMatchedOption(option)) {
                option.setValue(value);
            }
        });
    }
}
