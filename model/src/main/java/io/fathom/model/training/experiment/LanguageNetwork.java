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
 */
public record LanguageNetwork(
        int context,
        int dim,
        int heads,
        LayerStack stack,
        Projections projections,
        ZeroToken zeroToken,
        boolean routers) {

    /** Linear projections with a feed-forward of 4 d, no biases in the attention (papers.md 2.6). */
    public static LanguageNetwork dense(int context, int dim, int heads, LayerStack stack) {
        return new LanguageNetwork(
                context, dim, heads, stack, new Projections.Dense(4 * dim, false), ZeroToken.NONE, false);
    }

    public LanguageNetwork with(ZeroToken token) {
        return new LanguageNetwork(context, dim, heads, stack, projections, token, routers);
    }

    public LanguageNetwork with(Projections other) {
        return new LanguageNetwork(context, dim, heads, stack, other, zeroToken, routers);
    }

    public LanguageNetwork withRouters() {
        return new LanguageNetwork(context, dim, heads, stack, projections, zeroToken, true);
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
