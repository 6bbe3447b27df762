package io.fathom.model.nn;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Names and shapes of an architecture's parameters. */
final class ParameterShapes {
    private final Architecture a;
    private final Map<String, long[]> shapes = new LinkedHashMap<>();

    ParameterShapes(Architecture architecture) {
        this.a = architecture;
    }

    Map<String, long[]> all() {
        int width = a.embeddingDim();
        shapes.put("embed.token", new long[] {a.vocabulary(), width});
        shapes.put("embed.position", new long[] {a.maxTokens(), width});
        for (int back = 1; back <= a.input().smear(); back++) {
            shapes.put("embed.smear." + back, new long[] {a.vocabulary(), width});
        }
        if (a.norms().post()) {
            norm("embed.norm", width);
        }
        if (width != a.dim()) {
            linear("embed.project", width, a.dim(), true);
        }
        List<String> middle = a.stack().middleNames();
        for (String layer : a.stack().layerNames()) {
            if (a.routers() && middle.contains(layer)) {
                linear(layer + ".router.in", a.dim(), a.routerDim(), true);
                linear(layer + ".router.out", a.routerDim(), 1, true);
            }
            layer(layer);
        }
        long[] perCycle = {a.maxCycles(), a.stack().middleLayers(), a.heads(), a.headDim()};
        if (a.hasZeroToken()) {
            shapes.put("zero.key", perCycle);
        }
        if (a.zeroToken() == ZeroToken.TRAINED_VALUE) {
            shapes.put("zero.value", perCycle);
        }
        if (a.zeroToken() == ZeroToken.CYCLE_EMBEDDING) {
            shapes.put("embed.cycle", new long[] {a.maxCycles(), a.dim()});
        }
        for (int cycle = 0; !a.norms().post() && cycle < (a.stack().shared() ? 1 : a.maxCycles()); cycle++) {
            norm(a.readoutNorm(cycle));
        }
        if (a.readout() instanceof Readout.Labels labels) {
            if (labels.hidden() != Readout.Hidden.NONE) {
                linear("pooler", a.pooledDim(), a.pooledDim(), true);
            }
            for (int exit = 0;
                    exit < (labels.classifier() == Readout.Classifier.PER_EXIT ? a.maxCycles() : 1);
                    exit++) {
                linear(a.classifier(exit), a.pooledDim(), labels.count(), true);
            }
        }
        return Collections.unmodifiableMap(shapes);
    }

    private void layer(String layer) {
        String attention = layer + ".attention";
        String feedForward = layer + ".feedForward";
        if (a.projections() instanceof Projections.Dense dense) {
            norm(attention + ".norm");
            linear(attention + ".qkv", a.dim(), 3 * a.dim(), dense.attentionBias());
            linear(attention + ".out", a.dim(), a.dim(), dense.attentionBias());
            norm(feedForward + ".norm");
            linear(feedForward + ".in", a.dim(), dense.feedForward(), true);
            linear(feedForward + ".out", dense.feedForward(), a.dim(), true);
        } else if (a.projections() instanceof Projections.Slots slots) {
            for (String projection : List.of("query", "key", "value", "out")) {
                slots(attention + "." + projection, slots.attention());
            }
            slots(feedForward, slots.feedForward());
        }
    }

    private void norm(String name) {
        norm(name, a.dim());
    }

    private void norm(String name, int width) {
        shapes.put(name + ".weight", new long[] {width});
        shapes.put(name + ".bias", new long[] {width});
    }

    private void linear(String name, int in, int out, boolean bias) {
        shapes.put(name + ".weight", new long[] {out, in});
        if (bias) {
            shapes.put(name + ".bias", new long[] {out});
        }
    }

    private void slots(String name, int n) {
        shapes.put(name + ".keys", new long[] {n, a.dim()});
        shapes.put(name + ".values", new long[] {n, a.dim()});
    }
}
