package io.fathom.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The script of the images against a server in this process. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "runs what only runs in the image")
class HealthCheckTest {

    @Test
    void healthyWhenMetricsAreServed() throws Exception {
        assertThat(checkAgainst(200)).isZero();
    }

    @Test
    void unhealthyWhenTheServerFails() throws Exception {
        assertThat(checkAgainst(500)).isEqualTo(1);
    }

    @Test
    void unhealthyWhenNothingListens() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        assertThat(check(port)).isNotZero();
    }

    private static int checkAgainst(int status) throws Exception {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0), 1);
        server.createContext("/metrics", exchange -> {
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        server.start();
        try {
            return check(server.getAddress().getPort());
        } finally {
            server.stop(0);
        }
    }

    private static int check(int port) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                Repository.DEPLOY.resolve("docker/healthcheck.sh").toString());
        builder.environment().putAll(Map.of("FATHOM_HEALTH_PORT", String.valueOf(port)));
        return builder.start().waitFor();
    }
}
