package io.fathom.model.base;

import java.util.List;

/**
 * One of our parameters and the tensors of a foreign encoder that it is made of: put one below the other, except for
 * {@code embed.position}, which is the sum of positions and the first token type.
 *
 * @param name ours
 * @param sources theirs, without the prefix of a larger model
 */
record EncoderParameter(String name, List<String> sources) {

    EncoderParameter {
        sources = List.copyOf(sources);
    }

    static EncoderParameter copy(String name, String source) {
        return new EncoderParameter(name, List.of(source));
    }

    boolean isPosition() {
        return name.equals("embed.position");
    }
}
