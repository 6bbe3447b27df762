package io.fathom.cli.evaluate;

import io.fathom.cli.terminal.ProgressBar;
import io.fathom.model.bundle.ModelBundle;
import io.fathom.model.depth.ExitPolicy;
import io.fathom.model.depth.ExitPolicySyntax;
import io.fathom.model.engine.EngineOptions;
import io.fathom.model.engine.ScoringEngine;
import io.fathom.model.engine.ScoringEngines;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * The same records at every fixed depth, and under a policy.
 *
 * @param firstDepth cycles of the first fixed depth: 0 where the bundle answers before the first layer, else 1
 * @param fixed every depth, the shallowest first
 */
record EveryDepth<E>(int firstDepth, List<E> fixed, E policy) {

    EveryDepth {
        fixed = List.copyOf(fixed);
    }

    /** Scores the records in one way. */
    interface Run<E> {
        /** @param progress hears how many records have been handed over */
        E of(ScoringEngine engine, LongConsumer progress) throws InterruptedException;
    }

    /**
     * @param options with the policy
     * @param records how many records a run hands over
     */
    static <E> EveryDepth<E> of(ModelBundle model, EngineOptions options, int records, ProgressBar bar, Run<E> run)
            throws InterruptedException {
        int first = model.calibration().firstDepth();
        List<E> fixed = new ArrayList<>();
        for (int cycles = first; cycles <= model.architecture().maxCycles(); cycles++) {
            EngineOptions depth = options.withExitPolicy(new ExitPolicy.Fixed(cycles));
            fixed.add(run(model, depth, (long) fixed.size() * records, bar, run));
        }
        return new EveryDepth<>(first, fixed, run(model, options, (long) fixed.size() * records, bar, run));
    }

    /** How often the records are run in all. */
    static int runs(ModelBundle model) {
        return model.architecture().maxCycles() + 2 - model.calibration().firstDepth();
    }

    private static <E> E run(ModelBundle model, EngineOptions options, long before, ProgressBar bar, Run<E> run)
            throws InterruptedException {
        String policy = ExitPolicySyntax.format(options.exitPolicy());
        try (ScoringEngine engine = ScoringEngines.open(model, options)) {
            return run.of(engine, handedOver -> bar.update(before + handedOver, policy));
        }
    }
}
