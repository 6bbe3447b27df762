package io.fathom.model.bundle;

import io.fathom.model.depth.ExitPolicy;
import io.fathom.model.nn.Architecture;
import io.fathom.model.nn.TokenGate;
import io.fathom.model.nn.TokenInput;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Variations of the tiny bundle's description. */
final class TinyModels {
    private static final ModelDescription TINY = TinyBundles.model();

    private TinyModels() {}

    static ModelDescription withExitPolicy(ExitPolicy policy) {
        return with(TINY.id(), TINY.architecture(), TINY.labels(), TINY.calibration(), policy);
    }

    static ModelDescription withId(String id) {
        return with(id, TINY.architecture(), TINY.labels(), TINY.calibration(), TINY.exitPolicy());
    }

    static ModelDescription withLabels(List<String> labels) {
        return with(TINY.id(), TINY.architecture(), labels, TINY.calibration(), TINY.exitPolicy());
    }

    static ModelDescription withCalibration(Calibration calibration) {
        return with(TINY.id(), TINY.architecture(), TINY.labels(), calibration, TINY.exitPolicy());
    }

    /** Fewer token ids than the tokenizer has. */
    static ModelDescription withVocabulary(int vocabulary) {
        Architecture a = TINY.architecture();
        Architecture smaller = new Architecture(
                new TokenInput(vocabulary, a.maxTokens(), 0),
                a.dim(),
                a.heads(),
                a.stack(),
                a.projections(),
                a.zeroToken(),
                a.routers(),
                a.readout());
        return with(TINY.id(), smaller, TINY.labels(), TINY.calibration(), TINY.exitPolicy());
    }

    /** With routers, and made from other bundles. */
    static ModelDescription routed(TokenGate gate, List<LineageStep> lineage) {
        Architecture a = TINY.architecture();
        return new ModelDescription(
                TINY.id(),
                TINY.createdBy(),
                TINY.task(),
                NetworkKind.COMBINED,
                new Architecture(
                        a.input(), a.dim(), a.heads(), a.stack(), a.projections(), a.zeroToken(), true, a.readout()),
                TINY.labels(),
                TINY.calibration(),
                gate,
                TINY.probes(),
                TINY.exitPolicy(),
                TINY.quality(),
                TINY.trainingData(),
                lineage,
                TINY.recipe());
    }

    static float[] get(Map<String, float[]> weights, String name) {
        return Objects.requireNonNull(weights.get(name), name);
    }

    private static ModelDescription with(
            String id, Architecture architecture, List<String> labels, Calibration calibration, ExitPolicy policy) {
        return new ModelDescription(
                id,
                TINY.createdBy(),
                TINY.task(),
                TINY.network(),
                architecture,
                labels,
                calibration,
                TINY.tokenGate(),
                TINY.probes(),
                policy,
                TINY.quality(),
                TINY.trainingData(),
                TINY.lineage(),
                TINY.recipe());
    }
}
