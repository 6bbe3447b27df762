package io.fathom.cli.control;

import io.fathom.cli.CommandException;
import io.fathom.schemas.BudgetDirective;
import io.fathom.schemas.ControlDirective;
import io.fathom.schemas.OverflowAnswer;
import java.time.Duration;
import org.apache.flink.util.TimeUtils;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code fathom control set-budget}. */
@Command(
        name = "set-budget",
        description = "Set what the whole job may spend, or lift the budget.",
        footer = {
            "",
            "Examples:",
            "  ./fathom control set-budget --config job.yaml --tlops-per-second 2e6 --window 10s --wait",
            "  ./fathom control set-budget --config job.yaml --lift",
        })
public final class SetBudgetCommand extends DirectiveCommand {

    @Option(
            names = "--tlops-per-second",
            paramLabel = "X",
            description = "Token-layer operations a second for all subtasks together.")
    private @Nullable Double tlopsPerSecond;

    @Option(names = "--lift", description = "No budget any more, in place of --tlops-per-second.")
    private boolean lift;

    @Option(
            names = "--window",
            paramLabel = "TIME",
            converter = TimeConverter.class,
            description = "Length of the periods over which the budget is held, such as 10s. Default: as configured.")
    private @Nullable Duration window;

    @Option(
            names = "--target-latency",
            paramLabel = "TIME",
            converter = TimeConverter.class,
            description = "How old a record may be when its answer leaves, such as 2s. Default: as configured.")
    private @Nullable Duration targetLatency;

    @Option(
            names = "--overflow",
            paramLabel = "ANSWER",
            converter = OverflowConverter.class,
            description = "When the least depth is too much: backpressure or shed. Default: as configured.")
    private @Nullable OverflowAnswer overflow;

    @Override
    void fill(ControlDirective directive) {
        if (lift == (tlopsPerSecond != null)) {
            throw CommandException.usage("exactly one of --tlops-per-second and --lift must be given, but "
                    + (lift ? "both" : "neither") + " was");
        }
        directive.setBudget(new BudgetDirective(
                tlopsPerSecond,
                window == null ? null : window.toMillis(),
                targetLatency == null ? null : targetLatency.toMillis(),
                overflow));
    }

    /** Durations as in a configuration, such as {@code 10 s} or {@code 500ms}. */
    private static final class TimeConverter implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String value) {
            try {
                return TimeUtils.parseDuration(value);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException("must be a time such as 10s or 500ms, but was '" + value + "'");
            }
        }
    }

    private static final class OverflowConverter implements ITypeConverter<OverflowAnswer> {
        @Override
        public OverflowAnswer convert(String value) {
            return switch (value) {
                case "backpressure" -> OverflowAnswer.BACKPRESSURE;
                case "shed" -> OverflowAnswer.SHED;
                default -> throw new TypeConversionException("must be backpressure or shed, but was '" + value + "'");
            };
        }
    }
}
