package io.fathom.model.budget;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PointDialTest {
    private static final long HOLD = 100;
    private static final int POINTS = 8;

    /** What was asked of the dial at a moment. */
    private record Asked(long now, int affordable, int safely) {}

    @Test
    void fallsAtOnceAndRisesInOneStepAfterTheHold() {
        PointDial dial = new PointDial(HOLD, 7, 0);
        dial.turn(2, 1, 10);
        assertThat(dial.point()).isEqualTo(2);
        for (long now = 20; now < 10 + HOLD; now += 10) {
            dial.turn(7, 6, now);
            assertThat(dial.point()).as("at %d", now).isEqualTo(2);
        }
        dial.turn(7, 6, 10 + HOLD);
        assertThat(dial.point()).isEqualTo(6);
    }

    @Test
    void risesToTheLeastThatWasSafeThroughout() {
        PointDial dial = new PointDial(HOLD, 0, 0);
        dial.turn(7, 7, 50);
        dial.turn(7, 4, 60);
        dial.turn(7, 7, HOLD);
        assertThat(dial.point()).isEqualTo(4);
    }

    @Test
    void oneMomentWithoutMarginBeginsTheHoldAnew() {
        PointDial dial = new PointDial(HOLD, 3, 0);
        dial.turn(7, 7, 90);
        dial.turn(3, 3, 95);
        dial.turn(7, 7, 194);
        assertThat(dial.point()).isEqualTo(3);
        dial.turn(7, 7, 195);
        assertThat(dial.point()).isEqualTo(7);
    }

    /** Whatever the trace: never above what is affordable, and up only to what was safe for a whole hold. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void anyTrace(long seed) {
        Random random = new Random(seed);
        PointDial dial = new PointDial(HOLD, POINTS - 1, 0);
        Deque<Asked> held = new ArrayDeque<>();
        long now = 0;
        int level = POINTS - 1;
        int rises = 0;
        for (int i = 0; i < 20_000; i++) {
            now += 1 + random.nextInt(12);
            if (random.nextInt(20) == 0) {
                level = random.nextInt(POINTS); // loads stay for a while
            }
            int affordable = Math.min(POINTS - 1, level + random.nextInt(2));
            int safely = random.nextInt(affordable + 1) / 2 + (affordable + 1) / 2;
            safely = Math.min(safely, affordable);
            held.add(new Asked(now, affordable, safely));
            int before = dial.point();
            dial.turn(affordable, safely, now);
            String at = "seed " + seed + ", at " + now;
            assertThat(dial.point()).as(at).isLessThanOrEqualTo(affordable);
            if (dial.point() > before) {
                rises++;
                long from = now - HOLD;
                assertThat(held.stream().filter(a -> a.now() > from)).as(at).allMatch(a -> a.safely() >= dial.point());
            } else if (dial.point() < before) {
                assertThat(dial.point()).as(at).isEqualTo(affordable);
            }
            long past = now - 2 * HOLD;
            held.removeIf(a -> a.now() < past);
        }
        assertThat(rises).as("seed %d", seed).isGreaterThan(50);
    }
}
