package io.fathom.cli.demo;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fathom.cli.generated.ByDifficulty;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/**
 * What a finished run came to, from the committed records of the output topics alone.
 *
 * <p>Latency runs from the creation of an event to its prediction ({@code scoredAt - eventTime}): queue, network and
 * model. The record becomes visible to a {@code read_committed} reader at the checkpoint after that. Records per second
 * are all results by the time from the first event's creation to the last result. Accuracy is over all events whose label
 * is known, dead letters counting as wrong; see {@link Verdict}.
 */
final class DemoReport {
    private static final long LONGEST_LATENCY_MILLIS = 24 * 3_600_000L;

    private final SentEvents sent;
    private final Verdict verdict;
    private final int maxCycles;
    private final Audit audit;
    private final Map<String, Long> exitReasons = new TreeMap<>();
    private final ByDifficulty.Counter byDifficulty = new ByDifficulty.Counter();
    private final Histogram latency = new Histogram(LONGEST_LATENCY_MILLIS, 3);
    private long cycles;
    private long right;
    private long truncated;
    private long lastResult = Long.MIN_VALUE;

    DemoReport(SentEvents sent, Verdict verdict, int maxCycles) {
        this.sent = sent;
        this.verdict = verdict;
        this.maxCycles = maxCycles;
        this.audit = new Audit(sent.ids(), sent.count());
    }

    void add(OutputRecord output) {
        audit.add(output);
        if (output instanceof OutputRecord.Answer answer) {
            cycles += answer.cyclesUsed();
            exitReasons.merge(answer.exitReason(), 1L, Long::sum);
            latency.recordValue(Math.min(Math.max(0, answer.scoredAt() - answer.eventTime()), LONGEST_LATENCY_MILLIS));
            boolean isRight = isRight(answer);
            right += isRight ? 1 : 0;
            difficulty(answer).ifPresent(d -> byDifficulty.add(d, isRight, answer.cyclesUsed()));
            lastResult = Math.max(lastResult, answer.scoredAt());
        } else if (output instanceof OutputRecord.Telemetry telemetry) {
            truncated += telemetry.truncated() ? 1 : 0;
        } else if (output instanceof OutputRecord.Dead dead) {
            lastResult = Math.max(lastResult, dead.failedAt());
        }
    }

    private OptionalInt difficulty(OutputRecord.Answer answer) {
        OptionalInt number = sent.ids().number(answer.eventId());
        return number.isPresent() ? sent.difficulty(number.getAsInt()) : OptionalInt.empty();
    }

    private boolean isRight(OutputRecord.Answer answer) {
        OptionalInt number = sent.ids().number(answer.eventId());
        return number.isPresent()
                && sent.label(number.getAsInt())
                        .map(expected -> verdict.isCorrect(expected, answer))
                        .orElse(false);
    }

    /** True if every event left exactly one trace. */
    boolean clean() {
        return audit.result().clean();
    }

    /** What is not as it should be, in one sentence. */
    String complaint() {
        Audit.Result result = audit.result();
        return "every event must leave one prediction with its telemetry, or one dead letter, but " + result.lost()
                + " were lost, " + result.duplicated() + " came out more than once, telemetry was missing for "
                + result.telemetryMissing() + " and too many for " + result.telemetryDuplicated() + ", and "
                + result.foreign() + " records were about unknown events; the log may say why";
    }

    /** One JSON object. */
    ObjectNode json() {
        Audit.Result result = audit.result();
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("events", result.events())
                .put("predictions", result.predictions())
                .put("deadLetters", result.deadLetters())
                .put("telemetry", result.telemetry())
                .put("lost", result.lost())
                .put("duplicated", result.duplicated())
                .put("telemetryMissing", result.telemetryMissing())
                .put("telemetryDuplicated", result.telemetryDuplicated())
                .put("foreign", result.foreign())
                .put("truncated", truncated)
                .put("meanCycles", rounded(result.predictions() == 0 ? 0 : (double) cycles / result.predictions()))
                .put("maxCycles", maxCycles);
        ObjectNode reasons = json.putObject("exitReasons");
        exitReasons.forEach(reasons::put);
        json.put("recordsPerSecond", rounded(perSecond(result)));
        json.put("p50Millis", latency.getValueAtPercentile(50));
        json.put("p99Millis", latency.getValueAtPercentile(99));
        long labelled = sent.labelled();
        if (labelled > 0) {
            json.put("labelled", labelled).put("accuracy", (double) right / labelled);
        }
        byDifficulty.result().addTo(json);
        return json;
    }

    private double perSecond(Audit.Result result) {
        double seconds = (lastResult - sent.firstMillis()) / 1000.0;
        return seconds <= 0 ? 0 : (result.predictions() + result.deadLetters()) / seconds;
    }

    private static double rounded(double value) {
        return Math.round(value * 1000) / 1000.0;
    }
}
