package io.fathom.job.config;

import io.fathom.model.depth.ExitPolicy;
import io.fathom.model.depth.ExitPolicySyntax;
import io.fathom.model.engine.DeviceChoice;
import io.fathom.model.engine.EngineOptions;
import java.io.Serializable;

/**
 * How the engine of a TaskManager runs; travels to it in the job graph.
 *
 * @param bundle folder of the bundle, as the TaskManager sees it
 * @param device {@code auto}, {@code cpu} or {@code gpu:N}
 * @param workers worker threads; 0 means one per core, which only the TaskManager knows
 * @param queueBytes bytes of text in the engine
 */
public record EngineSettings(
        String bundle,
        String device,
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
     * @param cores of its machine
     * @param recommended exit policy of the bundle
     */
    public EngineOptions toOptions(int cores, ExitPolicy recommended) {
        return new EngineOptions(
                DeviceChoice.parse(device),
                workers == 0 ? cores : workers,
                maxBatchRows,
                maxBatchTokens,
                queueRecords,
                queueBytes,
                exit.toPolicy(recommended),
                topK);
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
