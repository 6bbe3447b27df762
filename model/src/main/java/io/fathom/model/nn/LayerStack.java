package io.fathom.model.nn;

import java.util.ArrayList;
import java.util.List;

/**
 * Which layers a network has and how they are run: {@code tail ∘ (middle layers) ^ cycles ∘ head} (papers.md 1.1).
 *
 * @param head whether a layer of its own reads the input before the first cycle
 * @param middleLayers layers that one cycle runs, m
 * @param tail whether a layer of its own reads out after the last cycle
 * @param maxCycles most cycles, C
 * @param shared whether all cycles use the same middle layers; otherwise each has its own, and a cycle is nothing but a
 *     place to stop in a stack of different layers
 */
public record LayerStack(boolean head, int middleLayers, boolean tail, int maxCycles, boolean shared) {

    public LayerStack {
        Architecture.atLeast("middleLayers", middleLayers, 1);
        Architecture.atLeast("maxCycles", maxCycles, 1);
    }

    /** Head-tail cycling: first and last layer stay outside the cycle. */
    public static LayerStack headTail(int middleLayers, int maxCycles) {
        return new LayerStack(true, middleLayers, true, maxCycles, true);
    }

    /** Basic cycling: all layers are cycled; one cycle is a plain stack. */
    public static LayerStack plain(int layers, int maxCycles) {
        return new LayerStack(false, layers, false, maxCycles, true);
    }

    /** Such as {@code 1 head, 2 shared × 1 to 6 cycles, 1 tail}. */
    public String inWords() {
        String middle = middleLayers
                + (maxCycles == 1 ? "" : (shared ? " shared" : " of its own") + " × 1 to " + maxCycles + " cycles");
        return (head ? "1 head, " : "") + middle + (tail ? ", 1 tail" : "");
    }

    /** Layers with weights of their own. */
    public int layers() {
        return (head ? 1 : 0) + middleLayers * (shared ? 1 : maxCycles) + (tail ? 1 : 0);
    }

    /** Layers run at full depth. */
    public int executedLayers() {
        return (head ? 1 : 0) + middleLayers * maxCycles + (tail ? 1 : 0);
    }

    /** Names of the layers with weights of their own, in the order of running. */
    public List<String> layerNames() {
        List<String> names = new ArrayList<>();
        if (head) {
            names.add("head");
        }
        names.addAll(middleNames());
        if (tail) {
            names.add("tail");
        }
        return names;
    }

    /** Names of the layers between head and tail; those of cycle c begin at c · m where they are not shared. */
    List<String> middleNames() {
        List<String> names = new ArrayList<>();
        for (int l = 0; l < middleLayers * (shared ? 1 : maxCycles); l++) {
            names.add("middle." + l);
        }
        return names;
    }
}
