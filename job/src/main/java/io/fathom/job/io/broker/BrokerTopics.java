package io.fathom.job.io.broker;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Topics on a broker of ours, which has one node. */
public final class BrokerTopics {
    private static final long PAUSE_MILLIS = 20;

    private BrokerTopics() {}

    /**
     * Creates those topics that are not there yet; returns when all of them take records.
     *
     * @param partitions of each topic that is created
     * @throws IllegalStateException if the broker does not do it in time
     */
    public static void create(String bootstrapServers, int partitions, Duration timeout, String... names) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            Set<String> existing = admin.listTopics().names().get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            List<String> missing = Arrays.stream(names)
                    .filter(name -> !existing.contains(name))
                    .toList();
            admin.createTopics(missing.stream()
                            .map(name -> new NewTopic(name, partitions, (short) 1))
                            .toList())
                    .all()
                    .get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            awaitLeader(admin, partitions, timeout, missing);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while creating topics " + Arrays.toString(names), e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(
                    "topics " + Arrays.toString(names) + " must be created on the broker at " + bootstrapServers
                            + " within " + timeout.toSeconds() + " s, but were not: " + e.getMessage(),
                    e);
        }
    }

    /**
     * The controller knows topics before the broker leads them. A producer that comes in between may have its second batch
     * taken before its first, which the broker then refuses for ever as out of sequence.
     */
    private static void awaitLeader(Admin admin, int partitions, Duration timeout, List<String> names)
            throws InterruptedException, ExecutionException, TimeoutException {
        Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
        for (String name : names) {
            for (int p = 0; p < partitions; p++) {
                ends.put(new TopicPartition(name, p), OffsetSpec.latest());
            }
        }
        for (long pauses = 1; ; pauses++) {
            try {
                admin.listOffsets(ends).all().get(timeout.toMillis(), TimeUnit.MILLISECONDS);
                return;
            } catch (ExecutionException e) {
                // The broker has not heard of the topics yet; the client asks again for any other reason, but not for
                // this one.
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException)
                        || pauses * PAUSE_MILLIS > timeout.toMillis()) {
                    throw e;
                }
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            }
        }
    }
}
