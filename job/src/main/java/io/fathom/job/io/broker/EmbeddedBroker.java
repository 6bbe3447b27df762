package io.fathom.job.io.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;
import org.jspecify.annotations.Nullable;

/**
 * One Kafka node, broker and KRaft controller together, on free ports of the loopback address.
 *
 * <p>Its data lives in a temporary directory that is deleted by {@link #close()}, or when the JVM exits. {@link #stop()}
 * and {@link #restart()} keep port and data, so clients can be shown a broker that goes away and comes back. Leaving is
 * abrupt (no controlled shutdown): open transactions stay open, as they do when a broker dies.
 *
 * <p>The broker logs through SLF4J under {@code kafka}, {@code org.apache.kafka} and {@code state.change.logger}; quiet
 * them in the logging configuration of the process.
 */
public final class EmbeddedBroker implements AutoCloseable {
    private static final int BIND_ATTEMPTS = 3;
    private static final Duration ADMIN_TIMEOUT = Duration.ofSeconds(30);

    private final Path directory;
    private final BrokerPorts ports;
    private final Thread deleteOnExit;
    private @Nullable KafkaRaftServer server;

    private EmbeddedBroker(Path directory, BrokerPorts ports, KafkaRaftServer server) {
        this.directory = directory;
        this.ports = ports;
        this.server = server;
        this.deleteOnExit = new Thread(this::release, "embedded-broker-exit");
        Runtime.getRuntime().addShutdownHook(deleteOnExit);
    }

    /**
     * Starts a broker with an empty log; returns when it takes requests.
     *
     * @throws IllegalStateException if it does not start
     */
    public static EmbeddedBroker start() {
        for (int attempt = 1; ; attempt++) {
            Path directory = temporaryDirectory();
            BrokerPorts ports = BrokerPorts.free();
            try {
                return new EmbeddedBroker(directory, ports, startServer(directory, ports));
            } catch (RuntimeException e) {
                // Between choosing a free port and binding it, another process can take it.
                BrokerStorage.delete(directory);
                if (attempt == BIND_ATTEMPTS) {
                    throw new IllegalStateException(
                            "the embedded Kafka broker did not start after " + BIND_ATTEMPTS + " attempts", e);
                }
            }
        }
    }

    /** What a client puts into {@code bootstrap.servers}. */
    public String bootstrapServers() {
        return ports.bootstrapServers();
    }

    /** Creates topics with the given number of partitions each; returns when they take records. */
    public void createTopics(int partitions, String... names) {
        BrokerTopics.create(bootstrapServers(), partitions, ADMIN_TIMEOUT, names);
    }

    /** Takes the broker away, keeping its port and data. Does nothing if it is already stopped. */
    public synchronized void stop() {
        KafkaRaftServer running = server;
        if (running != null) {
            running.shutdown();
            running.awaitShutdown();
            server = null;
        }
    }

    /** Brings a stopped broker back, on the same port with the same data. Does nothing if it is running. */
    public synchronized void restart() {
        if (!Files.isDirectory(directory)) {
            throw new IllegalStateException("the embedded Kafka broker has been closed, start a new one");
        }
        if (server == null) {
            server = startServer(directory, ports);
        }
    }

    /** Stops the broker and deletes its data. Idempotent. */
    @Override
    public void close() {
        release();
        try {
            Runtime.getRuntime().removeShutdownHook(deleteOnExit);
        } catch (IllegalStateException e) {
            // The JVM is going down already: the hook runs, and finds nothing to do.
        }
    }

    private synchronized void release() {
        stop();
        BrokerStorage.delete(directory);
    }

    private static KafkaRaftServer startServer(Path directory, BrokerPorts ports) {
        BrokerStorage.format(directory);
        KafkaRaftServer server =
                new KafkaRaftServer(new KafkaConfig(BrokerProperties.of(directory, ports)), Time.SYSTEM);
        try {
            server.startup();
            return server;
        } catch (RuntimeException e) {
            server.shutdown();
            server.awaitShutdown();
            throw e;
        }
    }

    private static Path temporaryDirectory() {
        try {
            return Files.createTempDirectory("fathom-broker-");
        } catch (IOException e) {
            throw new UncheckedIOException("could not create a temporary directory for the embedded Kafka broker", e);
        }
    }
}
