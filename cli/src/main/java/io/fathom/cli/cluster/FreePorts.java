package io.fathom.cli.cluster;

import io.fathom.cli.CommandException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Ports of the loopback address that nobody listens on. Between finding one and using it another process can take it; then
 * the process that was to have it ends, and says so.
 */
final class FreePorts {
    static final String HOST = "127.0.0.1";

    private final Deque<Integer> ports = new ArrayDeque<>();

    private FreePorts(List<Integer> ports) {
        this.ports.addAll(ports);
    }

    /** So many, all different: each is held until the last is found. */
    static FreePorts find(int count) {
        List<ServerSocket> held = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                held.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            return new FreePorts(held.stream().map(ServerSocket::getLocalPort).toList());
        } catch (IOException e) {
            throw new UncheckedIOException("no free port on " + HOST, e);
        } finally {
            held.forEach(FreePorts::close);
        }
    }

    int take() {
        return ports.remove();
    }

    /**
     * The port, if it is free.
     *
     * @param option that asked for it
     */
    static int checked(String option, int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true); // as Flink does: a port that is only winding down is free
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1);
            return port;
        } catch (IOException e) {
            throw CommandException.failed(option + " must name a free port of " + HOST + ", but " + port
                    + " is taken; give another, or leave " + option + " out");
        }
    }

    private static void close(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
