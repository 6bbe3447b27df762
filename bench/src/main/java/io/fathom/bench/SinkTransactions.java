package io.fathom.bench;

import io.fathom.job.config.FathomOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.flink.connector.kafka.util.AdminUtils;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.common.message.DescribeProducersResponseData.ProducerState;
import org.apache.kafka.common.protocol.ObjectSerializationCache;

/**
 * What exactly-once delivery leaves behind on the brokers, and what the next start makes of it: each subtask of a sink asks
 * every partition of its topic for its producers, to find the transactions that a dead job left open. Partitions and
 * producers both grow with the subtasks, so all these answers together grow with their cube.
 */
final class SinkTransactions {
    private static final String TOPIC = FathomOptions.TOPIC_PREDICTIONS.defaultValue();
    private static final int LOOKS = 5;
    private static final short VERSION = 0;

    /**
     * After a job on a real broker.
     *
     * @param transactionalIds of the predictions' sink
     * @param producersInPartition of the predictions topic, on average
     * @param lookMillis for one subtask to look for open transactions, with everything on one machine
     */
    record Row(int subtasks, long transactionalIds, double producersInPartition, Spread lookMillis) {
        double producersOfASubtask() {
            return producersInPartition / subtasks;
        }
    }

    /**
     * A start of a job with as many partitions as subtasks, which ran before.
     *
     * @param bytesOfOne that brokers send to one subtask of one sink
     * @param bytesOfAll to all subtasks of that sink
     */
    record Start(ClusterSize cluster, double bytesOfOne, double bytesOfAll) {}

    private SinkTransactions() {}

    static Row measure(Path folder, int subtasks, int events) throws Exception {
        Path bundle = SyntheticBundle.writeAdaptive(folder.resolve("transactions-" + subtasks), 32, 1)
                .folder();
        AtomicReference<Row> row = new AtomicReference<>();
        var unused = new PipelineJob(folder, bundle, subtasks, 4)
                .run(SyntheticBundle.texts(1, 256), events, broker -> row.set(look(broker, subtasks)));
        return Objects.requireNonNull(row.get());
    }

    /** @param producersOfASubtask in each partition that it writes to: all of them, since records are keyed by their ids */
    static Start start(ClusterSize cluster, double producersOfASubtask) {
        int entry = new ProducerState().size(new ObjectSerializationCache(), VERSION);
        double partitions = cluster.subtasks();
        double one = partitions * producersOfASubtask * cluster.subtasks() * entry;
        return new Start(cluster, one, one * cluster.subtasks());
    }

    private static Row look(String bootstrapServers, int subtasks) {
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers))) {
            List<Double> millis = new ArrayList<>();
            for (int i = 0; i < LOOKS; i++) {
                long start = System.nanoTime();
                var unused = AdminUtils.getOpenTransactionsForTopics(admin, List.of(TOPIC));
                millis.add((System.nanoTime() - start) / 1e6);
            }
            long ids = admin.listTransactions().all().get().stream()
                    .map(TransactionListing::transactionalId)
                    .filter(id -> id.contains(TOPIC))
                    .count();
            double producers = AdminUtils.getProducerStates(admin, List.of(TOPIC)).values().stream()
                    .mapToInt(state -> state.activeProducers().size())
                    .average()
                    .orElse(0);
            return new Row(subtasks, ids, producers, Spread.of(millis));
        } catch (ExecutionException e) {
            throw new IllegalStateException("the broker must tell its transactions", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the broker was asked", e);
        }
    }
}
