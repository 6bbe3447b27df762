package io.fathom.model.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class InFlightLimitTest {
    private final InFlightLimit limit = new InFlightLimit(2, 100);

    @Test
    void blocksAtTheNumberOfRecords() throws Exception {
        assertThat(limit.enter(1)).isTrue();
        assertThat(limit.enter(1)).isTrue();
        Entry third = new Entry(1);
        third.awaitBlocked();
        limit.leave(1, 1);
        assertThat(third.entered.join()).isTrue();
    }

    @Test
    void blocksAtTheNumberOfBytes() throws Exception {
        assertThat(limit.enter(60)).isTrue();
        Entry second = new Entry(60);
        second.awaitBlocked();
        limit.leave(1, 60);
        assertThat(second.entered.join()).isTrue();
    }

    @Test
    void aRecordLargerThanAllIsLetInAlone() throws Exception {
        assertThat(limit.enter(1000)).isTrue();
        Entry next = new Entry(0);
        next.awaitBlocked();
        limit.leave(1, 1000);
        assertThat(next.entered.join()).isTrue();
    }

    @Test
    void aLargeRecordIsNotOvertakenBySmallOnes() throws Exception {
        assertThat(limit.enter(50)).isTrue();
        Entry large = new Entry(100);
        large.awaitBlocked();
        Entry small = new Entry(1); // would fit beside the first
        small.awaitBlocked();
        limit.leave(1, 50);
        assertThat(large.entered.join()).isTrue();
        small.awaitBlocked();
        limit.leave(1, 100);
        assertThat(small.entered.join()).isTrue();
    }

    @Test
    void waitingIsInterruptible() throws Exception {
        assertThat(limit.enter(100)).isTrue();
        Entry waiting = new Entry(1);
        waiting.awaitBlocked();
        Entry inLine = new Entry(1);
        inLine.awaitBlocked();
        inLine.thread.interrupt();
        waiting.thread.interrupt();
        assertThat(inLine.entered).failsWithin(java.time.Duration.ofSeconds(30));
        assertThat(waiting.entered).failsWithin(java.time.Duration.ofSeconds(30));
    }

    @Test
    void closingWakesAllWhoWait() throws Exception {
        assertThat(limit.enter(100)).isTrue();
        Entry waiting = new Entry(1);
        waiting.awaitBlocked();
        Entry inLine = new Entry(1);
        inLine.awaitBlocked();
        limit.close();
        limit.close();
        assertThat(waiting.entered.join()).isFalse();
        assertThat(inLine.entered.join()).isFalse();
        assertThat(limit.enter(1)).isFalse();
    }

    /** A caller on a thread of its own. */
    private final class Entry {
        final CompletableFuture<Boolean> entered = new CompletableFuture<>();
        final Thread thread;

        Entry(long bytes) {
            thread = new Thread(() -> {
                try {
                    entered.complete(limit.enter(bytes));
                } catch (InterruptedException e) {
                    entered.completeExceptionally(e);
                }
            });
            thread.setDaemon(true);
            thread.start();
        }

        void awaitBlocked() {
            await().until(() -> thread.getState() == Thread.State.WAITING);
            assertThat(entered).isNotDone();
        }
    }
}
