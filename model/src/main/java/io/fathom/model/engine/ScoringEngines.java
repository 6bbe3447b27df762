package io.fathom.model.engine;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDManager;
import io.fathom.model.bundle.BundleException;
import io.fathom.model.bundle.ModelBundle;
import io.fathom.model.bundle.TaskKind;
import io.fathom.model.depth.ExitPolicy;
import io.fathom.model.nn.CycledTransformer;
import io.fathom.model.nn.TokenGate;
import io.fathom.model.nn.Weights;
import io.fathom.model.text.Tokenizer;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens engines. */
public final class ScoringEngines {
    private static final Logger LOG = LoggerFactory.getLogger(ScoringEngines.class);

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
     * @throws IllegalArgumentException if the device does not exist and the CPU may not stand in, the memory limit is too low
     *     for the model, or the policy reads a probe or names a point that the bundle lacks
     */
    public static ScoringEngine open(ModelBundle bundle, EngineOptions options) {
        TorchThreads.oneEach();
        boolean mayFallBack = options.hardware().cpuFallback();
        Device device;
        try {
            device = Devices.find(options.hardware().device());
        } catch (IllegalArgumentException e) {
            return onCpu(bundle, options, e, mayFallBack);
        }
        try {
            return open(bundle, options, device, false);
        } catch (EngineException e) {
            return onCpu(bundle, options, e, mayFallBack && device.isGpu());
        }
    }

    /** @param allowed whether the CPU may stand in; otherwise {@code reason} is thrown */
    private static ScoringEngine onCpu(
            ModelBundle bundle, EngineOptions options, RuntimeException reason, boolean allowed) {
        if (!allowed) {
            throw reason;
        }
        LOG.warn(
                "the engine of {} computes on the CPU, because the GPU that was asked for cannot be used: {}",
                bundle.identity(),
                String.valueOf(reason.getMessage()).lines().findFirst().orElse(""));
        return open(bundle, options, Device.cpu(), true);
    }

    private static ScoringEngine open(ModelBundle bundle, EngineOptions options, Device device, boolean fallback) {
        ExitPolicy policy = options.exitPolicy().resolved(bundle.frontier());
        TokenGate gate = options.exitPolicy() instanceof ExitPolicy.Point point
                ? gate(bundle, point.index())
                : bundle.tokenGate();
        Hardware hardware = options.hardware();
        EnginePlacement placement = new EnginePlacement(Devices.name(device), hardware.precision(), fallback);
        return open(
                bundle,
                options.withExitPolicy(policy),
                device,
                placement,
                weights -> CycledTransformer.forInference(weights, gate, hardware.precision()));
    }

    /** @param network made of the bundle's weights, which are on the device */
    static ScoringEngine open(
            ModelBundle bundle,
            EngineOptions options,
            Device device,
            EnginePlacement placement,
            Function<Weights, CycledTransformer> network) {
        Tokenizer tokenizer = bundle.openTokenizer();
        NDManager manager = NDManager.newBaseManager(device);
        AutoCloseable resources = () -> {
            manager.close();
            tokenizer.close();
        };
        try {
            Weights weights = bundle.loadWeights(manager);
            ServedModel model = new ServedModel(
                    bundle.identity(),
                    bundle.labels(),
                    bundle.calibration(),
                    bundle.probes(),
                    bundle.frontier(),
                    bundle.ngrams(),
                    bundle.model().task() == TaskKind.LANGUAGE_MODEL ? tokenizer::encodeWithEnds : tokenizer::encode,
                    network.apply(weights),
                    manager,
                    resources);
            return CycleScheduler.start(model, placement, MemoryLimit.fit(options, weights), System::nanoTime);
        } catch (Throwable e) { // also for want of memory or of a library: whoever tries a model out goes on without it
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
