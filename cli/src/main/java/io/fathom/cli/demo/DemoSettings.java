package io.fathom.cli.demo;

import io.fathom.cli.options.EngineFlags;
import io.fathom.job.config.FathomOptions;
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
        settings.set(FathomOptions.ENGINE_DEVICE, engine.device().toString());
        settings.set(FathomOptions.ENGINE_WORKERS, engine.workers());
        settings.set(FathomOptions.EXIT_POLICY, ExitPolicySyntax.format(policy));
        return settings;
    }
}
