package io.fathom.model.budget;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Chooses the operating point that the budget pays for. It estimates, the engine obeys, and {@link BudgetLedger} keeps the
 * contract whatever is chosen here. Not safe for use by several threads; the directives that it gives are.
 *
 * <p><b>Signal.</b> Tokens that arrive and wait ({@link TenantDemand}: x tokens a second, backlog included), the cost of a
 * token at each point ({@link PointCosts}, κ times as much as the frontier said), and what can be spent:
 *
 * <pre>  P = min(rate of the budget, what the workers can do)</pre>
 *
 * <p><b>Rule.</b> The richest point i of the operating range with
 *
 * <pre>  κ · x · c_i ≤ P</pre>
 *
 * (tenants with a share: {@link TenantLimits}). Feed-forward, because x holds the arrival rate before any queue has grown;
 * feedback, because a backlog adds to x what it takes to be rid of it in half the target latency. Down at once; up only to
 * what {@value #MARGIN} times the demand would have allowed for a quarter of a window ({@link PointDial}).
 *
 * <p><b>At rest</b> x·c of the richest point is below P: every record goes as deep as it needs. <b>Entering load</b>, arrivals
 * at ten times the rate build up a backlog within a fraction of the target latency, and the point falls as it grows, before
 * the mean arrival rate (time constant half a window) has followed. <b>Under lasting load</b> the point settles where arrivals
 * cost what the budget has, and the backlog drains. <b>Leaving load</b>, the rate fades within a window, and after the hold
 * time the point is back in one step.
 *
 * <p><b>What it cannot see.</b> Records that nobody has handed over: behind a source that is held back the arrival rate is
 * the rate of service. Their age tells of them ({@link BudgetSample#ageNanos}), and a backlog that does not shrink takes the
 * point down step by step even without.
 *
 * <p>κ is what answers cost as a multiple of what the frontier said, over the last windows: 1 on a stream like the data of the
 * calibration. Harder records, priorities, tenants below the common point and records that limit their own cycles move it.
 *
 * <p>One that hears nothing for two windows forgets the load: an idle engine has no reason to keep depth back.
 */
public final class BudgetController {
    /** Demand has to be this much smaller than what can be spent before the point rises. */
    static final double MARGIN = 1.1;

    private static final double RATE_WINDOWS = 0.5;
    private static final double RATIO_WINDOWS = 2;
    private static final double HOLD_WINDOWS = 0.25;
    private static final int SILENT_WINDOWS = 2;
    /** A frontier that is further off than this is wrong in ways that a factor does not mend. */
    private static final double MOST_RATIO = 4;

    private final ComputeBudget budget;
    private final PointCosts costs;
    private final PointRange range;
    private final TenantDemand common;
    private final TenantDemand[] tenants;
    private final TenantLimits limits;
    private final FadingRatio ratio;
    private final PointDial dial;
    private final List<PointDial> tenantDials;
    private final OverloadLadder ladder = new OverloadLadder();
    private double rate;
    private long last;
    private BudgetDirective directive;

    public BudgetController(ComputeBudget budget, PointCosts costs, long now) {
        this.budget = budget;
        this.costs = costs.withAudit(budget.auditShare());
        this.range = budget.points().of(costs.points());
        this.rate = budget.tlopsPerSecond();
        this.last = now;
        double window = budget.windowSeconds();
        TenantShares shares = new TenantShares(budget.tenantShares());
        this.common = new TenantDemand(RATE_WINDOWS * window, budget.latencySeconds() / 2);
        this.tenants = IntStream.range(0, shares.count())
                .mapToObj(t -> new TenantDemand(RATE_WINDOWS * window, budget.latencySeconds() / 2))
                .toArray(TenantDemand[]::new);
        this.limits = new TenantLimits(shares, tenants, budget.overflow() == Overflow.BACKPRESSURE);
        this.ratio = new FadingRatio(RATIO_WINDOWS * window);
        long hold = (long) (HOLD_WINDOWS * (double) budget.window().toNanos());
        this.dial = new PointDial(hold, range.richest(), now);
        this.tenantDials = IntStream.range(0, shares.count())
                .mapToObj(t -> new PointDial(hold, range.richest(), now))
                .toList();
        this.directive = atRest();
    }

    /** Changes the rate from the next sample on, TLOps a second. */
    public void rate(double tlopsPerSecond) {
        rate = tlopsPerSecond;
    }

    /** Takes what has happened since the last sample into account. */
    public void onSample(BudgetSample sample) {
        double seconds = (double) Math.max(0, sample.nanos() - last) * 1e-9;
        last = Math.max(last, sample.nanos());
        observe(sample, seconds);
        double payable = Math.min(rate, sample.capacityPerSecond());
        dial.turn(richest(payable, 1), richest(payable, MARGIN), last);
        double others = common.tokensPerSecond() * cost(range.richest());
        List<TenantDirective> points = new ArrayList<>();
        for (int t = 0; t < tenants.length; t++) {
            double limit = limits.limit(t, others, cost(range.richest()), payable);
            PointDial own = tenantDials.get(t);
            own.turn(richestOf(t, limit, 1), richestOf(t, limit, MARGIN), last);
            double least = tenants[t].arriving() * cost(range.cheapest());
            points.add(new TenantDirective(own.point(), least > limit ? limit / least : 1));
        }
        directive = directive(sample, payable, points);
    }

    /** What to do now. */
    public BudgetDirective directive(long now) {
        return now - last > SILENT_WINDOWS * budget.window().toNanos() ? atRest() : directive;
    }

    private void observe(BudgetSample sample, double seconds) {
        double age = (double) sample.ageNanos() * 1e-9;
        long arrived = sample.load().arrived();
        long waiting = sample.load().waiting();
        for (int t = 0; t < tenants.length; t++) {
            Load load = sample.tenants().get(t);
            tenants[t].observe(load, age, seconds);
            arrived -= load.arrived();
            waiting -= load.waiting();
        }
        common.observe(new Load(Math.max(0, arrived), Math.max(0, waiting)), age, seconds);
        ratio.add((double) sample.answeredTlops(), sample.plannedTlops(), seconds);
    }

    /** TLOps of a token at a point of this stream. */
    private double cost(int point) {
        double kappa = Math.max(1 / MOST_RATIO, Math.min(MOST_RATIO, ratio.value(1)));
        return kappa * costs.at(point);
    }

    /** The richest point of the range that {@code margin} times the demand allows; the cheapest if none does. */
    private int richest(double payable, double margin) {
        int point = range.richest();
        while (point > range.cheapest() && demand(point, payable, margin) > payable) {
            point--;
        }
        return point;
    }

    private double demand(int point, double payable, double margin) {
        double own = margin * common.tokensPerSecond() * cost(point);
        return own + limits.held(cost(point), cost(range.cheapest()), payable, margin);
    }

    private int richestOf(int tenant, double limit, double margin) {
        int point = range.richest();
        while (point > range.cheapest() && margin * tenants[tenant].tokensPerSecond() * cost(point) > limit) {
            point--;
        }
        return point;
    }

    private BudgetDirective directive(BudgetSample sample, double payable, List<TenantDirective> points) {
        double arriving = common.arriving();
        double wanted = common.tokensPerSecond();
        for (TenantDemand tenant : tenants) {
            arriving += tenant.arriving();
            wanted += tenant.tokensPerSecond();
        }
        double perToken = cost(dial.point()) / payable;
        double expected = (double) sample.ageNanos() * 1e-9
                + perToken * (double) sample.load().waiting();
        double least = cost(range.cheapest());
        BudgetLevel level = ladder.step(
                dial.point(),
                range,
                wanted * least / payable,
                arriving * least / payable,
                expected / budget.latencySeconds());
        return new BudgetDirective(level, dial.point(), range, points, perToken, wanted * cost(range.richest()));
    }

    private BudgetDirective atRest() {
        return new BudgetDirective(
                BudgetLevel.FULL,
                range.richest(),
                range,
                tenantDials.stream()
                        .map(d -> new TenantDirective(range.richest(), 1))
                        .toList(),
                0,
                0);
    }
}
