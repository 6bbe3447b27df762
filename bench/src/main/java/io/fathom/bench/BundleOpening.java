package io.fathom.bench;

import io.fathom.model.bundle.ModelBundle;
import io.fathom.model.depth.ExitPolicy;
import io.fathom.model.engine.EngineOptions;
import io.fathom.model.engine.ScoringEngine;
import io.fathom.model.engine.ScoringEngines;
import io.fathom.model.engine.ScoringRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What a TaskManager does before its first answer: read and check every byte of a bundle, open an engine, score a text. */
final class BundleOpening {
    private static final ExitPolicy FULL_DEPTH = new ExitPolicy.Fixed(SyntheticBundle.CYCLES);

    /**
     * A bundle.
     *
     * @param readMillis reading and checking the hash of each of its parts
     * @param megabytesPerSecond that as a rate, from the page cache
     * @param openMillis opening an engine with one worker, without the reading
     * @param firstAnswerMillis of the first text after that
     */
    record Row(
            int width,
            double megabytes,
            Spread readMillis,
            Spread megabytesPerSecond,
            Spread openMillis,
            Spread firstAnswerMillis) {}

    private BundleOpening() {}

    static Row measure(Path folder, int width, int rounds) throws IOException, InterruptedException {
        SyntheticBundle.write(folder, width, FULL_DEPTH, 1);
        double megabytes = bytes(folder) / 1e6;
        List<Double> read = new ArrayList<>();
        List<Double> open = new ArrayList<>();
        List<Double> first = new ArrayList<>();
        String text = SyntheticBundle.texts(1, 1).get(0);
        for (int round = 0; round <= rounds; round++) {
            long start = System.nanoTime();
            ModelBundle bundle = ModelBundle.read(folder);
            long readAt = System.nanoTime();
            EngineOptions options = EngineOptions.defaults(FULL_DEPTH).withWorkers(1);
            try (ScoringEngine engine = ScoringEngines.open(bundle, options)) {
                long openedAt = System.nanoTime();
                var unused =
                        engine.submit(ScoringRequest.of("first", text)).result().join();
                long answeredAt = System.nanoTime();
                if (round > 0) { // The first loads the natives, once in a process.
                    read.add((readAt - start) / 1e6);
                    open.add((openedAt - readAt) / 1e6);
                    first.add((answeredAt - openedAt) / 1e6);
                }
            }
        }
        return new Row(
                width,
                megabytes,
                Spread.of(read),
                Spread.of(read.stream().map(ms -> megabytes / ms * 1000).toList()),
                Spread.of(open),
                Spread.of(first));
    }

    private static long bytes(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            long sum = 0;
            for (Path file : files.toList()) {
                sum += Files.size(file);
            }
            return sum;
        }
    }
}
