package io.fathom.model.depth.frontier;

import io.fathom.model.depth.DepthFrontier;
import io.fathom.model.depth.ExitScore;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class FrontierSearchTest {
    @Test
    void look() {
        for (long seed = 1; seed <= 3; seed++) {
            long t = System.nanoTime();
            DepthFrontier f = new FrontierSearch(
                            ExitScore.PROBE,
                            List.of(new Dial(OptionalDouble.empty(), MadeUp.records(seed, 3000, 6, 6, 0.5))),
                            1)
                    .frontier();
            System.out.println((System.nanoTime() - t) / 1e9 + " s");
            f.points().forEach(System.out::println);
        }
    }
}
