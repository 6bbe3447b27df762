package io.fathom.model.engine;

import io.fathom.model.budget.BudgetSample;
import io.fathom.model.budget.FadingRatio;
import io.fathom.model.budget.Load;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;

/**
 * What happened since the last sample, counted without locks by callers and workers, and made a {@link BudgetSample} by
 * whoever takes one.
 */
final class BudgetTally {
    private final int workers;
    private final LongAdder arrived = new LongAdder();
    private final AtomicLongArray arrivedOfTenant;
    private final LongAdder answeredTlops = new LongAdder();
    private final DoubleAdder plannedTlops = new DoubleAdder();
    private final LongAdder answerNanos = new LongAdder();
    private final LongAdder answerLayers = new LongAdder();
    private final LongAdder workedTlops = new LongAdder();
    private final LongAdder workedNanos = new LongAdder();
    private final FadingRatio speed;
    private final FadingRatio pace;
    private volatile long ageNanos;
    private volatile double secondsPerLayer;
    private long sampled;

    /**
     * @param tenants how many of them have shares
     * @param timeConstant of the measured speed, seconds
     */
    BudgetTally(int workers, int tenants, double timeConstant, long now) {
        this.workers = workers;
        this.arrivedOfTenant = new AtomicLongArray(tenants);
        this.speed = new FadingRatio(timeConstant);
        this.pace = new FadingRatio(timeConstant);
        this.sampled = now;
    }

    /** @param tenant its number, or −1 */
    void arrived(int tokens, int tenant, long age) {
        arrived.add(tokens);
        if (tenant >= 0) {
            arrivedOfTenant.addAndGet(tenant, tokens);
        }
        ageNanos = age;
    }

    /**
     * @param planned what the frontier says that it costs
     * @param layers that each of its tokens ran
     * @param nanos from the first layer to the answer
     */
    void answered(long tlops, double planned, long layers, long nanos) {
        answeredTlops.add(tlops);
        plannedTlops.add(planned);
        answerLayers.add(layers);
        answerNanos.add(nanos);
    }

    /** A worker spent so long on so much, waits for the ledger not counted. */
    void worked(long tlops, long nanos) {
        workedTlops.add(tlops);
        workedNanos.add(nanos);
    }

    /** How long a record takes for one layer, batch mates and waits included. */
    double secondsPerLayer() {
        return secondsPerLayer;
    }

    /** Starts a new count; for one thread at a time. */
    BudgetSample sample(long now, long waiting, long[] waitingOfTenant) {
        double seconds = (double) Math.max(0, now - sampled) * 1e-9;
        sampled = now;
        speed.add((double) workedTlops.sumThenReset(), (double) workedNanos.sumThenReset() * 1e-9, seconds);
        pace.add((double) answerNanos.sumThenReset() * 1e-9, (double) answerLayers.sumThenReset(), seconds);
        secondsPerLayer = pace.value(0);
        List<Load> tenants = new ArrayList<>(waitingOfTenant.length);
        for (int t = 0; t < waitingOfTenant.length; t++) {
            tenants.add(new Load(arrivedOfTenant.getAndSet(t, 0), waitingOfTenant[t]));
        }
        double perWorker = speed.value(Double.POSITIVE_INFINITY);
        return new BudgetSample(
                now,
                new Load(arrived.sumThenReset(), waiting),
                tenants,
                ageNanos,
                answeredTlops.sumThenReset(),
                plannedTlops.sumThenReset(),
                perWorker > 0 ? workers * perWorker : Double.POSITIVE_INFINITY);
    }
}
