package io.fathom.job.config;

import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.jspecify.annotations.Nullable;

/**
 * Where records come from and go to.
 *
 * @param bounded true to stop at the offsets that are the latest when the job starts
 * @param transactionalIdPrefix start of the producers' transactional ids, unique to the job
 * @param properties passed on to all clients
 */
public record KafkaSettings(
        String bootstrapServers,
        String groupId,
        Topics topics,
        StartingOffsets startingOffsets,
        boolean bounded,
        DeliveryGuarantee deliveryGuarantee,
        String transactionalIdPrefix,
        Duration transactionTimeout,
        ClientProperties properties)
        implements Serializable {

    /**
     * Names of the topics.
     *
     * @param control where directives come from, or null if the job takes none
     * @param controlAcks what became of them, or null
     */
    public record Topics(
            String events,
            String predictions,
            String depthTelemetry,
            String deadLetters,
            @Nullable String control,
            @Nullable String controlAcks)
            implements Serializable {

        /** Those of a job that takes no directives. */
        public Topics(String events, String predictions, String depthTelemetry, String deadLetters) {
            this(events, predictions, depthTelemetry, deadLetters, null, null);
        }

        /** All that there are. */
        public List<String> names() {
            return Stream.of(events, predictions, depthTelemetry, deadLetters, control, controlAcks)
                    .filter(Objects::nonNull)
                    .toList();
        }
    }
}
