package io.fathom.model.budget;

import io.fathom.model.statistics.Binomial;
import io.fathom.model.statistics.Estimate;

/**
 * How many of n audits may agree without anything to be said against a promise, for every n up to a window.
 *
 * <p>With the promised agreement between l and h, and level α, k of n are credible if a share within the promise would
 * show so few, and so many, with a probability of α at least:
 *
 * <pre>  P( Bin(n, l) ≤ k ) ≥ α   and   P( Bin(n, h) ≥ k ) ≥ α</pre>
 *
 * Exact tails rather than a normal or Wilson interval: promises are often near 1, where five standard deviations of a normal
 * distribution are reached by chance once in thousands of windows, not in millions.
 */
final class AgreementBounds {
    private final int[] fewest; // [n]
    private final int[] most; // [n]

    private AgreementBounds(int[] fewest, int[] most) {
        this.fewest = fewest;
        this.most = most;
    }

    /**
     * @param promise interval of the share that agrees, 0..1
     * @param level probability on each side with which a share at the end of the interval is called incredible
     * @param window most audits that are judged at once
     */
    static AgreementBounds of(Estimate promise, double level, int window) {
        int[] fewest = new int[window + 1];
        int[] most = new int[window + 1];
        for (int n = 1; n <= window; n++) {
            fewest[n] = Binomial.quantile(n, promise.low(), level);
            // those that disagree are binomial too
            most[n] = n - Binomial.quantile(n, 1 - promise.high(), level);
        }
        return new AgreementBounds(fewest, most);
    }

    /** Whether so few do not fit the promise. */
    boolean tooFew(int agreed, int audited) {
        return agreed < fewest[audited];
    }

    /** Whether so many do not. */
    boolean tooMany(int agreed, int audited) {
        return agreed > most[audited];
    }
}
