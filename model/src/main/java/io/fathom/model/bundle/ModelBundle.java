package io.fathom.model.bundle;

import ai.djl.ndarray.NDManager;
import io.fathom.model.base.BaseEncoder;
import io.fathom.model.base.BaseReference;
import io.fathom.model.base.Bases;
import io.fathom.model.depth.DepthFrontier;
import io.fathom.model.depth.ExitPolicy;
import io.fathom.model.depth.ExitProbe;
import io.fathom.model.ngram.NgramModel;
import io.fathom.model.nn.Architecture;
import io.fathom.model.nn.TokenGate;
import io.fathom.model.nn.Weights;
import io.fathom.model.text.Tokenizer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A model as it was on disk, every byte of it checked. Holds the files in memory, so what is loaded from it later is what
 * was checked; no native memory, nothing to close.
 */
public final class ModelBundle {
    private final Path folder;
    private final ModelIdentity identity;
    private final String manifestSha256;
    private final BundleManifest manifest;
    private final WeightsFile weights;
    private final byte[] tokenizerJson;
    private final String modelCard;
    private final Optional<DepthFrontier> frontier;
    private final Optional<NgramModel> ngrams;

    ModelBundle(
            Path folder,
            ModelIdentity identity,
            String manifestSha256,
            BundleManifest manifest,
            WeightsFile weights,
            byte[] tokenizerJson,
            String modelCard,
            Optional<DepthFrontier> frontier,
            Optional<NgramModel> ngrams) {
        this.folder = folder;
        this.identity = identity;
        this.manifestSha256 = manifestSha256;
        this.manifest = manifest;
        this.weights = weights;
        this.tokenizerJson = tokenizerJson;
        this.modelCard = modelCard;
        this.frontier = frontier;
        this.ngrams = ngrams;
    }

    /**
     * Reads and checks a bundle; same as {@link BundleReader#read}.
     *
     * @throws BundleException if anything about it is wrong
     */
    public static ModelBundle read(Path folder) {
        return BundleReader.read(folder);
    }

    /** Where it was read from. */
    public Path folder() {
        return folder;
    }

    public ModelIdentity identity() {
        return identity;
    }

    /** The sha256 of {@code bundle.json} in hex digits, which stands for every byte of the bundle; its version begins it. */
    public String manifestSha256() {
        return manifestSha256;
    }

    public BundleManifest manifest() {
        return manifest;
    }

    public ModelDescription model() {
        return manifest.model();
    }

    public Architecture architecture() {
        return model().architecture();
    }

    public List<String> labels() {
        return model().labels();
    }

    public Calibration calibration() {
        return model().calibration();
    }

    /** Probes for exit policies; empty where the model was not calibrated with them. */
    public List<ExitProbe> probes() {
        return model().probes();
    }

    /** The rule of depth that the bundle recommends. */
    public ExitPolicy exitPolicy() {
        return model().exitPolicy();
    }

    /** The measured curve of quality against compute; empty where the bundle was not calibrated with one. */
    public Optional<DepthFrontier> frontier() {
        return frontier;
    }

    /** What answers before the first layer; empty where the model has no depth zero. */
    public Optional<NgramModel> ngrams() {
        return ngrams;
    }

    /** How routers gate tokens when the model is served. */
    public TokenGate tokenGate() {
        return model().tokenGate();
    }

    public String modelCard() {
        return modelCard;
    }

    public byte[] tokenizerJson() {
        return tokenizerJson.clone();
    }

    /**
     * Opens the bundle's tokenizer, to be closed by the caller.
     *
     * @throws BundleException if the tokenizer library refuses it
     */
    public Tokenizer openTokenizer() {
        try {
            return Tokenizer.of(tokenizerJson);
        } catch (IllegalArgumentException e) {
            throw new BundleException("bundle '" + folder + "' cannot be used: " + e.getMessage(), e);
        }
    }

    /** The encoder that the bundle is built on; empty where it holds all of its weights itself. */
    public Optional<BaseReference> base() {
        return manifest.base();
    }

    /**
     * Finds and checks the base on this machine; empty where the bundle has none. Its weights are read when they are asked
     * for.
     *
     * @throws BundleException if the base is not here, is damaged or does not fit the bundle
     */
    public Optional<BaseEncoder> findBase() {
        try {
            Optional<BaseEncoder> encoder =
                    base().map(reference -> Bases.ofThisProcess().find(reference, folder));
            encoder.ifPresent(weights::requireFits);
            return encoder;
        } catch (IllegalArgumentException | UncheckedIOException e) {
            throw new BundleException("bundle '" + folder + "' cannot be used: " + e.getMessage(), e);
        }
    }

    /** Values of the parameters that the bundle holds itself, row by row; a copy. */
    public Map<String, float[]> ownWeightValues() {
        Map<String, float[]> values = new LinkedHashMap<>();
        weights.ownNames().forEach(name -> values.put(name, weights.values(name)));
        return values;
    }

    /**
     * Values of every parameter by name, row by row, those of the base included; a copy.
     *
     * @throws BundleException if the base is not here, is damaged or does not fit the bundle
     */
    public Map<String, float[]> weightValues() {
        Map<String, float[]> values = new LinkedHashMap<>();
        architecture().parameterShapes().keySet().forEach(name -> values.put(name, new float[0])); // their order
        values.putAll(ownWeightValues());
        Optional<BaseEncoder> encoder = findBase();
        if (encoder.isPresent()) {
            try {
                encoder.get().weights().read(weights::isFromBase, values::put);
            } catch (IOException | IllegalArgumentException e) {
                throw new BundleException("bundle '" + folder + "' cannot be used: " + e.getMessage(), e);
            }
        }
        return values;
    }

    /**
     * Copies the weights to the device of {@code parent}, into a child manager of it that the result owns; those of the base
     * tensor by tensor.
     *
     * @throws BundleException if the base is not here, is damaged or does not fit the bundle
     */
    public Weights loadWeights(NDManager parent) {
        Optional<BaseEncoder> encoder = findBase();
        try {
            return weights.load(parent, encoder);
        } catch (IllegalArgumentException | UncheckedIOException e) {
            throw new BundleException("bundle '" + folder + "' cannot be used: " + e.getMessage(), e);
        }
    }

    @Override
    public String toString() {
        return identity.toString();
    }
}
