package io.fathom.cli.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.fathom.cli.terminal.Interruption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FreeSlotsTest {
    private static final int ALL = 4;

    private final AtomicInteger asked = new AtomicInteger();
    private final HttpServer jobManager = server();

    private static HttpServer server() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Has none free when first asked, and two from then on. */
    @BeforeEach
    void start() {
        jobManager.createContext("/overview", exchange -> {
            int free = asked.getAndIncrement() == 0 ? 0 : 2;
            byte[] body = ("{\"slots-total\":" + ALL + ",\"slots-available\":" + free + "}").getBytes(UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        jobManager.start();
    }

    @AfterEach
    void stop() {
        jobManager.stop(0);
    }

    private boolean await(int needed) throws Exception {
        try (Interruption interruption = Interruption.listen()) {
            return FreeSlots.await(new FlinkRest(jobManager.getAddress().getPort()), "second", needed, interruption);
        }
    }

    @Test
    void slotsThatComeFreeAreWaitedFor() throws Exception {
        assertThat(await(2)).isTrue();
        assertThat(asked).hasValue(2);
    }

    @Test
    void moreThanThereAreIsRefusedAtOnce() {
        assertThatThrownBy(() -> await(ALL + 1))
                .hasMessageContainingAll(
                        "job 'second'", "its 5 subtasks", "0 of 4 are free", "--parallelism", "cancel");
        assertThat(asked).hasValue(1);
    }

    @Test
    void aJobManagerThatIsGoneIsNamed() {
        stop();
        assertThatThrownBy(() -> await(1))
                .hasMessageContainingAll("the JobManager must answer at http://127.0.0.1:", "cluster status");
    }
}
