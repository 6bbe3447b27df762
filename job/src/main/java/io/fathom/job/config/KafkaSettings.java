package io.fathom.job.config;

import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import org.apache.flink.connector.base.DeliveryGuarantee;

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

    /** Names of the four topics. */
    public record Topics(String events, String predictions, String depthTelemetry, String deadLetters)
            implements Serializable {
        public List<String> names() {
            return List.of(events, predictions, depthTelemetry, deadLetters);
        }
    }
}
