package io.fathom.model.training;

import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Which exits a step learns from (papers.md 1.5). */
public enum ExitTraining {
    /** {@code ce-final}: full depth only; best there, but earlier exits cannot be read. */
    FINAL,
    /** {@code ce-random}: one exit a step, drawn with equal chances; every exit becomes usable, at little cost. */
    RANDOM,
    /** The plain mean over all exits; pays for a read-out after every cycle. */
    ALL;

    /** Exits whose losses are averaged in a step, ascending, counted from 0; a function of seed and step. */
    public int[] exits(int cycles, long seed, int step) {
        return switch (this) {
            case FINAL -> new int[] {cycles - 1};
            case RANDOM -> new int[] {new SplittableRandom(seed * 7_919 + step).nextInt(cycles)};
            case ALL -> IntStream.range(0, cycles).toArray();
        };
    }
}
