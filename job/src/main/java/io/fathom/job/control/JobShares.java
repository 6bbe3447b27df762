package io.fathom.job.control;

import io.fathom.job.engines.BudgetReport;
import io.fathom.job.engines.EngineDemand;
import io.fathom.model.budget.Claim;
import io.fathom.model.budget.ShareLedger;
import io.fathom.model.budget.ShareRule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Divides the job's budget among all its engines, from what the subtasks report about them.
 *
 * <p>An engine weighs as much as its part of the job's subtasks, so at rest it has what it would have without orders. A
 * TaskManager that is silent may have gone back to its static share: so much is kept aside for it, and for subtasks that
 * have not been heard yet. {@link ShareRule} says where to get to, {@link ShareLedger} how fast.
 */
final class JobShares {
    private final long term;
    private final long silenceMillis;
    private final ShareLedger<EngineId> ledger = new ShareLedger<>();
    private final NavigableMap<Integer, Heard> reports = new TreeMap<>();

    /**
     * @param term when the orders began, milliseconds since 1970
     * @param silence after which a TaskManager counts as silent; shorter than the time after which it goes back to its
     *     static share
     */
    JobShares(long term, Duration silence) {
        this.term = term;
        this.silenceMillis = silence.toMillis();
    }

    void hear(SiteReport report, long nowMillis) {
        reports.put(report.subtask(), new Heard(report, nowMillis));
        reports.tailMap(report.subtasks(), true).clear();
        BudgetReport budget = report.budget();
        if (budget.term() == term && budget.round() > 0) {
            budget.demands()
                    .forEach(demand ->
                            ledger.confirm(new EngineId(report.taskManager(), demand.model()), budget.round()));
        }
    }

    /**
     * The shares to send in this round, TLOps a second by engine.
     *
     * @param budget of the job, TLOps a second
     */
    Map<EngineId, Double> next(double budget, long round, long nowMillis) {
        List<EngineId> engines = new ArrayList<>();
        List<Claim> claims = new ArrayList<>();
        Map<EngineId, Double> targets = new HashMap<>();
        double divisible = 0; // what engines that are heard may have together
        double accounted = 0; // what all engines in the ledger may have together
        for (Site site : sites()) {
            double fixed = budget * site.part();
            List<EngineDemand> demands = site.latest.budget().demands();
            boolean silent = nowMillis - site.heardAtMillis > silenceMillis;
            double inForce = 0;
            for (EngineDemand demand : demands) {
                EngineId engine = new EngineId(site.latest.taskManager(), demand.model());
                double own = fixed / demands.size();
                enter(engine, own, site.latest.budget(), round);
                inForce += ledger.mayBeInForce(engine);
                targets.put(engine, ledger.mayBeInForce(engine));
                if (!silent) {
                    engines.add(engine);
                    claims.add(new Claim(own, bounded(demand.tlopsPerSecond(), budget)));
                }
            }
            if (silent) {
                // It may go back to its static share unseen.
                divisible += Math.min(0, fixed - inForce);
                accounted += Math.min(fixed, inForce);
            } else if (!demands.isEmpty()) {
                divisible += fixed;
                accounted += fixed;
            }
        }
        ledger.keepOnly(targets.keySet());
        if (!engines.isEmpty()) {
            List<Double> shares = ShareRule.divide(Math.max(divisible, budget * ShareRule.FLOOR), claims);
            for (int i = 0; i < engines.size(); i++) {
                targets.put(engines.get(i), shares.get(i));
            }
        }
        return ledger.next(targets, accounted, round);
    }

    /** A thousand budgets are as good as any more; no number at all is no demand. */
    private static double bounded(double demand, double budget) {
        return demand > 0 ? Math.min(demand, 1000 * budget) : 0;
    }

    /** An engine that is new here spends its static share, or the floor if its TaskManager already obeys these orders. */
    private void enter(EngineId engine, double fixed, BudgetReport budget, long round) {
        if (!ledger.knows(engine)) {
            boolean obeys = budget.term() == term && budget.round() > 0;
            ledger.enter(engine, obeys ? ShareRule.floor(fixed) : fixed, round);
        }
    }

    private Iterable<Site> sites() {
        Map<String, Site> sites = new TreeMap<>();
        for (Heard heard : reports.values()) {
            sites.computeIfAbsent(heard.report.taskManager(), tm -> new Site()).add(heard);
        }
        return sites.values();
    }

    private record Heard(SiteReport report, long atMillis) {}

    /** A TaskManager, by the latest report of any of its subtasks. */
    private static final class Site {
        private SiteReport latest = NOBODY;
        private long heardAtMillis = Long.MIN_VALUE;
        private int subtasks;

        private static final SiteReport NOBODY =
                new SiteReport("", 0, 1, null, null, new BudgetReport("", 0, 0, null, List.of()));

        private void add(Heard heard) {
            subtasks++;
            if (heard.atMillis >= heardAtMillis) {
                latest = heard.report;
                heardAtMillis = heard.atMillis;
            }
        }

        /** Its part of the job. */
        private double part() {
            return subtasks / (double) latest.subtasks();
        }
    }
}
