package io.fathom.job.engines;

import io.fathom.job.config.EngineSettings;
import io.fathom.model.budget.ComputeBudget;
import io.fathom.model.bundle.BundleException;
import io.fathom.model.bundle.ModelBundle;
import io.fathom.model.bundle.ModelIdentity;
import io.fathom.model.engine.EngineOptions;
import io.fathom.model.engine.ScoringEngine;
import io.fathom.model.engine.ScoringEngines;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Opens engines on bundles in the TaskManager's file system. The engine's key holds the content address of the bundle,
 * not its folder: a bundle that was replaced in the same folder gets an engine of its own.
 */
public record BundleEngineFactory(EngineSettings settings) implements EngineFactory {

    /** @throws BundleException if the bundle is wrong, or not the one that is meant, in one sentence */
    @Override
    public Plan plan(BundleRef bundle) {
        ModelBundle read = ModelBundle.read(Path.of(bundle.isConfigured() ? settings.bundle() : bundle.folder()));
        if (!read.manifestSha256().startsWith(bundle.sha256())) {
            throw new BundleException("bundle '" + bundle.folder() + "' must have the sha256 " + bundle.sha256()
                    + " (as the directive says), but has "
                    + read.manifestSha256().substring(0, bundle.sha256().length())
                    + ": copy the one that is meant, or correct the directive");
        }
        int cores = Runtime.getRuntime().availableProcessors();
        return new BundlePlan(read, new Key(read.identity(), settings.toOptions(cores, read.exitPolicy())));
    }

    @Override
    public Optional<ComputeBudget> budget() {
        return settings.budget().budget();
    }

    @Override
    public ComputeBudget budget(double tlopsPerSecond) {
        return settings.budget().budget(tlopsPerSecond);
    }

    private record Key(ModelIdentity model, EngineOptions options) {}

    private record BundlePlan(ModelBundle bundle, Key key) implements Plan {
        @Override
        public ScoringEngine open() {
            return ScoringEngines.open(bundle, key.options());
        }
    }
}
