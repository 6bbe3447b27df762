package io.fathom.cli.control;

import io.fathom.cli.CommandException;
import io.fathom.schemas.ControlDirective;
import io.fathom.schemas.LimitsDirective;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code fathom control set-limits}. */
@Command(
        name = "set-limits",
        description = "Bound the depth of every record, or lift the bounds.",
        footer = {
            "",
            "Examples:",
            "  ./fathom control set-limits --config job.yaml --max-cycles 3 --wait",
            "  ./fathom control set-limits --config job.yaml --lift",
        })
public final class SetLimitsCommand extends DirectiveCommand {

    @Option(names = "--max-cycles", paramLabel = "N", description = "Most cycles of any record. Default: no limit.")
    private @Nullable Integer maxCycles;

    @Option(
            names = "--cheapest-point",
            paramLabel = "N",
            description = "Cheapest operating point that the budget may choose, from 0. Default: no limit.")
    private @Nullable Integer cheapestPoint;

    @Option(
            names = "--richest-point",
            paramLabel = "N",
            description = "Richest operating point that the budget may choose. Default: no limit.")
    private @Nullable Integer richestPoint;

    @Option(names = "--lift", description = "No limits any more.")
    private boolean lift;

    @Override
    void fill(ControlDirective directive) {
        boolean none = maxCycles == null && cheapestPoint == null && richestPoint == null;
        if (lift != none) {
            throw CommandException.usage(
                    "either --lift or at least one limit must be given, but " + (lift ? "both were" : "neither was"));
        }
        directive.setLimits(new LimitsDirective(maxCycles, cheapestPoint, richestPoint));
    }
}
