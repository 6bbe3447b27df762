package io.fathom.cli.replay;

import io.fathom.cli.kafka.TopicContents;
import io.fathom.job.config.JobConfig;
import io.fathom.job.config.KafkaSettings.Topics;
import io.fathom.schemas.DepthTelemetry;
import io.fathom.schemas.Prediction;
import io.fathom.schemas.TextEvent;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads what a job has published. Ids are unique, as the schema of events demands; of equal ones the last counts. */
final class Publications {
    private Publications() {}

    /** @param most predictions to keep in memory, the latest of the topic */
    static List<Publication> read(JobConfig job, int most) {
        Topics topics = job.kafka().topics();
        LatestPredictions predictions = new LatestPredictions(most);
        new TopicContents<>(job, topics.predictions(), Prediction.class)
                .forEach(p -> predictions.put(p.getEventId(), p));
        Map<String, DepthTelemetry> telemetry = new HashMap<>();
        new TopicContents<>(job, topics.depthTelemetry(), DepthTelemetry.class).forEach(t -> {
            if (predictions.containsKey(t.getEventId())) {
                telemetry.put(t.getEventId(), t);
            }
        });
        Map<String, String> texts = new HashMap<>();
        new TopicContents<>(job, topics.events(), TextEvent.class).forEach(e -> {
            if (predictions.containsKey(e.getId())) {
                texts.put(e.getId(), e.getText());
            }
        });
        return predictions.values().stream()
                .map(p -> new Publication(p, telemetry.get(p.getEventId()), texts.get(p.getEventId())))
                .toList();
    }

    private static final class LatestPredictions extends LinkedHashMap<String, Prediction> {
        private static final long serialVersionUID = 1L;

        private final int most;

        LatestPredictions(int most) {
            this.most = most;
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Prediction> eldest) {
            return size() > most;
        }
    }
}
