package io.fathom.model.budget;

/**
 * The latest audits of one operating point.
 *
 * @param point its index in the frontier
 * @param audited answers that were compared with full depth, at most {@value AgreementWatch#WINDOW}
 * @param agreed those that were the same
 */
public record PointAgreement(int point, Agreement verdict, int audited, int agreed) {

    /** The share that agreed, 0..1; NaN without an audit. */
    public double share() {
        return (double) agreed / audited;
    }
}
