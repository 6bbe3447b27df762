package io.fathom.model.training.experiment;

import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Which exits a step learns from (papers.md 1.5). */
public enum ExitTraining {
    /** {@code ce-final}: full depth only. */
    FINAL,
    /** {@code ce-random}: one exit a step, drawn with equal chances. */
    RANDOM,
    /** The plain mean over all exits, as early-exit baselines have it. */
    ALL;

    /** Exits whose losses are averaged in a step, ascending, counted from 0. */
    int[] exits(int cycles, long seed, int step) {
        return switch (this) {
            case FINAL -> new int[] {cycles - 1};
            case RANDOM -> new int[] {new SplittableRandom(seed * 7_919 + step).nextInt(cycles)};
            case ALL -> IntStream.range(0, cycles).toArray();
        };
    }
}
