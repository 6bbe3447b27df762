package io.fathom.model.budget;

/**
 * The operating point of one record: the controller's point, moved by what the record says about itself.
 *
 * <p>Every rule keeps within the operating range, and none goes above what the rest of the range allows: priority shares the
 * shortage out, it does not lift the budget.
 */
public final class RecordPoint {
    private RecordPoint() {}

    /**
     * Priority halves or doubles what the budget takes away. With {@code s = richest − point} the number of points that are
     * missing, and k the priority:
     *
     * <pre>  point(k) = richest − min(s · 2^−k, richest − cheapest),  rounded down</pre>
     *
     * Priority 0 changes nothing; 1 loses half as many points, 2 a quarter; −1 twice as many. While the budget pays for full
     * depth s is 0, and all priorities have it. What the important ones spend more the controller sees as a higher cost of
     * the common point, and lowers that.
     */
    public static int byPriority(int point, PointRange range, int priority) {
        if (priority == 0) {
            return point;
        }
        int missing = range.richest() - point;
        double loss = Math.ceil(missing * Math.pow(2, -(double) priority));
        return range.richest() - (int) Math.min(loss, range.richest() - range.cheapest());
    }

    /**
     * A deadline that is near leaves no time for a rich point: the richest, up to {@code point}, whose answers are there in
     * time on average,
     *
     * <pre>  (c_i − done) · secondsPerTlop ≤ slack</pre>
     *
     * and the cheapest of the range if none is.
     *
     * @param done TLOps a token that the record has run already
     * @param secondsPerTlop how long a record takes for one layer, batch mates and waits included
     * @param slackSeconds time left until the deadline; negative if it has passed
     */
    public static int bySlack(
            int point, PointRange range, PointCosts costs, double done, double secondsPerTlop, double slackSeconds) {
        int reachable = point;
        while (reachable > range.cheapest() && (costs.at(reachable) - done) * secondsPerTlop > slackSeconds) {
            reachable--;
        }
        return reachable;
    }
}
