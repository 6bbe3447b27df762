package io.fathom.model.training;

import ai.djl.ndarray.NDManager;
import io.fathom.model.nn.CycleNetwork;
import java.util.stream.IntStream;

/**
 * Bits per character of every exit on held-out texts, with a minus, because fewer are better.
 *
 * @param dev the texts
 */
record LanguageExamination(TextSet dev) implements Examination {

    @Override
    public double[] scores(CycleNetwork network, NDManager manager) {
        ExitSurprises surprises = ExitSurprises.of(network, manager, dev);
        return IntStream.range(0, surprises.cycles())
                .mapToDouble(c -> -surprises.bitsPerCharacter(c))
                .toArray();
    }

    @Override
    public String fingerprint() {
        return dev.fingerprint();
    }
}
