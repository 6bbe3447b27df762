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
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Opens engines on bundles in the TaskManager's file system. The engine's key holds the content address of the bundle,
 * not its folder: a bundle that was replaced in the same folder gets an engine of its own when the old one has closed.
 */
public final class BundleEngineFactory implements EngineFactory {
    private static final long serialVersionUID = 1L;
    private static final int NO_GPU = -1;

    private final EngineSettings settings;
    private final int gpu;

    public BundleEngineFactory(EngineSettings settings) {
        this(settings, NO_GPU);
    }

    private BundleEngineFactory(EngineSettings settings, int gpu) {
        this.settings = settings;
        this.gpu = gpu;
    }

    @Override
    public EngineFactory onGpu(int index) {
        return new BundleEngineFactory(settings, index);
    }

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
        OptionalInt given = gpu == NO_GPU ? OptionalInt.empty() : OptionalInt.of(gpu);
        return new BundlePlan(read, new Key(read.identity(), settings.toOptions(read.exitPolicy(), given)));
    }

    @Override
    public Optional<ComputeBudget> budget() {
        return settings.budget().budget();
    }

    @Override
    public ComputeBudget budget(double tlopsPerSecond) {
        return settings.budget().budget(tlopsPerSecond);
    }

    /** Copies of one factory, which Flink makes by serialization, are equal: a bundle is then read once for all of them. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof BundleEngineFactory that && settings.equals(that.settings) && gpu == that.gpu;
    }

    @Override
    public int hashCode() {
        return Objects.hash(settings, gpu);
    }

    private record Key(ModelIdentity model, EngineOptions options) {}

    private record BundlePlan(ModelBundle bundle, Key key) implements Plan {
        @Override
        public ScoringEngine open() {
            return ScoringEngines.open(bundle, key.options());
        }
    }
}
