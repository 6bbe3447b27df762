package io.fathom.dist;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** One reading of a Prometheus endpoint. */
record Scrape(List<Sample> samples) {
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

    /** One series at that time. */
    record Sample(String metric, Map<String, String> labels) {
        private static Sample of(String line) {
            Map<String, String> labels = LABEL.matcher(line)
                    .results()
                    .collect(Collectors.toMap(label -> label.group(1), label -> label.group(2)));
            return new Sample(line.split("[{ ]", 2)[0], labels);
        }
    }

    static Scrape of(String address) {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(address)).build();
            return new Scrape(HttpClient.newHttpClient()
                    .send(request, BodyHandlers.ofString())
                    .body()
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(Sample::of)
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Names of all metrics. */
    Set<String> names() {
        return samples.stream().map(Sample::metric).collect(Collectors.toCollection(TreeSet::new));
    }
}
