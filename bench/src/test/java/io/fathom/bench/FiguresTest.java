package io.fathom.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fathom.model.bundle.NetworkKind;
import io.fathom.model.nn.Architecture;
import io.fathom.model.nn.Readout;
import io.fathom.model.nn.TokenInput;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The arithmetic around the measurements; the measurements themselves are run by hand. */
class FiguresTest {

    @Test
    void aSpreadIsMedianAndRange() {
        assertThat(Spread.of(List.of(3.0, 1.0, 2.0))).isEqualTo(new Spread(2, 1, 3));
        assertThat(Spread.of(List.of(4.0, 1.0, 2.0, 3.0))).isEqualTo(new Spread(2.5, 1, 4));
        assertThat(Spread.of(List.of(0.5)).text("%.2f")).isEqualTo("0.50 [0.50..0.50]");
    }

    @Test
    void flopsAreCountedFromTheShapesOfTheMatrices() {
        Architecture a = NetworkKind.ZTT.architecture(
                new TokenInput(100, 8, 0), 4, 2, 5, 5, new Readout.Labels(7, Readout.Pooling.MEAN));
        double layer = 2.0 * 8 * (4 * 12 + 4 * 4 + 4 * 16 + 16 * 4) + 2 * (2.0 * 8 * 8 * 4);
        assertThat(Flops.record(a, 8, 2)).isEqualTo(8 * layer + 6 * (2.0 * 8 * 4) + 2.0 * 4 * 7);
    }

    @Test
    void thePipelinesRateIsThatOfItsMiddle() {
        // 1000 predictions: a slow start, one a millisecond, a long wait for the last
        long[] times = LongStream.range(0, 1000)
                .map(i -> i < 50 ? i * 100 : i > 950 ? 20_000 + i : 5_000 + i)
                .toArray();
        assertThat(PipelineBenchmark.middleRate(times)).isCloseTo(1000, within(2.0));
    }

    @Test
    void theJsonHoldsTheRatiosOfTheMostWorkers() throws Exception {
        Spread any = new Spread(1, 1, 1);
        Report report = new Report(
                4,
                0.5,
                List.of(
                        new EngineBenchmark.Row(128, 1, any, any, any, new Spread(0.5, 0.5, 0.5), any),
                        new EngineBenchmark.Row(128, 4, any, any, any, new Spread(0.75, 0.5, 1), any)),
                new PipelineBenchmark.Result("b", "p", 4, any, any, any, new Spread(0.9, 0.9, 0.9), any, 2, 0.5),
                List.of(new RouterBenchmark.Row(8, 0.5, any, any, new Spread(1.25, 1, 1.5), any, any)),
                List.of(new RouterQuality.Row("soft", 0.75, 0.5)),
                null);
        String line = report.json();
        assertThat(line).doesNotContain("\n");
        JsonNode json = new ObjectMapper().readTree(line);
        assertThat(json.get("engineToSgemm").get("128").asDouble()).isEqualTo(0.75);
        assertThat(json.get("pipelineToEngine").asDouble()).isEqualTo(0.9);
        assertThat(json.get("engine")).hasSize(2);
        assertThat(json.at("/routerQuality/0/open").asDouble()).isEqualTo(0.75);
        assertThat(json.at("/routers/0/hardSpeed/median").asDouble()).isEqualTo(1.25);
    }

    @Test
    void whatWasNotMeasuredIsNotInTheJson() throws Exception {
        JsonNode json =
                new ObjectMapper().readTree(new Report(4, 0.5, List.of(), null, List.of(), List.of(), null).json());
        assertThat(json.has("engineToSgemm")).isFalse();
        assertThat(json.has("pipelineToEngine")).isFalse();
        assertThat(json.has("routers")).isFalse();
        assertThat(json.has("routerQuality")).isFalse();
        assertThat(json.has("scale")).isFalse();
    }
}
