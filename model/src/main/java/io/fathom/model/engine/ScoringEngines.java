package io.fathom.model.engine;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import io.fathom.model.bundle.BundleException;
import io.fathom.model.bundle.ModelBundle;
import io.fathom.model.bundle.TaskKind;
import io.fathom.model.depth.ExitPolicy;
import io.fathom.model.nn.CycledTransformer;
import io.fathom.model.nn.TokenGate;
import io.fathom.model.text.Tokenizer;
import java.nio.file.Path;
import java.util.OptionalDouble;

/** Opens engines. */
public final class ScoringEngines {
    private ScoringEngines() {}

    /**
     * Reads a bundle and starts an engine on it.
     *
     * @throws BundleException if the bundle is wrong
     * @throws IllegalArgumentException if the device does not exist
     */
    public static ScoringEngine open(Path bundleFolder, EngineOptions options) {
        return open(ModelBundle.read(bundleFolder), options);
    }

    /**
     * Starts an engine on a bundle that has been read; the bundle can be used for other engines too.
     *
     * @throws BundleException if the bundle's tokenizer is wrong
     * @throws IllegalArgumentException if the device does not exist, or the policy reads a probe or names a point that the
     *     bundle lacks
     */
    public static ScoringEngine open(ModelBundle bundle, EngineOptions options) {
        ExitPolicy policy = options.exitPolicy().resolved(bundle.frontier());
        TokenGate gate = options.exitPolicy() instanceof ExitPolicy.Point point
                ? gate(bundle, point.index())
                : bundle.tokenGate();
        TorchThreads.oneEach();
        Device device = Devices.find(options.device());
        Tokenizer tokenizer = bundle.openTokenizer();
        NDManager manager = NDManager.newBaseManager(device);
        AutoCloseable resources = () -> {
            manager.close();
            tokenizer.close();
        };
        try {
            ServedModel model = new ServedModel(
                    bundle.identity(),
                    bundle.labels(),
                    bundle.calibration(),
                    bundle.probes(),
                    bundle.frontier(),
                    bundle.model().task() == TaskKind.LANGUAGE_MODEL ? tokenizer::encodeWithEnds : tokenizer::encode,
                    CycledTransformer.forInference(bundle.loadWeights(manager), gate),
                    manager,
                    resources);
            return CycleScheduler.start(model, options.withExitPolicy(policy), System::nanoTime);
        } catch (RuntimeException e) {
            manager.close();
            tokenizer.close();
            throw e;
        }
    }

    /** The gate of a point of the bundle's frontier, or the bundle's own where the point says nothing of it. */
    private static TokenGate gate(ModelBundle bundle, int point) {
        OptionalDouble threshold = bundle.frontier()
                .map(frontier -> frontier.point(point).gateThreshold())
                .orElse(OptionalDouble.empty());
        return threshold.isPresent() ? new TokenGate.Hard((float) threshold.getAsDouble()) : bundle.tokenGate();
    }
}
