package io.fathom.model.budget;

import io.fathom.model.statistics.Estimate;
import java.util.BitSet;
import java.util.Optional;

/**
 * Holds the audits of one operating point against the agreement that the frontier promised: a stream that is not like the
 * data of the calibration any more shows here. Not safe for use by several threads.
 *
 * <p><b>Signal.</b> Whether the answer that a record left with is that of full depth, for the last {@value #WINDOW} audits.
 *
 * <p><b>Rule.</b> Drift begins when the number that agree would be seen with a probability below α = {@value #ALARM} at the
 * nearest end of the promised interval ({@link AgreementBounds}), and ends when it is back in the interval, where that
 * probability is {@value #RELEASE}: so a stream at the edge of what is credible does not turn the alarm on and off.
 *
 * <p><b>How often it is wrong.</b> It looks after every audit, so what counts is the probability of a look, times looks: of a
 * stream that keeps the promise, at most one audit in 1/α = 10⁷ raises the alarm in error on either side, however long it
 * runs; and the bound is wide, since windows that share most of their audits err together. Not counted are promises that were wrong from the
 * start: their interval is made to hold what another sample of the calibration's size shows.
 *
 * <p><b>What it sees.</b> With a promise of 0.98 or more, 11 of 64 that disagree are enough, and in a full window a share
 * of 0.94. A promise in the middle needs more: of 0.46..0.54, half, a share of 0.34.
 *
 * <p><b>What it cannot see.</b> Audits are taken to be independent: one text that comes a thousand times counts a thousand times.
 * Drift that leaves early and full answers alike wrong. Points at which nothing is audited keep their last verdict.
 */
public final class AgreementWatch {
    /** Audits that are judged together. */
    public static final int WINDOW = 512;

    static final double ALARM = 1e-7;
    static final double RELEASE = 0.5;

    private final int point;
    private final int window;
    private final Optional<Bounds> bounds;
    private final BitSet agreements = new BitSet();
    private int next;
    private int audited;
    private int agreed;
    private Agreement verdict = Agreement.KEPT;

    private record Bounds(AgreementBounds alarm, AgreementBounds release) {}

    /** @param promise share of answers that agree, with its interval; without one there is no drift */
    public AgreementWatch(int point, Optional<Estimate> promise) {
        this(point, promise, WINDOW, ALARM);
    }

    AgreementWatch(int point, Optional<Estimate> promise, int window, double alarm) {
        this.point = point;
        this.window = window;
        this.bounds = promise.map(
                p -> new Bounds(AgreementBounds.of(p, alarm, window), AgreementBounds.of(p, RELEASE, window)));
    }

    /** Takes one audit into account; true if the verdict has changed. */
    public boolean audited(AuditOutcome outcome) {
        boolean agrees = outcome == AuditOutcome.AGREED;
        if (audited == window) {
            agreed -= agreements.get(next) ? 1 : 0;
        } else {
            audited++;
        }
        agreements.set(next, agrees);
        agreed += agrees ? 1 : 0;
        next = (next + 1) % window;
        Agreement before = verdict;
        bounds.ifPresent(this::judge);
        return verdict != before;
    }

    private void judge(Bounds by) {
        if (by.alarm.tooFew(agreed, audited)) {
            verdict = Agreement.BELOW;
        } else if (by.alarm.tooMany(agreed, audited)) {
            verdict = Agreement.ABOVE;
        } else if (!by.release.tooFew(agreed, audited) && !by.release.tooMany(agreed, audited)) {
            verdict = Agreement.KEPT;
        }
    }

    public PointAgreement state() {
        return new PointAgreement(point, verdict, audited, agreed);
    }
}
