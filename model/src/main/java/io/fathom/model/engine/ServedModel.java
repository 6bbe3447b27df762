package io.fathom.model.engine;

import ai.djl.ndarray.NDManager;
import io.fathom.model.budget.CostModel;
import io.fathom.model.bundle.Calibration;
import io.fathom.model.bundle.CostConstants;
import io.fathom.model.bundle.ModelIdentity;
import io.fathom.model.depth.DepthFrontier;
import io.fathom.model.depth.ExitProbe;
import io.fathom.model.ngram.NgramModel;
import io.fathom.model.nn.CycleNetwork;
import io.fathom.model.nn.SignalLayout;
import io.fathom.model.text.TokenizedText;
import java.util.List;
import java.util.Optional;

/**
 * All that an engine needs to serve one model.
 *
 * @param labels names of the network's logits, in their order; none for a language model
 * @param probes for policies that read one; may be empty
 * @param frontier what a budget chooses depth from, if the bundle has it
 * @param ngrams what answers at depth zero; there exactly if the calibration has it
 * @param encoder from text to token ids; called by many threads at once; a language model needs to know where each token
 *     ends
 * @param network its weights are on the device of {@code manager}
 * @param manager parent of all arrays that the engine makes; not closed by the engine
 * @param resources closed when the engine has stopped: weights, tokenizer, {@code manager}
 */
record ServedModel(
        ModelIdentity identity,
        List<String> labels,
        Calibration calibration,
        List<ExitProbe> probes,
        Optional<DepthFrontier> frontier,
        Optional<NgramModel> ngrams,
        Encoder encoder,
        CycleNetwork network,
        NDManager manager,
        AutoCloseable resources) {

    /** From text to token ids; a call after the engine has closed it throws. */
    interface Encoder {
        TokenizedText encode(String text, int maxTokens);
    }

    ServedModel {
        labels = List.copyOf(labels);
        probes = List.copyOf(probes);
        int heads = SignalLayout.of(network.architecture()).perHead();
        probes.forEach(probe -> probe.requireFits(network.architecture().maxCycles(), heads));
        if (labels.size() != network.architecture().labels()) {
            throw new IllegalArgumentException("labels of " + identity + " must be "
                    + network.architecture().labels() + " (rows of its classifier), but were " + labels.size());
        }
        frontier.filter(f -> f.maxCycles() != maxCycles(network)).ifPresent(f -> {
            throw new IllegalArgumentException("cycles of the frontier of " + identity + " must be "
                    + maxCycles(network) + " (maxCycles of the network), but were " + f.maxCycles());
        });
        if (ngrams.isPresent() != calibration.depthZero().isPresent()
                || ngrams.map(NgramModel::labels).orElse(labels.size()) != labels.size()) {
            throw new IllegalArgumentException("the n-gram model of " + identity
                    + " must be there exactly if its calibration is, and have " + labels.size() + " labels, but is "
                    + ngrams.map(NgramModel::toString).orElse("not there"));
        }
        if (calibration.cycles() != maxCycles(network)) {
            throw new IllegalArgumentException("cycles of the calibration of " + identity + " must be "
                    + maxCycles(network) + " (maxCycles of the network), but were " + calibration.cycles());
        }
    }

    int maxCycles() {
        return maxCycles(network);
    }

    /** What records cost. */
    CostModel costModel() {
        CostModel layers = CostConstants.of(network.architecture()).costModel();
        return calibration
                .depthZero()
                .map(zero -> layers.withDepthZero(zero.tlopsPerToken()))
                .orElse(layers);
    }

    private static int maxCycles(CycleNetwork network) {
        return network.architecture().maxCycles();
    }
}
