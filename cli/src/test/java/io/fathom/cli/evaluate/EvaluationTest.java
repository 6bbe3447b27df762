package io.fathom.cli.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import io.fathom.cli.frontier.MeasuredTable;
import io.fathom.cli.frontier.QualityUnit;
import io.fathom.cli.generated.ByDifficulty;
import io.fathom.model.budget.CostModel;
import io.fathom.model.depth.ExitReason;
import io.fathom.model.engine.ScoringResult;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class EvaluationTest {
    private static final MeasuredTable NO_FRONTIER = new MeasuredTable(List.of(), QualityUnit.ACCURACY);

    private static Evaluation scoped() {
        Evaluation.Counter counter = new Evaluation.Counter("oos");
        counter.add("a", "a", false, 1, OptionalInt.empty()); // right and kept
        counter.add("a", "a", true, 2, OptionalInt.empty()); // right label, rejected
        counter.add("b", "a", false, 3, OptionalInt.empty()); // wrong
        counter.add("b", "b", false, 4, OptionalInt.empty()); // right and kept
        counter.add("oos", "a", true, 4, OptionalInt.empty()); // rejected, as it should be
        counter.add("oos", "b", false, 4, OptionalInt.empty()); // not rejected
        return counter.result();
    }

    @Test
    void countsAsTheDefinitionSays() {
        Evaluation result = scoped();

        assertThat(result.accuracy()).isEqualTo(0.5);
        assertThat(result.meanCycles()).isEqualTo(3);
        assertThat(result.inScopeAccuracy()).isEqualTo(0.75);
        assertThat(result.inScopeAccuracyAtThreshold()).isEqualTo(0.5);
        assertThat(result.outOfScopeRecall()).isEqualTo(0.5);
    }

    @Test
    void aSetWithoutOutOfScopeRecordsHasNoRecall() {
        Evaluation.Counter counter = new Evaluation.Counter("");
        counter.add("a", "a", false, 1, OptionalInt.empty());
        counter.add("oos", "a", false, 1, OptionalInt.empty());

        assertThat(counter.result().accuracy()).isEqualTo(0.5);
        assertThat(counter.result().outOfScopeRecall()).isNaN();
    }

    @Test
    void jsonHasTheAgreedShape() {
        EvaluationReport report = new EvaluationReport(
                "classification", 6, 1, List.of(scoped(), scoped()), "confidence:0.9", scoped(), NO_FRONTIER);

        assertThat(report.json(null))
                .isEqualTo("{\"task\":\"classification\",\"records\":6,"
                        + "\"fixed\":[{\"cycles\":1,\"accuracy\":0.5},{\"cycles\":2,\"accuracy\":0.5}],"
                        + "\"policy\":{\"accuracy\":0.5,\"meanCycles\":3.0,\"inScopeAccuracy\":0.75,"
                        + "\"inScopeAccuracyAtThreshold\":0.5,\"outOfScopeRecall\":0.5},"
                        + "\"depthZeroShare\":0.0,\"depth\":{\"pays\":false,\"deploy\":\"fixed:1\"}}");
    }

    /** Six layers and an n-gram model at a quarter of one: a record leaves at once, one after two cycles, one at full depth. */
    @Test
    void countsTheLayersThatWereRun() {
        LayersRun.Counter counter = new LayersRun.Counter(new CostModel(0, 1, 0, 0.25), 6);
        counter.add(trace(8, 0, ExitReason.CONFIDENCE), 2);
        counter.add(trace(4, 2, ExitReason.CONFIDENCE), 1 + 4 * 2);
        counter.add(trace(8, 6, ExitReason.FULL_DEPTH), 2 + 8 * 6);
        LayersRun run = counter.result();
        assertThat(run.mean()).isEqualTo((0 + 2 + 6) / 3.0);
        assertThat(run.full()).isEqualTo(6);
        assertThat(run.saved()).isEqualTo(1 - 8 / 18.0);
        assertThat(run.depthZeroShare()).isEqualTo(1 / 3.0);
        assertThat(run.tlopsPerToken()).isEqualTo((2 + 9 + 50) / 20.0);
    }

    /** What the tail runs after every cycle is a layer, too. */
    @Test
    void countsEveryAnswersTail() {
        LayersRun.Counter counter = new LayersRun.Counter(new CostModel(1, 3, 1), 2);
        counter.add(trace(5, 2, ExitReason.FULL_DEPTH), 5 * (1 + 2 * 3 + 2));
        assertThat(counter.result().mean()).isEqualTo(9);
        assertThat(counter.result().full()).isEqualTo(8);
        assertThat(counter.result().depthZeroShare()).isZero();
    }

    private static ScoringResult.Trace trace(int tokens, int cycles, ExitReason reason) {
        return new ScoringResult.Trace(tokens, false, cycles, 6, reason, List.of());
    }

    @Test
    void depthsBeginAtZeroWhereTheBundleDoes() {
        LayersRun zero = new LayersRun(0, 6, 1, 0.25);
        LayersRun two = new LayersRun(1.5, 6, 0.625, 1.75);
        Evaluation shallow = plain(0.9, 0).with(TokenDepth.WHOLE, zero);
        Evaluation policy = plain(0.95, 1.5).with(TokenDepth.WHOLE, two);
        EvaluationReport report =
                new EvaluationReport("classification", 8, 0, List.of(shallow, policy), "point:3", policy, NO_FRONTIER);
        assertThat(report.json(null))
                .contains("\"fixed\":[{\"cycles\":0,\"accuracy\":0.9,\"layers\":0.0},"
                        + "{\"cycles\":1,\"accuracy\":0.95,\"layers\":1.5}]")
                .contains("\"policy\":{\"accuracy\":0.95,\"meanCycles\":1.5,\"meanLayers\":1.5,"
                        + "\"layersSaved\":0.75,\"tlopsPerToken\":1.75}")
                .contains("\"depthZeroShare\":0.625");
        assertThat(report.table().get(1))
                .startsWith("fixed:0 ")
                .contains("0.00")
                .contains("90.0");
        assertThat(report.table())
                .contains("The policy runs 1.50 of 6 layers (75.0 % saved), 1.75 TLOps a token.")
                .contains("62.5 % of the records leave before the first layer.")
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(75));
        assertThat(report.advice()).startsWith("Depth pays on this data: depth zero gets 90.0 % right");
    }

    @Test
    void jsonLeavesOutWhatTheSetCannotTell() {
        Evaluation plain =
                new Evaluation(0.9, 2, 0.9, 0.9, Double.NaN, ByDifficulty.NONE, TokenDepth.WHOLE, LayersRun.UNKNOWN);
        EvaluationReport report =
                new EvaluationReport("classification", 1, 1, List.of(plain), "fixed:1", plain, NO_FRONTIER);

        assertThat(report.json(null)).contains("\"policy\":{\"accuracy\":0.9,\"meanCycles\":2.0}");
        assertThat(report.table()).hasSize(3).noneMatch(line -> line.contains("recall"));
    }

    /** The policy is what to deploy where it keeps the accuracy of full depth with fewer cycles than any fixed depth. */
    @Test
    void saysWhetherDepthPaysAndWhatToDeploy() {
        List<Evaluation> rising = List.of(plain(0.3, 1), plain(0.7, 2), plain(0.99, 3));
        assertThat(report(rising, plain(0.988, 2.1)).advice())
                .isEqualTo(
                        "Depth pays on this data: 1 cycle gets 30.0 % right, 3 cycles get 99.0 %. Deploy probe:0.9.");
        assertThat(report(rising, plain(0.97, 2.1)).advice()).endsWith("Deploy fixed:3.");
        List<Evaluation> flat = List.of(plain(0.93, 1), plain(0.931, 2), plain(0.932, 3));
        assertThat(report(flat, plain(0.932, 1.5)).advice())
                .isEqualTo("This data does not profit from depth: 1 cycle gets 93.0 % right, 3 cycles get 93.2 %."
                        + " Deploy fixed:1.");
    }

    private static EvaluationReport report(List<Evaluation> fixed, Evaluation policy) {
        return new EvaluationReport("classification", 10, 1, fixed, "probe:0.9", policy, NO_FRONTIER);
    }

    private static Evaluation plain(double accuracy, double cycles) {
        return new Evaluation(
                accuracy,
                cycles,
                accuracy,
                accuracy,
                Double.NaN,
                ByDifficulty.NONE,
                TokenDepth.WHOLE,
                LayersRun.UNKNOWN);
    }

    @Test
    void tellsHowDeepTokensWent() {
        TokenDepth.Counter counter = new TokenDepth.Counter(new CostModel(1, 3, 1));
        counter.add(new ScoringResult.Trace(2, false, 1, 2, ExitReason.FULL_DEPTH, List.of(), List.of(5, 2)));
        counter.add(new ScoringResult.Trace(1, false, 2, 2, ExitReason.FULL_DEPTH, List.of(), List.of(5)));
        Evaluation routed = scoped().with(counter.result(), LayersRun.UNKNOWN);
        EvaluationReport report =
                new EvaluationReport("classification", 6, 1, List.of(routed), "fixed:1", routed, NO_FRONTIER);

        assertThat(counter.result()).isEqualTo(new TokenDepth(4, 6.0 / 12));
        assertThat(report.json(null)).contains("\"meanTokenLayers\":4.0,\"activeShare\":0.5}");
        assertThat(report.table())
                .contains("A token ran 4.00 layers on average; 50.0 % of the layers that it could skip.");
        assertThat(new TokenDepth.Counter(new CostModel(1, 3, 1)).result().isWhole())
                .isTrue();
    }

    @Test
    void tableFitsANarrowTerminal() {
        EvaluationReport report = new EvaluationReport(
                "classification", 6, 1, List.of(scoped()), "zero-attention:0.55", scoped(), NO_FRONTIER);

        assertThat(report.table()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(75));
        assertThat(report.table().get(2))
                .contains("zero-attention:0.55")
                .contains("3.00")
                .contains("50.0");
    }

    @Test
    void tellsAccuracyAndCyclesByDifficulty() throws java.io.IOException {
        Evaluation.Counter counter = new Evaluation.Counter("");
        counter.add("a", "a", false, 1, OptionalInt.of(1));
        counter.add("a", "a", false, 3, OptionalInt.of(2));
        counter.add("a", "b", false, 6, OptionalInt.of(2));
        EvaluationReport report = new EvaluationReport(
                "classification", 3, 1, java.util.List.of(counter.result()), "fixed:6", counter.result(), NO_FRONTIER);

        com.fasterxml.jackson.databind.JsonNode policy = new com.fasterxml.jackson.databind.ObjectMapper()
                .readTree(report.json(null))
                .get("policy");
        assertThat(policy.get("byDifficulty").get("1").get("accuracy").asDouble())
                .isEqualTo(1);
        assertThat(policy.get("byDifficulty").get("2").get("accuracy").asDouble())
                .isEqualTo(0.5);
        assertThat(policy.get("byDifficulty").get("2").get("meanCycles").asDouble())
                .isEqualTo(4.5);
        assertThat(policy.get("byDifficulty").get("2").get("records").asInt()).isEqualTo(2);
        assertThat(report.table()).anyMatch(line -> line.startsWith("2 ") && line.contains("4.50"));
    }
}
