package io.fathom.cli.demo;

import io.fathom.cli.options.EngineFlags;
import io.fathom.job.config.ExitPolicyName;
import io.fathom.job.config.FathomOptions;
import io.fathom.model.bundle.ModelBundle;
import io.fathom.model.depth.ExitPolicy;
import org.apache.flink.configuration.Configuration;

/** From the command's options to the job's. */
final class DemoSettings {

    private DemoSettings() {}

    static Configuration of(ModelBundle bundle, ExitPolicy policy, EngineFlags engine) {
        Configuration settings = new Configuration();
        settings.set(FathomOptions.BUNDLE, bundle.folder().toAbsolutePath().toString());
        settings.set(FathomOptions.ENGINE_DEVICE, engine.device().toString());
        settings.set(FathomOptions.ENGINE_WORKERS, engine.workers());
        if (policy instanceof ExitPolicy.Fixed fixed) {
            settings.set(FathomOptions.EXIT_POLICY, ExitPolicyName.FIXED);
            settings.set(FathomOptions.EXIT_FIXED_CYCLES, fixed.cycles());
        } else if (policy instanceof ExitPolicy.Confidence confidence) {
            settings.set(FathomOptions.EXIT_POLICY, ExitPolicyName.CONFIDENCE);
            settings.set(FathomOptions.EXIT_CONFIDENCE_THRESHOLD, exact(confidence.threshold()));
            settings.set(FathomOptions.EXIT_MIN_CYCLES, confidence.minCycles());
        } else if (policy instanceof ExitPolicy.ZeroAttention zero) {
            settings.set(FathomOptions.EXIT_POLICY, ExitPolicyName.ZERO_ATTENTION);
            settings.set(FathomOptions.EXIT_ZERO_ATTENTION_THRESHOLD, exact(zero.threshold()));
            settings.set(FathomOptions.EXIT_MIN_CYCLES, zero.minCycles());
        }
        return settings;
    }

    /** The double that reads like the float: 0.9f is 0.9, and not 0.8999999761581421. */
    private static double exact(float threshold) {
        return Double.parseDouble(Float.toString(threshold));
    }
}
