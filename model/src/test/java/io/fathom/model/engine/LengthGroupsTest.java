package io.fathom.model.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LengthGroupsTest {
    private static final BatchLimits LIMITS = new BatchLimits(32, 2048);
    private static final BatchShape SHORT_BATCH = new BatchShape(30, 10, 300);

    private record Item(int tokens, long sequence) implements LengthGroups.Waiting {}

    private final LengthGroups<Item> groups = new LengthGroups<>(16);

    @Test
    void groupsEndAtEightTwelveSixteenTwentyFour() {
        assertThat(List.of(1, 8, 9, 12, 13, 16, 17, 24, 25, 32, 33, 48, 49, 64, 65).stream()
                        .map(LengthGroups::index))
                .containsExactly(0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7);
    }

    @Test
    void anEmptyBatchStartsWithTheOldestAndPrefersItsLength() {
        add(100, 0);
        add(10, 1);
        add(97, 2);
        assertThat(sequences(groups.choose(0, BatchShape.EMPTY, LIMITS))).containsExactly(0L, 2L, 1L);
        assertThat(groups.size()).isZero();
    }

    @Test
    void aBatchPrefersItsOwnLength() {
        add(24, 0);
        add(11, 1);
        add(12, 2);
        assertThat(sequences(groups.choose(0, SHORT_BATCH, LIMITS))).containsExactly(1L, 2L);
    }

    @Test
    void otherLengthsFillWhatItsOwnLeavesFreeIfPaddingStaysBelowHalf() {
        add(16, 0);
        add(11, 1);
        assertThat(sequences(groups.choose(0, SHORT_BATCH, LIMITS))).containsExactly(1L, 0L);
    }

    @Test
    void aLengthThatWouldPadMostOfTheBatchWaits() {
        add(200, 0);
        assertThat(groups.choose(0, SHORT_BATCH, LIMITS)).isEmpty();
        add(10, 1);
        assertThat(sequences(groups.choose(0, SHORT_BATCH, LIMITS))).containsExactly(1L);
    }

    @Test
    void theTokenLimitHolds() {
        for (int i = 0; i < 40; i++) {
            add(512, i);
        }
        assertThat(groups.choose(0, BatchShape.EMPTY, LIMITS)).hasSize(4); // 4 × 512 = 2048
        assertThat(new LengthGroups<Item>(16).choose(0, BatchShape.EMPTY, LIMITS))
                .isEmpty();
    }

    @Test
    void aRowLongerThanTheTokenLimitRunsAlone() {
        add(4096, 0);
        add(4096, 1);
        assertThat(groups.choose(0, new BatchShape(1, 10, 10), LIMITS)).isEmpty();
        assertThat(sequences(groups.choose(0, BatchShape.EMPTY, LIMITS))).containsExactly(0L);
    }

    @Test
    void noRecordIsOvertakenByMoreThanTheWindow() {
        add(200, 0);
        for (int i = 1; i <= 100; i++) {
            add(10, i);
        }
        List<Long> taken = new ArrayList<>();
        List<Item> chosen;
        do {
            chosen = groups.choose(0, SHORT_BATCH, LIMITS); // two free rows each time
            taken.addAll(sequences(chosen));
        } while (!chosen.isEmpty());
        assertThat(taken)
                .containsExactlyElementsOf(LongStream.rangeClosed(1, 16).boxed().toList());
        assertThat(sequences(groups.choose(1, SHORT_BATCH, LIMITS)))
                .as("another worker is not stopped by the first one's claim")
                .containsExactly(17L, 18L);
        assertThat(sequences(groups.choose(0, BatchShape.EMPTY, LIMITS)))
                .as("drained, the worker takes what it drained for")
                .startsWith(0L);
    }

    @Test
    void anIdleWorkerIgnoresClaims() {
        add(200, 0);
        for (int i = 17; i < 20; i++) {
            add(10, i);
        }
        assertThat(groups.choose(0, SHORT_BATCH, LIMITS)).isEmpty();
        assertThat(sequences(groups.choose(1, BatchShape.EMPTY, new BatchLimits(1, 2048))))
                .containsExactly(0L);
        assertThat(groups.choose(0, SHORT_BATCH, LIMITS))
                .as("the claim ended with it")
                .hasSize(2);
    }

    @Test
    void urgentRecordsComeFirstAndIgnorePadding() {
        add(10, 0);
        Item urgent = add(60, 1);
        groups.expedite(urgent);
        groups.expedite(urgent);
        assertThat(groups.hasUrgent()).isTrue();
        assertThat(sequences(groups.choose(0, SHORT_BATCH, LIMITS))).containsExactly(1L);
        assertThat(groups.hasUrgent()).isFalse();
        groups.expedite(urgent);
        assertThat(groups.size()).isEqualTo(1);
    }

    @Test
    void nothingOvertakesAnUrgentRecordThatDoesNotFit() {
        add(10, 0);
        groups.expedite(add(2000, 1));
        assertThat(groups.choose(0, SHORT_BATCH, LIMITS)).isEmpty();
        assertThat(sequences(groups.choose(0, BatchShape.EMPTY, LIMITS))).startsWith(1L);
    }

    /** Workers with batches that come and go at random: all records are taken, once, within the limits, none starves. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void everyRecordIsTakenOnceWithinTheLimits(long seed) {
        Random random = new Random(seed);
        int records = 3000;
        int workers = 1 + random.nextInt(4);
        BatchLimits limits = new BatchLimits(1 + random.nextInt(32), 64 + random.nextInt(2000));
        List<List<Item>> batches = new ArrayList<>();
        for (int w = 0; w < workers; w++) {
            batches.add(new ArrayList<>());
        }
        boolean[] taken = new boolean[records];
        int submitted = 0;
        int left = records;
        for (int step = 0; left > 0; step++) {
            assertThat(step).as("steps, seed %d", seed).isLessThan(200_000);
            for (int n = random.nextInt(40); n > 0 && submitted < records; n--) {
                add(1 + random.nextInt(random.nextInt(4) == 0 ? 300 : 20), submitted++);
            }
            int worker = random.nextInt(workers);
            List<Item> batch = batches.get(worker);
            batch.removeIf(item -> random.nextInt(4) == 0);
            List<Item> chosen = groups.choose(worker, shape(batch), limits);
            batch.addAll(chosen);
            assertThat(limits.allow(shape(batch))).as("limits, seed %d", seed).isTrue();
            for (Item item : chosen) {
                assertThat(taken[(int) item.sequence()]).as("seed %d", seed).isFalse();
                taken[(int) item.sequence()] = true;
                left--;
            }
        }
        assertThat(groups.size()).isZero();
    }

    private static BatchShape shape(List<Item> batch) {
        BatchShape shape = BatchShape.EMPTY;
        for (Item item : batch) {
            shape = shape.with(item.tokens());
        }
        return shape;
    }

    private Item add(int tokens, long sequence) {
        Item item = new Item(tokens, sequence);
        groups.add(item);
        return item;
    }

    private static List<Long> sequences(List<Item> items) {
        return items.stream().map(Item::sequence).toList();
    }
}
