package io.fathom.cli.demo;

import io.fathom.cli.generated.ByDifficulty;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.TreeMap;

/** Counts what has come back so far, for the live view. Safe for use by many threads. */
final class DemoState {
    private static final int LATEST = 40;
    private static final long RATE_WINDOW_NANOS = 5_000_000_000L;

    private final String title;
    private final SentEvents sent;
    private final Verdict verdict;
    private final long startNanos;
    private final long[] byCycles;
    private final Map<String, Long> byReason = new TreeMap<>();
    private final ByDifficulty.Counter byDifficulty = new ByDifficulty.Counter();
    private final RecentLatency latency;
    private final Deque<DemoSnapshot.Row> latest = new ArrayDeque<>();
    private final RateWindow in = new RateWindow(RATE_WINDOW_NANOS);
    private final RateWindow out = new RateWindow(RATE_WINDOW_NANOS);
    private final BudgetTrail budget = new BudgetTrail();
    private long predictions;
    private long deadLetters;
    private long telemetry;
    private long labelled;
    private long right;

    DemoState(String title, SentEvents sent, Verdict verdict, int maxCycles, long startNanos) {
        this.title = title;
        this.sent = sent;
        this.verdict = verdict;
        this.byCycles = new long[maxCycles + 1];
        this.startNanos = startNanos;
        this.latency = new RecentLatency(startNanos);
    }

    /** Records about events of other runs do not count. */
    synchronized void add(OutputRecord output) {
        if (!sent.ids().isOwn(output.eventId())) {
            return;
        }
        if (output instanceof OutputRecord.Answer answer) {
            answered(answer);
        } else if (output instanceof OutputRecord.Dead dead) {
            deadLetters++;
            show(new DemoSnapshot.Row(
                    0, 0, dead.stage(), DemoSnapshot.Mark.DEAD, preview(dead).orElse(dead.message())));
        } else if (output instanceof OutputRecord.Telemetry depth) {
            telemetry++;
            depth.budget().ifPresent(budget::add);
        }
    }

    private void answered(OutputRecord.Answer answer) {
        predictions++;
        byCycles[Math.min(Math.max(answer.cyclesUsed(), 0), byCycles.length - 1)]++;
        byReason.merge(answer.exitReason(), 1L, Long::sum);
        latency.record(answer.scoredAt() - answer.eventTime());
        Optional<Boolean> correct = label(answer).map(expected -> verdict.isCorrect(expected, answer));
        labelled += correct.isPresent() ? 1 : 0;
        right += correct.orElse(false) ? 1 : 0;
        difficulty(answer).ifPresent(d -> byDifficulty.add(d, correct.orElse(false), answer.cyclesUsed()));
        show(new DemoSnapshot.Row(
                answer.cyclesUsed(),
                answer.score(),
                answer.outOfScope() ? "(out of scope)" : answer.label(),
                correct.map(c -> c ? DemoSnapshot.Mark.RIGHT : DemoSnapshot.Mark.WRONG)
                        .orElse(DemoSnapshot.Mark.NONE),
                preview(answer).orElse("")));
    }

    private Optional<String> label(OutputRecord output) {
        OptionalInt number = sent.ids().number(output.eventId());
        return number.isPresent() ? sent.label(number.getAsInt()) : Optional.empty();
    }

    private OptionalInt difficulty(OutputRecord output) {
        OptionalInt number = sent.ids().number(output.eventId());
        return number.isPresent() ? sent.difficulty(number.getAsInt()) : OptionalInt.empty();
    }

    private Optional<String> preview(OutputRecord output) {
        OptionalInt number = sent.ids().number(output.eventId());
        return number.isPresent() ? sent.answered(number.getAsInt()).map(DemoInput::preview) : Optional.empty();
    }

    private void show(DemoSnapshot.Row row) {
        latest.addFirst(row);
        if (latest.size() > LATEST) {
            latest.removeLast();
        }
    }

    /** Predictions and dead letters seen, and telemetry with its prediction: true if all that was sent has come out. */
    synchronized boolean allOut() {
        return predictions + deadLetters >= sent.count() && telemetry >= predictions;
    }

    /** Records seen on all topics; grows as long as something comes out. */
    synchronized long seen() {
        return predictions + deadLetters + telemetry;
    }

    /** Level of the budget that the record seen last met; empty where there is none. */
    synchronized Optional<String> budgetLevel() {
        return budget.level();
    }

    /** Predictions and dead letters seen. */
    synchronized long results() {
        return predictions + deadLetters;
    }

    /** Events sent whose result has not been seen. */
    synchronized long lag() {
        return sent.count() - results();
    }

    synchronized DemoSnapshot snapshot(long nanos) {
        long sentNow = sent.count();
        List<Long> cycles = new ArrayList<>();
        for (long count : byCycles) {
            cycles.add(count);
        }
        return new DemoSnapshot(
                title,
                Duration.ofNanos(nanos - startNanos),
                sentNow,
                predictions,
                deadLetters,
                telemetry,
                in.perSecond(nanos, sentNow),
                out.perSecond(nanos, predictions + deadLetters),
                Collections.unmodifiableList(cycles),
                Collections.unmodifiableMap(new TreeMap<>(byReason)),
                byDifficulty.result(),
                budget.view(nanos),
                latency.percentile(50, nanos),
                latency.percentile(99, nanos),
                labelled,
                labelled == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) right / labelled),
                List.copyOf(latest));
    }
}
