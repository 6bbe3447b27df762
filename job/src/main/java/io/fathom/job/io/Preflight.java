package io.fathom.job.io;

import io.fathom.job.config.FathomOptions;
import io.fathom.job.config.KafkaSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.DescribeTopicsResult;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Asks the brokers, before a job is submitted, for what would otherwise fail inside it minutes later: that they answer,
 * that the topics exist, and that they allow transactions as long as configured. Never takes longer than its timeout for
 * each question.
 */
public final class Preflight {
    private static final String MAX_TRANSACTION = "transaction.max.timeout.ms";

    private final KafkaSettings settings;
    private final Duration timeout;

    public Preflight(KafkaSettings settings, Duration timeout) {
        this.settings = settings;
        this.timeout = timeout;
    }

    /**
     * @throws PreflightException if the job could not run, saying why
     * @throws InterruptedException if interrupted while waiting for an answer
     */
    public void check() throws PreflightException, InterruptedException {
        Admin admin = connect();
        try {
            checkBrokers(admin);
            checkTopics(admin, settings.topics().names());
            if (settings.deliveryGuarantee() == DeliveryGuarantee.EXACTLY_ONCE) {
                checkTransactionTimeout(admin);
            }
        } finally {
            // A plain close() would wait for requests that no broker answers.
            admin.close(Duration.ZERO);
        }
    }

    /**
     * Only that the brokers answer and have these topics, for a client that uses no others.
     *
     * @throws PreflightException if not, saying why
     * @throws InterruptedException if interrupted while waiting for an answer
     */
    public void check(List<String> topics) throws PreflightException, InterruptedException {
        Admin admin = connect();
        try {
            checkBrokers(admin);
            checkTopics(admin, topics);
        } finally {
            admin.close(Duration.ZERO);
        }
    }

    private Admin connect() throws PreflightException {
        Properties properties = settings.properties().toProperties();
        String millis = String.valueOf(timeout.toMillis());
        properties.setProperty(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers());
        properties.setProperty(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, millis);
        properties.setProperty(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, millis);
        try {
            return Admin.create(properties);
        } catch (KafkaException e) {
            throw new PreflightException(
                    "cannot connect to Kafka at '" + settings.bootstrapServers() + "' (" + reason(e) + "): check "
                            + FathomOptions.KAFKA_BOOTSTRAP_SERVERS.key() + " and "
                            + FathomOptions.KAFKA_PROPERTIES.key() + ".*",
                    e);
        }
    }

    private void checkBrokers(Admin admin) throws PreflightException, InterruptedException {
        try {
            await(admin.describeCluster().nodes());
        } catch (ExecutionException | TimeoutException e) {
            throw new PreflightException(
                    "no Kafka broker answers at '" + settings.bootstrapServers() + "' within " + timeout.toMillis()
                            + " ms (" + reason(e) + "): check that it runs and that "
                            + FathomOptions.KAFKA_BOOTSTRAP_SERVERS.key() + " is its address",
                    e);
        }
    }

    private void checkTopics(Admin admin, List<String> topics) throws PreflightException, InterruptedException {
        DescribeTopicsResult answers = admin.describeTopics(topics);
        List<String> missing = new ArrayList<>();
        for (Map.Entry<String, KafkaFuture<TopicDescription>> answer :
                answers.topicNameValues().entrySet()) {
            String topic = answer.getKey();
            try {
                await(answer.getValue());
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                    throw unreadable(topic, e);
                }
                missing.add("'" + topic + "'");
            } catch (TimeoutException e) {
                throw unreadable(topic, e);
            }
        }
        if (!missing.isEmpty()) {
            boolean one = missing.size() == 1;
            throw new PreflightException((one ? "topic " : "topics ")
                    + String.join(", ", missing.stream().sorted().toList()) + (one ? " does" : " do")
                    + " not exist on the Kafka broker at '" + settings.bootstrapServers() + "': create "
                    + (one ? "it" : "them")
                    + " with kafka-topics.sh --create, or change the options fathom.topic.*");
        }
    }

    private PreflightException unreadable(String topic, Exception e) {
        return new PreflightException(
                "topic '" + topic + "' on the Kafka broker at '" + settings.bootstrapServers()
                        + "' cannot be described (" + reason(e) + "): check the rights of the job's user",
                e);
    }

    private void checkTransactionTimeout(Admin admin) throws PreflightException, InterruptedException {
        long longest;
        try {
            ConfigResource broker = new ConfigResource(
                    ConfigResource.Type.BROKER,
                    await(admin.describeCluster().controller()).idString());
            Config config =
                    await(admin.describeConfigs(List.of(broker)).all()).getOrDefault(broker, new Config(List.of()));
            ConfigEntry entry = config.get(MAX_TRANSACTION);
            if (entry == null) {
                return;
            }
            longest = Long.parseLong(entry.value());
        } catch (ExecutionException | TimeoutException e) {
            // Reading a broker's configuration takes rights that the job itself does not need.
            return;
        }
        long wanted = settings.transactionTimeout().toMillis();
        if (wanted > longest) {
            throw new PreflightException(FathomOptions.KAFKA_TRANSACTION_TIMEOUT.key() + " must be at most " + longest
                    + " ms (" + MAX_TRANSACTION + " of the Kafka broker at '" + settings.bootstrapServers()
                    + "'), but was " + wanted + " ms: lower it, or raise the broker's limit");
        }
    }

    private <T> T await(KafkaFuture<T> answer) throws InterruptedException, ExecutionException, TimeoutException {
        return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static String reason(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String message = root.getMessage();
        return message == null ? root.getClass().getSimpleName() : message.replaceAll("\\s+", " ");
    }
}
