package io.fathom.job.io.broker;

import java.nio.file.Path;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One Kafka node, broker and KRaft controller together, as a process of its own on the loopback address. */
public final class BrokerProcess {
    private static final Logger LOG = LoggerFactory.getLogger(BrokerProcess.class);

    private BrokerProcess() {}

    /**
     * Runs until the process is told to end.
     *
     * @param args directory for the data, port for clients, port of the controller
     */
    public static void main(String[] args) {
        if (args.length != 3) {
            throw new IllegalArgumentException(
                    "arguments must be DIRECTORY PORT CONTROLLER_PORT, but were '" + String.join(" ", args) + "'");
        }
        Path directory = Path.of(args[0]);
        BrokerPorts ports = new BrokerPorts(Integer.parseInt(args[1]), Integer.parseInt(args[2]));
        KafkaRaftServer server;
        try {
            BrokerStorage.format(directory);
            server = new KafkaRaftServer(new KafkaConfig(BrokerProperties.of(directory, ports)), Time.SYSTEM);
            Runtime.getRuntime().addShutdownHook(new Thread(server::shutdown, "broker-shutdown"));
            server.startup();
        } catch (RuntimeException e) {
            LOG.error("the broker must start at {}, but did not: {}", ports.bootstrapServers(), e.getMessage(), e);
            // Some of its threads may be running already, and would keep the process.
            Runtime.getRuntime().halt(1);
            return;
        }
        server.awaitShutdown();
    }
}
