package io.fathom.model.nn;

/**
 * How token ids enter a network.
 *
 * @param vocabulary number of token ids
 * @param maxTokens most tokens of a record, special tokens included
 * @param smear how many tokens before a token are added to its embedding, each through a table of its own, so that
 *     neighbours are bound together before the first layer; 0 for none. What stands before the first token is id 0
 */
public record TokenInput(int vocabulary, int maxTokens, int smear) {

    public TokenInput {
        Architecture.atLeast("vocabulary", vocabulary, 1);
        Architecture.atLeast("maxTokens", maxTokens, 1);
        Architecture.atLeast("smear", smear, 0);
    }
}
