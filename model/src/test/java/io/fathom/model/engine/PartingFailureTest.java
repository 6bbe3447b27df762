package io.fathom.model.engine;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDManager;
import io.fathom.model.depth.ExitPolicy;
import io.fathom.model.engine.ScoringRequest.Terms;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Memory that is missing when some rows of a batch leave, and the others are to go on without them. */
@Timeout(60)
class PartingFailureTest {
    private final RandomModel model = new RandomModel(11);
    private final Turnstile turnstile = new Turnstile();
    private int selections;

    @Test
    void rowsThatCannotGoOnTogetherGoOnInParts() throws Exception {
        try (ScoringEngine engine =
                engine(() -> ++selections == 2)) { // those that stay; the first are those that leave
            List<ScoringTicket> tickets = fiveOfWhichOneLeavesFirst(engine);
            for (ScoringTicket ticket : tickets) {
                assertThat(ticket.result().get(30, TimeUnit.SECONDS).trace().cyclesUsed())
                        .isEqualTo(ticket == tickets.get(1) ? 1 : RandomModel.CYCLES);
            }
            assertThat(engine.stats().failed()).isZero();
            assertThat(engine.stats().splitBatches()).isEqualTo(1);
        }
    }

    @Test
    void aRowThatCannotEvenGoOnAloneFailsAlone() throws Exception {
        // All of those that stay, the first half of them, the first of these.
        try (ScoringEngine engine = engine(() -> ++selections >= 2 && selections <= 4)) {
            List<ScoringTicket> tickets = fiveOfWhichOneLeavesFirst(engine);
            assertThat(tickets.get(0).result())
                    .failsWithin(30, TimeUnit.SECONDS)
                    .withThrowableThat()
                    .withCauseInstanceOf(RecordFailedException.class);
            for (ScoringTicket ticket : tickets.subList(1, 5)) {
                ticket.result().get(30, TimeUnit.SECONDS);
            }
            assertThat(engine.stats().failed()).isEqualTo(1);
            assertThat(engine.stats().active()).isZero();
        }
    }

    /** One that is on its way when the others come; the second leaves after a cycle, when all five are in one batch. */
    private List<ScoringTicket> fiveOfWhichOneLeavesFirst(ScoringEngine engine) throws InterruptedException {
        List<ScoringTicket> tickets = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            Terms terms = i == 1 ? Terms.NONE.withMaxCycles(OptionalInt.of(1)) : Terms.NONE;
            tickets.add(engine.submit(new ScoringRequest("r" + i, "abc", terms)));
            if (i == 0) {
                turnstile.awaitArrival();
            }
        }
        turnstile.open();
        return tickets;
    }

    /** @param missing asked before rows are selected from a batch: whether there is no memory for that */
    private ScoringEngine engine(BooleanSupplier missing) {
        ServedModel served = model.served(network -> new WrappedNetwork(network, turnstile));
        ServedModel scarce = new ServedModel(
                served.identity(),
                served.labels(),
                served.calibration(),
                served.probes(),
                served.frontier(),
                served.ngrams(),
                served.encoder(),
                served.network(),
                scarce(served.manager(), missing),
                served.resources());
        EngineOptions options = new EngineOptions(
                DeviceChoice.CPU, 1, 8, 1024, 100, 1 << 20, new ExitPolicy.Fixed(RandomModel.CYCLES), 1);
        return CycleScheduler.start(scarce, options, System::nanoTime);
    }

    /** A manager whose worker's managers cannot make another one for a selection while memory is missing. */
    private static NDManager scarce(NDManager manager, BooleanSupplier missing) {
        return (NDManager) Proxy.newProxyInstance(
                NDManager.class.getClassLoader(), new Class<?>[] {NDManager.class}, (proxy, method, arguments) -> {
                    boolean makes = method.getName().equals("newSubManager");
                    if (makes && isSelection() && missing.getAsBoolean()) {
                        throw new EngineException("out of memory");
                    }
                    try {
                        Object made = method.invoke(manager, arguments);
                        return makes && !isBatch() ? scarce((NDManager) made, missing) : made;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private static boolean isSelection() {
        return calledFrom("select");
    }

    /** Batches and checks of the device compute with what they are given. */
    private static boolean isBatch() {
        return calledFrom("build") || calledFrom("afterFailure");
    }

    private static boolean calledFrom(String method) {
        return StackWalker.getInstance()
                .walk(frames -> frames.anyMatch(frame -> frame.getMethodName().equals(method)
                        && (frame.getClassName().equals(ActiveBatch.class.getName())
                                || frame.getClassName().equals(DeviceCheck.class.getName()))));
    }
}
