package io.fathom.cli.demo;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntFunction;

/** Joins the predictions of a run with their telemetry and with what the sender expected. */
final class SurgeSamples {
    private final SentEvents sent;
    private final Verdict verdict;
    private final IntFunction<SurgePhase> phases;
    private final Map<Integer, OutputRecord.Answer> answers = new HashMap<>();
    private final Map<Integer, OutputRecord.Telemetry> telemetry = new HashMap<>();

    /** @param phases the phase in which an event was created, by its number */
    SurgeSamples(SentEvents sent, Verdict verdict, IntFunction<SurgePhase> phases) {
        this.sent = sent;
        this.verdict = verdict;
        this.phases = phases;
    }

    void add(OutputRecord output) {
        OptionalInt number = sent.ids().number(output.eventId());
        if (number.isEmpty()) {
            return;
        }
        if (output instanceof OutputRecord.Answer answer) {
            answers.put(number.getAsInt(), answer);
        } else if (output instanceof OutputRecord.Telemetry depth) {
            telemetry.put(number.getAsInt(), depth);
        }
    }

    /** Events with both a prediction and telemetry. */
    List<SurgeSample> samples() {
        List<SurgeSample> samples = new ArrayList<>(answers.size());
        answers.forEach((number, answer) -> {
            OutputRecord.Telemetry depth = telemetry.get(number);
            if (depth != null) {
                samples.add(sample(number, answer, depth));
            }
        });
        return samples;
    }

    private SurgeSample sample(int number, OutputRecord.Answer answer, OutputRecord.Telemetry depth) {
        Optional<OutputRecord.Place> budget = depth.budget();
        return new SurgeSample(
                phases.apply(number),
                answer.eventTime(),
                answer.scoredAt(),
                depth.work().computeMicros() / 1000.0,
                depth.work().tlops(),
                depth.work().tokens(),
                depth.work().batchRows(),
                depth.work().worker(),
                budget.map(place -> OptionalInt.of(place.point())).orElse(OptionalInt.empty()),
                budget.map(OutputRecord.Place::level),
                sent.label(number).map(expected -> verdict.isCorrect(expected, answer)));
    }
}
