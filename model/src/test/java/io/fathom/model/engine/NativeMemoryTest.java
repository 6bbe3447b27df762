package io.fathom.model.engine;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import io.fathom.model.depth.ExitPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** 10⁵ records leave the same live native memory as 10⁴. */
@Timeout(120)
class NativeMemoryTest {
    private static final Path STATM = Path.of("/proc/self/statm");
    private static final long PAGE = 4096;
    private static final int ROUND = 10_000;
    /** A leak of 1 kB per record would be 50 MB from the first half to the second. */
    private static final long TOLERANCE = 32L << 20;

    @Test
    void aHundredThousandRecordsLeaveWhatTenThousandLeave() throws Exception {
        RandomModel model = new RandomModel(5);
        EngineOptions options = new EngineOptions(
                DeviceChoice.CPU, 2, 32, 2048, 1024, 1 << 20, new ExitPolicy.ZeroAttention(0.2f, 1), 1);
        NDManager system = NDManager.newBaseManager().getParentManager();
        try (ScoringEngine engine = CycleScheduler.start(model.served(), options, System::nanoTime)) {
            Random random = new Random(5);
            run(engine, random, ROUND);
            int arraysAfterTen = model.manager().getManagedArrays().size();
            int systemAfterTen = system.getManagedArrays().size();
            List<Long> resident = new ArrayList<>(List.of(resident()));
            for (int round = 0; round < 9; round++) {
                run(engine, random, ROUND);
                resident.add(resident());
            }
            assertThat(model.manager().getManagedArrays()).hasSize(arraysAfterTen);
            assertThat(system.getManagedArrays()).hasSize(systemAfterTen);
            // the Java heap comes and goes by tens of megabytes, so only the lows are comparable
            assertThat(Collections.min(resident.subList(5, 10)) - Collections.min(resident.subList(0, 5)))
                    .as("growth of the lowest resident memory, bytes, of %s", resident)
                    .isLessThan(TOLERANCE);
            assertThat(engine.stats().answered()).isEqualTo(100_000);
        }
        assertThat(model.manager().getManagedArrays()).isEmpty();
    }

    private static void run(ScoringEngine engine, Random random, int records) throws InterruptedException {
        ArrayDeque<ScoringTicket> inFlight = new ArrayDeque<>();
        for (int i = 0; i < records; i++) {
            inFlight.add(engine.submit(ScoringRequest.of("r", RandomModel.text(random, 6))));
            if (inFlight.size() > 2048) {
                inFlight.remove().result().join();
            }
        }
        inFlight.forEach(ticket -> ticket.result().join());
        // the last answer is given before its batch is let go
        org.awaitility.Awaitility.await().until(() -> engine.stats().active() == 0);
    }

    private static long resident() throws IOException {
        System.gc();
        return Files.exists(STATM) ? Long.parseLong(Files.readString(STATM).split(" ", -1)[1]) * PAGE : 0;
    }
}
