package io.fathom.cli.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is made of the answers of a JobManager; they are as Flink 2.3 gives them. */
class FlinkRestTest {
    private static final String JOB = "f368f6c38fc4ebac199d0e61955a0e86";
    private static final String TRACE =
            """
            org.apache.flink.runtime.JobException: Recovery is suppressed by FixedDelayRestartBackoffTimeStrategy
            \tat org.apache.flink.runtime.executiongraph.failover.ExecutionFailureHandler.handleFailure
            Caused by: io.fathom.model.bundle.BundleException: bundle '/nowhere' cannot be used: it does not exist
            \tat io.fathom.model.bundle.BundleReader.read(BundleReader.java:30)
            Caused by: java.lang.IllegalArgumentException: it does not exist
            \t... 22 more
            """;

    @TempDir
    private Path folder;

    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final HttpServer jobManager = server();

    private static HttpServer server() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void answer(String path, int status, ObjectNode body) {
        jobManager.createContext(path, exchange -> {
            requests.add(
                    exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath());
            byte[] bytes = body.toString().getBytes(UTF_8);
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    private FlinkRest rest() {
        return new FlinkRest(jobManager.getAddress().getPort());
    }

    @BeforeEach
    void start() {
        answer("/jars/upload", 200, object().put("filename", "/tmp/flink-web-upload/1_job.jar"));
        answer("/jars/1_job.jar", 200, object());
        jobManager.start();
    }

    @AfterEach
    void stop() {
        jobManager.stop(0);
    }

    @Test
    void theLastFailureOfAJobIsTold() throws Exception {
        ObjectNode history = object();
        history.withObject("/exceptionHistory")
                .withArray("entries")
                .add(object().put("stacktrace", TRACE))
                .add(object().put("stacktrace", "java.io.IOException: an earlier one"));
        answer("/jobs/" + JOB + "/exceptions", 200, history);
        assertThat(new RunningJobs(rest()).failure(JOB))
                .isEqualTo("bundle '/nowhere' cannot be used: it does not exist");
    }

    @Test
    void aJobWithoutFailuresHasNone() throws Exception {
        ObjectNode history = object();
        history.withObject("/exceptionHistory").withArray("entries");
        answer("/jobs/" + JOB + "/exceptions", 200, history);
        assertThat(new RunningJobs(rest()).failure(JOB)).isEmpty();
    }

    @Test
    void withoutAnExceptionOfOursTheInnermostIsTold() {
        assertThat(RemoteFailure.sentence("a.B: outer\nCaused by: x.YException: middle\nCaused by: java.lang.Z: inner"))
                .isEqualTo("java.lang.Z: inner");
        assertThat(RemoteFailure.sentence("java.lang.IllegalStateException: alone\n\tat x"))
                .isEqualTo("alone");
        assertThat(RemoteFailure.sentence("no trace")).isEqualTo("no trace");
    }

    @Test
    void aRefusedJobLeavesNoJar() throws Exception {
        ObjectNode refusal = object();
        refusal.withArray("errors").add("Internal server error.").add(TRACE);
        answer("/jars/1_job.jar/run", 400, refusal);
        Path jar = Files.writeString(folder.resolve("job.jar"), "jar");
        assertThatThrownBy(() -> rest().runOnce(jar, 1))
                .hasMessageContaining("refused: bundle '/nowhere' cannot be used");
        assertThat(requests).containsExactly("POST /jars/upload", "POST /jars/1_job.jar/run", "DELETE /jars/1_job.jar");
    }

    @Test
    void aJobThatWorksHasACopyOfItsOwn() throws Exception {
        answer("/jars/1_job.jar/run", 200, object().put("jobid", JOB));
        Path jar = Files.writeString(folder.resolve("job.jar"), "jar");
        assertThat(rest().runOnce(jar, 1)).isEqualTo(JOB);
        assertThat(requests).endsWith("DELETE /jars/1_job.jar");
    }
}
