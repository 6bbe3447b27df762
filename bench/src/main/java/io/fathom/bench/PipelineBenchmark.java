package io.fathom.bench;

import io.fathom.model.bundle.ModelBundle;
import io.fathom.model.depth.ExitPolicy;
import io.fathom.model.engine.EngineOptions;
import io.fathom.model.engine.ScoringEngine;
import io.fathom.model.engine.ScoringEngines;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * What the pipeline keeps of the engine, and what adaptive depth brings: the engine alone at full depth, the engine alone
 * with the bundle's exit policy, and Kafka to Kafka through the real job with that policy; same bundle, same texts, same workers, in
 * turn in every round.
 *
 * <p>The pipeline's rate is that of its middle eight tenths of predictions, so neither the start of the job nor its last
 * checkpoint is in it.
 */
final class PipelineBenchmark {
    private static final Duration WARM_UP = Duration.ofMillis(500);
    private static final int EDGE = 10; // a tenth at either end

    /**
     * @param fullDepth engine alone, all cycles, records per second
     * @param adaptive engine alone, exit policy
     * @param pipeline Kafka to Kafka, exit policy
     * @param pipelineToEngine pipeline over adaptive, within a round
     * @param adaptiveSpeedup adaptive over full depth, within a round
     * @param meanCycles of the adaptive records
     * @param computeSaved share of the token-layer operations of full depth that the policy did not spend
     */
    record Result(
            String bundle,
            String policy,
            int workers,
            Spread fullDepth,
            Spread adaptive,
            Spread pipeline,
            Spread pipelineToEngine,
            Spread adaptiveSpeedup,
            double meanCycles,
            double computeSaved) {}

    private final ModelBundle bundle;
    private final List<String> texts;
    private final int workers;
    private final int rounds;
    private final Duration perMeasurement;
    private final Consumer<String> progress;

    PipelineBenchmark(
            ModelBundle bundle,
            List<String> texts,
            int workers,
            int rounds,
            Duration perMeasurement,
            Consumer<String> progress) {
        this.bundle = bundle;
        this.texts = texts;
        this.workers = workers;
        this.rounds = rounds;
        this.perMeasurement = perMeasurement;
        this.progress = progress;
    }

    Result run(Path folder) throws Exception {
        List<Double> full = new ArrayList<>();
        List<Double> adaptive = new ArrayList<>();
        List<Double> pipeline = new ArrayList<>();
        EngineLoad.Rate last = null;
        EngineLoad.Rate lastFull = null;
        for (int round = 1; round <= rounds; round++) {
            progress.accept("pipeline round " + round + "/" + rounds + ": engine alone");
            lastFull = engineAlone(new ExitPolicy.Fixed(bundle.architecture().maxCycles()));
            last = engineAlone(bundle.exitPolicy());
            full.add(lastFull.recordsPerSecond());
            adaptive.add(last.recordsPerSecond());
            progress.accept("pipeline round " + round + "/" + rounds + ": Kafka to Kafka");
            int events = (int) Math.max(1000, last.recordsPerSecond() * perMeasurement.toMillis() / 1000);
            pipeline.add(
                    middleRate(new PipelineJob(folder.resolve("flink" + round), bundle.folder(), parallelism(), workers)
                            .run(texts, events)));
        }
        if (last == null || lastFull == null) {
            throw new IllegalArgumentException("rounds must be at least 1, but was " + rounds);
        }
        return new Result(
                bundle.identity().toString(),
                bundle.exitPolicy().toString(),
                workers,
                Spread.of(full),
                Spread.of(adaptive),
                Spread.of(pipeline),
                Spread.of(ratios(pipeline, adaptive)),
                Spread.of(ratios(adaptive, full)),
                last.meanCycles(),
                1 - last.tlopsPerRecord() / lastFull.tlopsPerRecord());
    }

    /** Subtasks do little but hand over and pass on; they share the cores with the engine. */
    private int parallelism() {
        return Math.max(1, workers / 2);
    }

    private EngineLoad.Rate engineAlone(ExitPolicy exits) throws InterruptedException {
        EngineOptions options = EngineOptions.defaults(exits).withWorkers(workers);
        try (ScoringEngine engine = ScoringEngines.open(bundle, options)) {
            return EngineLoad.measure(engine, workers, texts, WARM_UP, perMeasurement);
        }
    }

    /** Predictions per second of the middle of the run. */
    static double middleRate(long[] scoredAtMillis) {
        int edge = scoredAtMillis.length / EDGE;
        long from = scoredAtMillis[edge];
        long until = scoredAtMillis[scoredAtMillis.length - 1 - edge];
        return (scoredAtMillis.length - 1 - 2 * edge) * 1000.0 / Math.max(1, until - from);
    }

    private static List<Double> ratios(List<Double> numerators, List<Double> denominators) {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < numerators.size(); i++) {
            ratios.add(numerators.get(i) / denominators.get(i));
        }
        return ratios;
    }
}
