package io.fathom.job.io.broker;

import java.nio.file.Path;
import java.util.Map;

/** The server configuration of a single node that is its own controller. */
final class BrokerProperties {

    private BrokerProperties() {}

    static Map<String, String> of(Path directory, BrokerPorts ports) {
        String broker = "BROKER://" + ports.bootstrapServers();
        String controller = BrokerPorts.HOST + ":" + ports.controller();
        return Map.ofEntries(
                Map.entry("process.roles", "broker,controller"),
                Map.entry("node.id", String.valueOf(BrokerStorage.NODE_ID)),
                Map.entry("listeners", broker + ",CONTROLLER://" + controller),
                Map.entry("advertised.listeners", broker),
                Map.entry("listener.security.protocol.map", "BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT"),
                Map.entry("controller.listener.names", BrokerStorage.CONTROLLER_LISTENER),
                Map.entry("inter.broker.listener.name", "BROKER"),
                Map.entry("controller.quorum.voters", BrokerStorage.NODE_ID + "@" + controller),
                Map.entry("log.dirs", directory.toString()),
                // A missing topic must be a message, not a topic that nobody asked for.
                Map.entry("auto.create.topics.enable", "false"),
                Map.entry("offsets.topic.replication.factor", "1"),
                Map.entry("offsets.topic.num.partitions", "1"),
                Map.entry("transaction.state.log.replication.factor", "1"),
                Map.entry("transaction.state.log.min.isr", "1"),
                Map.entry("transaction.state.log.num.partitions", "4"),
                Map.entry("share.coordinator.state.topic.replication.factor", "1"),
                Map.entry("share.coordinator.state.topic.min.isr", "1"),
                Map.entry("group.initial.rebalance.delay.ms", "0"),
                Map.entry("controlled.shutdown.enable", "false"),
                // A restart waits until the old registration has expired; the default is 9 s.
                Map.entry("broker.session.timeout.ms", "2000"),
                Map.entry("broker.heartbeat.interval.ms", "300"),
                // The default buffer of the log cleaner is 128 MiB of heap.
                Map.entry("log.cleaner.dedupe.buffer.size", "2097152"));
    }
}
