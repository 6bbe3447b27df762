package io.fathom.model.budget;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/**
 * An engine in simulated time: records arrive at random as a trace says, workers take them in batches and ask the ledger, the
 * controller is told as the engine tells it. A record costs what its point costs on average, half of it to one and a half.
 */
final class SimulatedServer {
    static final int WORKERS = 4;
    private static final int BATCH_ROWS = 32;
    private static final long TICK = 500_000;
    private static final long SAMPLE_EVERY = 32;

    private record Waiting(long arrived, int tokens) {}

    /** One sample of what the controller did. */
    record Moment(double seconds, int point, BudgetLevel level, int waiting) {}

    private final ComputeBudget budget;
    private final PointCosts costs;
    private final double capacity;
    private final int inside;
    private boolean tellsAges = true;
    private final Random random;
    private final BudgetLedger ledger;
    private final BudgetController controller;
    private final long[] busyUntil = new long[WORKERS];
    private final Deque<Waiting> outside = new ArrayDeque<>();
    private final Deque<Waiting> queue = new ArrayDeque<>();
    private long now;
    private long arrivedTokens;
    private long answered;
    private double planned;
    private long age;

    final Spending spending = new Spending();
    final List<Moment> moments = new ArrayList<>();
    /** {arrival, latency} of each record, seconds. */
    final List<double[]> latencies = new ArrayList<>();

    /**
     * @param capacity TLOps a second of all workers
     * @param inside records that the engine holds; what is beyond waits in front of it, as in a topic
     */
    SimulatedServer(ComputeBudget budget, PointCosts costs, double capacity, int inside, long seed) {
        this.budget = budget;
        this.costs = costs;
        this.capacity = capacity;
        this.inside = inside;
        this.random = new Random(seed);
        this.ledger = new BudgetLedger(budget, 0);
        this.controller = new BudgetController(budget, costs, 0);
    }

    /** Ages are not told, as where they count from the arrival of a record. */
    SimulatedServer withoutAges() {
        tellsAges = false;
        return this;
    }

    SimulatedServer run(LoadTrace trace, double seconds) {
        long end = (long) (seconds * 1e9);
        long sampleNanos = budget.window().toNanos() / SAMPLE_EVERY;
        long nextSample = sampleNanos;
        double due = 0;
        for (now = 0; now < end; now += TICK) {
            double t = now * 1e-9;
            due += trace.recordsPerSecond(t) * TICK * 1e-9;
            while (due > 0) {
                due += Math.log(1 - random.nextDouble()); // exponential gaps
                outside.add(new Waiting(now, 1 + (int) (2 * trace.meanTokens(t) * random.nextDouble())));
            }
            enter();
            for (int w = 0; w < WORKERS; w++) {
                if (busyUntil[w] <= now && !queue.isEmpty()) {
                    work(w);
                    enter();
                }
            }
            if (now >= nextSample) {
                sample();
                nextSample += sampleNanos;
            }
        }
        return this;
    }

    /** Hands records over as long as there is room. */
    private void enter() {
        while (queue.size() < inside && !outside.isEmpty()) {
            Waiting record = outside.remove();
            queue.add(record);
            arrivedTokens += record.tokens();
            age = tellsAges ? now - record.arrived() : 0;
        }
    }

    private void work(int worker) {
        int point = controller.directive(now).point();
        List<Waiting> batch = new ArrayList<>();
        double cost = 0;
        for (Waiting record : queue) {
            if (batch.size() == BATCH_ROWS) {
                break;
            }
            batch.add(record);
            cost += record.tokens() * costs.at(point) * (0.5 + random.nextDouble());
        }
        long step = Math.round(cost);
        if (ledger.request(now, step) > 0) {
            return;
        }
        spending.note(now, step);
        busyUntil[worker] = now + (long) (cost / (capacity / WORKERS) * 1e9);
        for (Waiting record : batch) {
            queue.remove();
            latencies.add(new double[] {record.arrived() * 1e-9, (busyUntil[worker] - record.arrived()) * 1e-9});
            planned += record.tokens() * costs.at(point);
        }
        answered += step;
    }

    private void sample() {
        long waiting = queue.stream().mapToLong(Waiting::tokens).sum();
        controller.onSample(
                new BudgetSample(now, new Load(arrivedTokens, waiting), List.of(), age, answered, planned, capacity));
        arrivedTokens = 0;
        answered = 0;
        planned = 0;
        BudgetDirective directive = controller.directive(now);
        moments.add(new Moment(now * 1e-9, directive.point(), directive.level(), queue.size() + outside.size()));
    }
}
