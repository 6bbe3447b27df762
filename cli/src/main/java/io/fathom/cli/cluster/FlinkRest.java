package io.fathom.cli.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fathom.cli.CommandException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;

/** Flink's REST API, as far as a cluster of ours needs it. */
final class FlinkRest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TIMEOUT = Duration.ofMinutes(1);
    private static final String BOUNDARY = "fathom-job-jar";

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final String address;

    FlinkRest(int port) {
        this.address = "http://" + FreePorts.HOST + ":" + port;
    }

    /** For a browser as well. */
    String address() {
        return address;
    }

    JsonNode get(String path) throws IOException, InterruptedException {
        return send(path, request(path).GET());
    }

    JsonNode post(String path, ObjectNode body) throws IOException, InterruptedException {
        return send(
                path,
                request(path)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body.toString())));
    }

    /**
     * Uploads a jar, runs its main method, and takes the jar away again: a job has a copy of its own, and what was refused
     * needs none.
     *
     * @return the id of the job that it started
     */
    String runOnce(Path jar, int parallelism, String... args) throws IOException, InterruptedException {
        String stored = upload(jar);
        String job;
        try {
            job = run(stored, parallelism, args);
        } catch (IOException | CommandException e) {
            try {
                deleteJar(stored);
            } catch (IOException | CommandException second) {
                e.addSuppressed(second);
            }
            throw e;
        }
        deleteJar(stored);
        return job;
    }

    /** Returns the id that Flink gives it. */
    private String upload(Path jar) throws IOException, InterruptedException {
        String path = "/jars/upload";
        JsonNode answer = send(
                path,
                request(path)
                        .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                        .POST(multipart(jar)));
        String stored = answer.path("filename").asText();
        return stored.substring(stored.lastIndexOf('/') + 1);
    }

    private void deleteJar(String id) throws IOException, InterruptedException {
        JsonNode unused = send("/jars/" + id, request("/jars/" + id).DELETE());
    }

    private String run(String jar, int parallelism, String... args) throws IOException, InterruptedException {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("parallelism", parallelism);
        for (String arg : args) {
            body.withArray("programArgsList").add(arg);
        }
        return post("/jars/" + jar + "/run", body).path("jobid").asText();
    }

    /** Asks for the end of a job; it comes a little later. */
    void cancel(String job) throws IOException, InterruptedException {
        JsonNode unused =
                send("/jobs/" + job, request("/jobs/" + job + "?mode=cancel").method("PATCH", BodyPublishers.noBody()));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(address + path)).timeout(TIMEOUT);
    }

    private JsonNode send(String path, HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> response = answer(request.build());
        if (response.statusCode() >= 400) {
            throw CommandException.failed("Flink must grant " + path + ", but refused: " + reason(response.body()));
        }
        return response.body().isBlank() ? JsonNodeFactory.instance.objectNode() : JSON.readTree(response.body());
    }

    private HttpResponse<String> answer(HttpRequest request) throws IOException, InterruptedException {
        try {
            return client.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            // Says no more than 'closed', if anything.
            IOException silent = new IOException("the JobManager must answer at " + address + ", but does not ("
                    + e.getClass().getSimpleName() + "); see 'fathom cluster status'");
            silent.addSuppressed(e);
            throw silent;
        }
    }

    /** Flink sends whole stack traces. */
    private static String reason(String body) {
        String reason = body;
        try {
            for (JsonNode error : JSON.readTree(body).path("errors")) {
                reason = RemoteFailure.sentence(error.asText());
            }
        } catch (IOException e) {
            // Then it is no JSON, and all there is to show.
        }
        return reason;
    }

    private static BodyPublisher multipart(Path jar) throws FileNotFoundException {
        return BodyPublishers.concat(
                BodyPublishers.ofString("--" + BOUNDARY
                        + "\r\nContent-Disposition: form-data; name=\"jarfile\"; filename=\"" + jar.getFileName()
                        + "\"\r\nContent-Type: application/x-java-archive\r\n\r\n"),
                BodyPublishers.ofFile(jar),
                BodyPublishers.ofString("\r\n--" + BOUNDARY + "--\r\n"));
    }
}
