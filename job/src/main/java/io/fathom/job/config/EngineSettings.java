package io.fathom.job.config;

import io.fathom.model.depth.ExitPolicy;
import io.fathom.model.depth.ExitPolicySyntax;
import io.fathom.model.engine.EngineOptions;
import io.fathom.model.engine.Hardware;
import java.io.Serializable;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How the engine of a TaskManager runs; travels to it in the job graph.
 *
 * @param bundle folder of the bundle, as the TaskManager sees it
 * @param workers worker threads; 0 for one per core, or one on a GPU, which only the TaskManager knows
 * @param queueBytes bytes of text in the engine
 */
public record EngineSettings(
        String bundle,
        HardwareSettings hardware,
        int workers,
        int maxBatchRows,
        int maxBatchTokens,
        int queueRecords,
        long queueBytes,
        ExitSettings exit,
        int topK,
        BudgetSettings budget)
        implements Serializable {

    /**
     * The engine's options in a TaskManager, without a budget: an engine gets its share of the job's while it runs.
     *
     * @param recommended exit policy of the bundle
     * @param gpu index of the GPU that Flink gave to the TaskManager, if it did
     */
    public EngineOptions toOptions(ExitPolicy recommended, OptionalInt gpu) {
        Hardware configured = hardware.toHardware();
        return new EngineOptions(
                gpu.isPresent() ? configured.given(gpu.getAsInt()) : configured,
                workers,
                maxBatchRows,
                maxBatchTokens,
                queueRecords,
                queueBytes,
                exit.toPolicy(recommended),
                topK,
                Optional.empty());
    }

    /**
     * The exit policy, as chosen.
     *
     * @param policy as {@link ExitPolicySyntax} writes it, or {@value #BUNDLE}
     */
    public record ExitSettings(String policy) implements Serializable {
        /** What the bundle recommends. */
        public static final String BUNDLE = "bundle";

        public ExitSettings {
            if (!policy.equals(BUNDLE)) {
                ExitPolicySyntax.parse(policy);
            }
        }

        ExitPolicy toPolicy(ExitPolicy recommended) {
            return policy.equals(BUNDLE) ? recommended : ExitPolicySyntax.parse(policy);
        }
    }
}
