package io.fathom.model.nn;

/**
 * How token ids enter a network.
 *
 * @param vocabulary number of token ids
 * @param maxTokens most tokens of a record, special tokens included
 * @param smear how many tokens before a token are added to its embedding, each through a table of its own, so that
 *     neighbours are bound together before the first layer; 0 for none. What stands before the first token is id 0
 * @param width of the embedding tables, where a linear layer widens what is read from them to the stream (ELECTRA); 0 where
 *     they are as wide as the stream. Pre-trained encoders number their positions from an offset and add a vector of the
 *     token's type: both are put into the table of positions when they are imported, so that a network needs neither
 */
public record TokenInput(int vocabulary, int maxTokens, int smear, int width) {

    public TokenInput {
        Architecture.atLeast("vocabulary", vocabulary, 1);
        Architecture.atLeast("maxTokens", maxTokens, 1);
        Architecture.atLeast("smear", smear, 0);
        Architecture.atLeast("width", width, 0);
    }

    /** With tables as wide as the stream. */
    public TokenInput(int vocabulary, int maxTokens, int smear) {
        this(vocabulary, maxTokens, smear, 0);
    }
}
