package io.fathom.bench;

import io.fathom.model.bundle.ModelBundle;
import io.fathom.model.depth.ExitPolicy;
import io.fathom.model.engine.EngineOptions;
import io.fathom.model.engine.ScoringEngine;
import io.fathom.model.engine.ScoringEngines;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;

/**
 * The engine at full depth as a share of sgemm: random weights, {@value SyntheticBundle#TOKENS} tokens a text, a full
 * queue. Sgemm and the engines of all widths are measured in turn in every round, so what disturbs the machine disturbs
 * all of them; a ratio is taken within its round.
 */
final class EngineBenchmark {
    private static final ExitPolicy FULL_DEPTH = new ExitPolicy.Fixed(SyntheticBundle.CYCLES);
    private static final long SEED = 1;
    private static final Duration WARM_UP = Duration.ofMillis(300);

    /**
     * One width with one number of workers.
     *
     * @param ratio engine over sgemm, by the clock
     * @param cpuRatio the same by the time that cores spent on either: on a busy machine the steadier figure, but blind to
     *     workers that wait
     */
    record Row(
            int width,
            int workers,
            Spread sgemmGflops,
            Spread engineGflops,
            Spread recordsPerSecond,
            Spread ratio,
            Spread cpuRatio) {}

    private record Setting(int width, int workers) {}

    private record Measured(SgemmRate.Rate sgemm, EngineLoad.Rate engine) {}

    private final List<Integer> widths;
    private final List<Integer> workerCounts;
    private final int rounds;
    private final Duration perMeasurement;
    private final Consumer<String> progress;

    EngineBenchmark(
            List<Integer> widths,
            List<Integer> workerCounts,
            int rounds,
            Duration perMeasurement,
            Consumer<String> progress) {
        this.widths = widths;
        this.workerCounts = workerCounts;
        this.rounds = rounds;
        this.perMeasurement = perMeasurement;
        this.progress = progress;
    }

    List<Row> run(Path folder) throws InterruptedException {
        Map<Integer, ModelBundle> bundles = new LinkedHashMap<>();
        Map<Setting, ScoringEngine> engines = new LinkedHashMap<>();
        Map<Setting, List<Measured>> measured = new LinkedHashMap<>();
        try {
            for (int width : widths) {
                ModelBundle bundle = SyntheticBundle.write(folder.resolve("d" + width), width, FULL_DEPTH, SEED);
                bundles.put(width, bundle);
                for (int workers : workerCounts) {
                    engines.put(new Setting(width, workers), ScoringEngines.open(bundle, options(workers)));
                }
            }
            List<String> texts = SyntheticBundle.texts(SEED, 512);
            for (int round = 1; round <= rounds; round++) {
                for (int workers : workerCounts) {
                    SgemmRate.Rate sgemm = SgemmRate.measure(workers, perMeasurement.dividedBy(2));
                    for (int width : widths) {
                        progress.accept("engine round " + round + "/" + rounds + ": d " + width + ", " + workers
                                + (workers == 1 ? " worker" : " workers"));
                        Setting setting = new Setting(width, workers);
                        ScoringEngine engine = Objects.requireNonNull(engines.get(setting));
                        measured.computeIfAbsent(setting, m -> new ArrayList<>())
                                .add(new Measured(
                                        sgemm, EngineLoad.measure(engine, workers, texts, WARM_UP, perMeasurement)));
                    }
                }
            }
        } finally {
            engines.values().forEach(ScoringEngine::close);
        }
        List<Row> rows = new ArrayList<>();
        measured.forEach((setting, rates) -> rows.add(row(
                setting,
                Flops.record(
                                Objects.requireNonNull(bundles.get(setting.width()))
                                        .architecture(),
                                SyntheticBundle.TOKENS,
                                SyntheticBundle.CYCLES)
                        / 1e9,
                rates)));
        return rows;
    }

    private static Row row(Setting setting, double gflopsPerRecord, List<Measured> rounds) {
        return new Row(
                setting.width(),
                setting.workers(),
                spread(rounds, r -> r.sgemm().gflops()),
                spread(rounds, r -> r.engine().recordsPerSecond() * gflopsPerRecord),
                spread(rounds, r -> r.engine().recordsPerSecond()),
                spread(
                        rounds,
                        r -> r.engine().recordsPerSecond()
                                * gflopsPerRecord
                                / r.sgemm().gflops()),
                spread(
                        rounds,
                        r -> r.engine().recordsPerCpuSecond()
                                * gflopsPerRecord
                                / r.sgemm().gflopsPerCpuSecond()));
    }

    private static Spread spread(List<Measured> rounds, ToDoubleFunction<Measured> figure) {
        return Spread.of(rounds.stream().map(figure::applyAsDouble).toList());
    }

    private static EngineOptions options(int workers) {
        return EngineOptions.defaults(FULL_DEPTH).withWorkers(workers);
    }
}
