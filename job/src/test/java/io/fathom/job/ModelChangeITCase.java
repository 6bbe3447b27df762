package io.fathom.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fathom.job.control.ModelRule;
import io.fathom.job.engines.BundleEngineFactory;
import io.fathom.job.engines.BundleRef;
import io.fathom.job.fixture.Directives;
import io.fathom.job.fixture.FailOnce;
import io.fathom.job.fixture.FailOnce.Moment;
import io.fathom.job.fixture.HeldTrials;
import io.fathom.job.fixture.Samples;
import io.fathom.job.io.broker.EmbeddedBroker;
import io.fathom.model.bundle.ModelBundle;
import io.fathom.model.bundle.TinyBundles;
import io.fathom.model.engine.Answer.Classification;
import io.fathom.model.engine.DeviceChoice;
import io.fathom.model.engine.EngineOptions;
import io.fathom.model.engine.ScoringEngine;
import io.fathom.model.engine.ScoringEngines;
import io.fathom.model.engine.ScoringRequest;
import io.fathom.model.engine.ScoringTicket;
import io.fathom.schemas.ControlAck;
import io.fathom.schemas.ControlDirective;
import io.fathom.schemas.ControlOutcome;
import io.fathom.schemas.ModelDirective;
import io.fathom.schemas.Prediction;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Two bundles, real engines on two TaskManagers, real Kafka: which of them answers what, and that its answer is its own. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class ModelChangeITCase {
    private static final double SHARE = 0.3;

    @TempDir
    private static Path folder = Path.of("");

    private static EmbeddedBroker broker;
    private static ModelBundle old;
    private static ModelBundle next;

    @RegisterExtension
    static final MiniClusterExtension CLUSTER = new MiniClusterExtension(new MiniClusterResourceConfiguration.Builder()
            .setNumberTaskManagers(2)
            .setNumberSlotsPerTaskManager(1)
            .build());

    @BeforeAll
    static void start() {
        broker = EmbeddedBroker.start();
        old = TinyBundles.write(folder.resolve("old"), 1);
        next = TinyBundles.write(folder.resolve("next"), 2);
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @Test
    void aCanaryAnswersItsIdsAndAllOfThemWhenItIsPromoted() throws Exception {
        DirectedJob job = job("split");
        job.submit(new BundleEngineFactory(job.config().engine()));
        job.direct(canary("some", SHARE));
        job.awaitAcks(1);
        job.send(400);
        job.awaitPredictions(400);
        job.direct(canary("all", 1));
        job.awaitAcks(2);
        job.send(100);
        job.awaitPredictions(500);
        job.cancel();

        assertThat(job.acks()).extracting(ControlAck::getOutcome).containsOnly(ControlOutcome.APPLIED);
        Map<String, Prediction> predictions = byId(job);
        List<String> split = job.ids().subList(0, 400);
        assertVersions(predictions, split, rule(SHARE));
        // Five standard deviations of 400 fair draws.
        assertThat(ofNext(predictions, split) / 400.0).isCloseTo(SHARE, within(0.115));
        assertThat(ofNext(predictions, job.ids().subList(400, 500))).isEqualTo(100);
        assertAnswersAreTheBundlesOwn(predictions);
    }

    /** Once while the canary is being opened, and once when it is in service. */
    @Test
    void aCanaryComesThroughTwoRestores() throws Exception {
        DirectedJob job = job("restore");
        HeldTrials trials = HeldTrials.named("restore");
        job.submit(new HeldTrials.Factory(
                "restore", new BundleEngineFactory(job.config().engine())));
        job.direct(canary("m", SHARE));
        DirectedJob.await(() -> trials.held() == 2);
        FailOnce.arm(Moment.COMPLETE);
        job.send(100);
        DirectedJob.await(FailOnce::hasFired);
        trials.letGo();
        job.awaitAcks(1);
        job.awaitPredictions(100);
        FailOnce.arm(Moment.COMPLETE);
        job.send(200);
        DirectedJob.await(FailOnce::hasFired);
        job.send(200);
        job.awaitPredictions(500);
        job.cancel();

        assertThat(job.acks()).singleElement().satisfies(ack -> assertThat(ack.getOutcome())
                .as(ack.toString())
                .isEqualTo(ControlOutcome.APPLIED));
        assertThat(trials.held())
                .as("tried again by both after the first restore")
                .isGreaterThanOrEqualTo(4);
        Map<String, Prediction> predictions = byId(job);
        assertVersions(predictions, job.ids().subList(100, 500), rule(SHARE));
        assertAnswersAreTheBundlesOwn(predictions);
    }

    private static DirectedJob job(String name) {
        return DirectedJob.prepare(
                broker,
                name,
                Map.of(
                        "fathom.bundle", old.folder().toString(),
                        "fathom.engine.device", "cpu",
                        "fathom.engine.workers", "1"));
    }

    private static ControlDirective canary(String id, double share) {
        return Directives.directive(id)
                .setModel(new ModelDirective(next.folder().toString(), next.manifestSha256(), share))
                .build();
    }

    private static ModelRule rule(double share) {
        return new ModelRule(
                BundleRef.CONFIGURED, new BundleRef(next.folder().toString(), next.manifestSha256()), share);
    }

    /** Each event has exactly one. */
    private static Map<String, Prediction> byId(DirectedJob job) {
        Map<String, Prediction> byId = new HashMap<>();
        List<Prediction> all = job.predictions();
        all.forEach(prediction -> byId.put(prediction.getEventId(), prediction));
        assertThat(all).extracting(Prediction::getEventId).containsExactlyInAnyOrderElementsOf(job.ids());
        return byId;
    }

    private static void assertVersions(Map<String, Prediction> predictions, List<String> ids, ModelRule rule) {
        for (String id : ids) {
            ModelBundle bundle = rule.of(id).isConfigured() ? old : next;
            assertThat(Objects.requireNonNull(predictions.get(id)).getModelVersion())
                    .as(id)
                    .isEqualTo(version(bundle));
        }
    }

    private static long ofNext(Map<String, Prediction> predictions, List<String> ids) {
        return ids.stream()
                .filter(id -> Objects.requireNonNull(predictions.get(id))
                        .getModelVersion()
                        .equals(version(next)))
                .count();
    }

    private static void assertAnswersAreTheBundlesOwn(Map<String, Prediction> predictions) throws Exception {
        Map<String, Classification> ofOld = answers(old, predictions.keySet());
        Map<String, Classification> ofNext = answers(next, predictions.keySet());
        int different = 0;
        for (Map.Entry<String, Prediction> entry : predictions.entrySet()) {
            Prediction prediction = entry.getValue();
            Classification fromOld = Objects.requireNonNull(ofOld.get(entry.getKey()));
            Classification fromNext = Objects.requireNonNull(ofNext.get(entry.getKey()));
            Classification own = prediction.getModelVersion().equals(version(next)) ? fromNext : fromOld;
            assertThat(prediction.getLabel()).isEqualTo(own.label());
            assertThat(prediction.getScore()).isCloseTo(own.score(), within(1e-5f));
            different += Math.abs(fromOld.score() - fromNext.score()) > 1e-3 ? 1 : 0;
        }
        assertThat(different).as("the bundles differ in their answers").isGreaterThan(predictions.size() / 2);
    }

    /** Of an engine without a job, by id. */
    private static Map<String, Classification> answers(ModelBundle bundle, Set<String> ids) throws Exception {
        EngineOptions alone = new EngineOptions(DeviceChoice.CPU, 1, 16, 2048, 1024, 1 << 20, bundle.exitPolicy(), 3);
        try (ScoringEngine engine = ScoringEngines.open(bundle, alone)) {
            Map<String, ScoringTicket> tickets = new HashMap<>();
            for (String id : ids) {
                tickets.put(
                        id,
                        engine.submit(ScoringRequest.of(id, Samples.event(id).getText())));
            }
            Map<String, Classification> answers = new HashMap<>();
            for (Map.Entry<String, ScoringTicket> ticket : tickets.entrySet()) {
                answers.put(ticket.getKey(), (Classification)
                        ticket.getValue().result().get(30, TimeUnit.SECONDS).answer());
            }
            return answers;
        }
    }

    private static String version(ModelBundle bundle) {
        return bundle.identity().version();
    }
}
