package io.fathom.cli.evaluate;

import io.fathom.cli.generated.GivenRecords.GivenRecord;
import io.fathom.model.budget.CostModel;
import io.fathom.model.engine.ScoringEngine;
import io.fathom.model.engine.ScoringRequest;
import io.fathom.model.engine.ScoringResult;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongConsumer;

/** Runs a labelled set through an engine, as any other records. */
final class SetScorer {

    private SetScorer() {}

    /**
     * @param costs of the model
     * @param maxCycles of the model
     * @param progress hears how many records have been handed over
     */
    static Evaluation score(
            ScoringEngine engine,
            List<GivenRecord> records,
            String outOfScopeLabel,
            CostModel costs,
            int maxCycles,
            LongConsumer progress)
            throws InterruptedException {
        List<ScoringResult> results =
                results(engine, records.stream().map(r -> r.labelled().text()).toList(), progress);
        Evaluation.Counter counter = new Evaluation.Counter(outOfScopeLabel);
        TokenDepth.Counter depth = new TokenDepth.Counter(costs);
        LayersRun.Counter layers = new LayersRun.Counter(costs, maxCycles);
        for (int i = 0; i < records.size(); i++) {
            ScoringResult result = results.get(i);
            depth.add(result.trace());
            layers.add(result.trace(), result.cost().tlops());
            counter.add(
                    records.get(i).labelled().label(),
                    result.classification().label(),
                    result.classification().outOfScope(),
                    result.trace().cyclesUsed(),
                    records.get(i).difficulty());
        }
        return counter.result().with(depth.result(), layers.result());
    }

    /** What the engine says of each text, in their order. */
    static List<ScoringResult> results(ScoringEngine engine, List<String> texts, LongConsumer progress)
            throws InterruptedException {
        List<CompletableFuture<ScoringResult>> results = new ArrayList<>(texts.size());
        for (int i = 0; i < texts.size(); i++) {
            ScoringRequest request = ScoringRequest.of("record " + (i + 1), texts.get(i));
            results.add(engine.submit(request).result());
            progress.accept(i + 1);
        }
        return results.stream().map(CompletableFuture::join).toList();
    }
}
