package io.fathom.cli.demo;

import io.fathom.cli.options.EngineFlags;
import io.fathom.job.config.BudgetOptions;
import io.fathom.job.config.FathomOptions;
import io.fathom.job.config.HardwareOptions;
import io.fathom.model.budget.ComputeBudget;
import io.fathom.model.bundle.ModelBundle;
import io.fathom.model.depth.ExitPolicy;
import io.fathom.model.depth.ExitPolicySyntax;
import org.apache.flink.configuration.Configuration;

/** From the command's options to the job's. */
final class DemoSettings {

    private DemoSettings() {}

    static Configuration of(ModelBundle bundle, ExitPolicy policy, EngineFlags engine) {
        Configuration settings = new Configuration();
        settings.set(FathomOptions.BUNDLE, bundle.folder().toAbsolutePath().toString());
        settings.set(HardwareOptions.ENGINE_DEVICE, engine.hardware().device().toString());
        settings.set(
                HardwareOptions.ENGINE_PRECISION, engine.hardware().precision().toString());
        settings.set(FathomOptions.ENGINE_WORKERS, engine.workers());
        settings.set(FathomOptions.EXIT_POLICY, ExitPolicySyntax.format(policy));
        return settings;
    }

    /** With a budget, which decides depth in place of the exit policy. */
    static Configuration of(ModelBundle bundle, ComputeBudget budget, EngineFlags engine) {
        Configuration settings = of(bundle, bundle.exitPolicy(), engine);
        settings.set(BudgetOptions.BUDGET_RATE, budget.tlopsPerSecond());
        settings.set(BudgetOptions.BUDGET_WINDOW, budget.window());
        return settings;
    }
}
