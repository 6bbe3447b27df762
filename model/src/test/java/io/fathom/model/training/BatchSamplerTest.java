package io.fathom.model.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchSamplerTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void everyEpochReadsEveryRecordOnce(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int[] lengths = random.ints(1 + random.nextInt(500), 1, 40).toArray();
        int rows = 1 + random.nextInt(33);
        BatchSampler sampler = new BatchSampler(lengths, rows, seed);
        for (int epoch = 0; epoch < 3; epoch++) {
            int first = epoch * sampler.stepsPerEpoch();
            int[] all = IntStream.range(first, first + sampler.stepsPerEpoch())
                    .flatMap(step -> Arrays.stream(sampler.at(step)))
                    .sorted()
                    .toArray();
            assertThat(all)
                    .as("seed %d, epoch %d", seed, epoch)
                    .containsExactly(IntStream.range(0, lengths.length).toArray());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12})
    void aStepIsAFunctionOfSeedAndStepAlone(long seed) {
        int[] lengths = new SplittableRandom(seed).ints(200, 1, 40).toArray();
        BatchSampler walked = new BatchSampler(lengths, 16, seed);
        for (int step = 0; step < 40; step++) {
            assertThat(new BatchSampler(lengths, 16, seed).at(step))
                    .as("seed %d, step %d", seed, step)
                    .containsExactly(walked.at(step));
        }
        assertThat(new BatchSampler(lengths, 16, seed + 100).at(0)).isNotEqualTo(walked.at(0));
    }
}
