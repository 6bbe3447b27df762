package io.fathom.job.scoring;

import io.fathom.job.config.EngineSettings;
import io.fathom.model.bundle.ModelBundle;
import io.fathom.model.bundle.ModelIdentity;
import io.fathom.model.engine.EngineOptions;
import io.fathom.model.engine.ScoringEngine;
import io.fathom.model.engine.ScoringEngines;
import java.nio.file.Path;

/**
 * Opens an engine on a bundle in the TaskManager's file system. The engine's key holds the content address of the bundle,
 * not its folder: a bundle that was replaced in the same folder gets an engine of its own.
 */
public record BundleEngineFactory(EngineSettings settings) implements EngineFactory {

    /** @throws io.fathom.model.bundle.BundleException if the bundle is wrong, in one sentence */
    @Override
    public Plan plan() {
        ModelBundle bundle = ModelBundle.read(Path.of(settings.bundle()));
        int cores = Runtime.getRuntime().availableProcessors();
        return new BundlePlan(bundle, new Key(bundle.identity(), settings.toOptions(cores, bundle.exitPolicy())));
    }

    private record Key(ModelIdentity model, EngineOptions options) {}

    private record BundlePlan(ModelBundle bundle, Key key) implements Plan {
        @Override
        public ScoringEngine open() {
            return ScoringEngines.open(bundle, key.options());
        }
    }
}
