package io.fathom.cli.replay;

import io.fathom.model.bundle.ModelBundle;
import io.fathom.model.depth.DepthFrontier;
import io.fathom.model.depth.ExitPolicy;
import io.fathom.model.engine.EngineOptions;
import io.fathom.model.engine.ScoringEngine;
import io.fathom.model.engine.ScoringEngines;
import io.fathom.model.engine.ScoringRequest;
import io.fathom.model.engine.ScoringTicket;
import io.fathom.schemas.DepthTelemetry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Computes predictions again, from text, bundle and the cycles used, and lists what differs. */
final class Replay {
    private final Map<String, ModelBundle> bundles;
    private final EngineOptions options;
    private final double tolerance;

    /**
     * @param bundles by version
     * @param options of the engine; its exit policy is not used, because the depth of each record is known
     * @param tolerance largest difference of numbers that is none
     */
    Replay(Map<String, ModelBundle> bundles, EngineOptions options, double tolerance) {
        this.bundles = Map.copyOf(bundles);
        this.options = options;
        this.tolerance = tolerance;
    }

    /** Records that one engine can compute: of one bundle, with the same gates for tokens. */
    private record Group(ModelBundle bundle, ExitPolicy policy) {}

    /** @param progress told how many predictions have been looked at */
    ReplayReport run(List<Publication> publications, LongConsumer progress) throws InterruptedException {
        Map<Group, List<Publication>> groups = new LinkedHashMap<>();
        int ofOtherModels = 0;
        int withoutEvent = 0;
        for (Publication publication : publications) {
            ModelBundle bundle = bundles.get(publication.prediction().getModelVersion());
            if (bundle == null) {
                ofOtherModels++;
            } else if (publication.text() == null) {
                withoutEvent++;
            } else {
                Group group = new Group(bundle, policy(bundle, publication.telemetry()));
                groups.computeIfAbsent(group, g -> new ArrayList<>()).add(publication);
            }
        }
        List<Difference> differences = new ArrayList<>();
        int replayed = 0;
        for (Map.Entry<Group, List<Publication>> group : groups.entrySet()) {
            int before = replayed;
            differences.addAll(compute(group.getKey(), group.getValue(), done -> progress.accept(before + done)));
            replayed += group.getValue().size();
        }
        return new ReplayReport(replayed, ofOtherModels, withoutEvent, differences);
    }

    /** What no record stops at before its own limit; where a point of the frontier sets the gates of tokens, that point's. */
    private static ExitPolicy policy(ModelBundle bundle, @Nullable DepthTelemetry telemetry) {
        Integer point = telemetry == null ? null : telemetry.getOperatingPoint();
        return point != null && setsGates(bundle, point)
                ? new ExitPolicy.Point(point)
                : new ExitPolicy.Fixed(bundle.architecture().maxCycles());
    }

    private static boolean setsGates(ModelBundle bundle, int point) {
        return bundle.frontier()
                .map(DepthFrontier::points)
                .filter(points -> point < points.size())
                .map(points -> points.get(point).gateThreshold().isPresent())
                .orElse(false);
    }

    private List<Difference> compute(Group group, List<Publication> publications, LongConsumer progress)
            throws InterruptedException {
        List<Difference> differences = new ArrayList<>();
        try (ScoringEngine engine = ScoringEngines.open(group.bundle(), options.withExitPolicy(group.policy()))) {
            List<ScoringTicket> tickets = new ArrayList<>();
            for (Publication publication : publications) {
                tickets.add(engine.submit(request(publication)));
            }
            for (int i = 0; i < publications.size(); i++) {
                differences.addAll(Comparison.of(
                        publications.get(i), tickets.get(i).result().join(), tolerance));
                progress.accept(i + 1);
            }
        }
        return differences;
    }

    private static ScoringRequest request(Publication publication) {
        return new ScoringRequest(
                publication.prediction().getEventId(),
                String.valueOf(publication.text()),
                OptionalInt.of(publication.prediction().getCyclesUsed()));
    }
}
