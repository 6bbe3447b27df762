package io.fathom.model.training.experiment;

import io.fathom.model.nn.Architecture;
import io.fathom.model.nn.LayerStack;
import io.fathom.model.nn.Projections;
import io.fathom.model.nn.Readout;
import io.fathom.model.nn.TokenInput;
import io.fathom.model.nn.ZeroToken;

/**
 * A language model but for its vocabulary, which the text decides.
 *
 * @param context characters that a window predicts
 * @param routers whether the middle layers have routers
 * @param oneKey whether all cycles use the zero key of the first: a control, which says whether it matters that a cycle can
 *     be told from the others
 */
public record LanguageNetwork(
        int context,
        int dim,
        int heads,
        LayerStack stack,
        Projections projections,
        ZeroToken zeroToken,
        boolean routers,
        boolean oneKey) {

    /** Linear projections with a feed-forward of 4 d, no biases in the attention (papers.md 2.6). */
    public static LanguageNetwork dense(int context, int dim, int heads, LayerStack stack) {
        return new LanguageNetwork(
                context, dim, heads, stack, new Projections.Dense(4 * dim, false), ZeroToken.NONE, false, false);
    }

    public LanguageNetwork with(ZeroToken token) {
        return new LanguageNetwork(context, dim, heads, stack, projections, token, routers, oneKey);
    }

    public LanguageNetwork with(Projections other) {
        return new LanguageNetwork(context, dim, heads, stack, other, zeroToken, routers, oneKey);
    }

    public LanguageNetwork withRouters() {
        return new LanguageNetwork(context, dim, heads, stack, projections, zeroToken, true, oneKey);
    }

    public LanguageNetwork withOneKey() {
        return new LanguageNetwork(context, dim, heads, stack, projections, zeroToken, routers, true);
    }

    /** What the network is told is cycle {@code c}, counted from 0. */
    int[] cycle(int c) {
        return new int[] {oneKey ? 0 : c};
    }

    Architecture architecture(int vocabulary) {
        return new Architecture(
                new TokenInput(vocabulary, context + 1, 0),
                dim,
                heads,
                stack,
                projections,
                zeroToken,
                routers,
                new Readout.NextToken());
    }
}
