package io.fathom.model.engine;

import io.fathom.model.budget.CostModel;
import io.fathom.model.budget.PointCosts;
import io.fathom.model.depth.DepthFrontier;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The operating points of one model, ready to decide. Every row has a point of its own, so rows at different points share a
 * batch; all points read the same score.
 *
 * @param rules one a point, cheapest first
 * @param turnsGates whether points differ in the gates of tokens, which are fixed when an engine opens
 */
record FrontierExits(List<DepthRule> rules, SignalReader signals, PointCosts costs, boolean turnsGates) {

    /**
     * @throws IllegalArgumentException if the frontier reads a probe that the model lacks
     */
    static FrontierExits of(DepthFrontier frontier, ServedModel model, AnswerRule answers, CostModel costs) {
        double fullDepth =
                costs.executedLayers(model.maxCycles(), frontier.score().needsAnswer() ? model.maxCycles() : 1);
        return new FrontierExits(
                IntStream.range(0, frontier.size())
                        .mapToObj(point -> new DepthRule(frontier.policy(point), model.maxCycles()))
                        .toList(),
                new SignalReader(frontier.policy(0), model.probes(), answers),
                PointCosts.of(frontier, fullDepth),
                frontier.point(0).gateThreshold().isPresent());
    }

    boolean needsAnswer() {
        return rules.get(0).policy().needsAnswer();
    }
}
