package io.fathom.job.io.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** The two ports of a single node on the loopback address. */
record BrokerPorts(int broker, int controller) {
    static final String HOST = "127.0.0.1";

    /** Two ports that were free a moment ago. */
    static BrokerPorts free() {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (ServerSocket broker = new ServerSocket(0, 1, loopback);
                ServerSocket controller = new ServerSocket(0, 1, loopback)) {
            return new BrokerPorts(broker.getLocalPort(), controller.getLocalPort());
        } catch (IOException e) {
            throw new UncheckedIOException("no free port on " + HOST + " for the embedded Kafka broker", e);
        }
    }

    String bootstrapServers() {
        return HOST + ":" + broker;
    }
}
