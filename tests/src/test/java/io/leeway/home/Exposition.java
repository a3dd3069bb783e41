package io.leeway.home;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a process tells Prometheus, read as Prometheus reads it: lines of {@code name{label="value",…} number}.
 *
 * @param samples all of them
 */
record Exposition(List<Sample> samples) {
    private static final Pattern SAMPLE = Pattern.compile("([a-zA-Z_:][\\w:]*)(?:\\{(.*)})? (\\S+)");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** One line. */
    record Sample(String name, String labels, double value) {}

    /** Scrapes a process of this machine. */
    static Exposition scrape(HttpClient client, int port) {
        URI uri = URI.create("http://localhost:" + port + "/metrics");
        try {
            HttpResponse<String> response = client.send(
                    HttpRequest.newBuilder(uri).timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString());
            return new Exposition(response.body()
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(Exposition::sample)
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot GET " + uri, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted during GET " + uri, e);
        }
    }

    private static Sample sample(String line) {
        Matcher matcher = SAMPLE.matcher(line);
        if (!matcher.matches()) {
            throw new IllegalStateException("Expected a sample, found " + line);
        }
        String labels = matcher.group(2) == null ? "" : matcher.group(2);
        return new Sample(matcher.group(1), labels, Double.parseDouble(matcher.group(3)));
    }

    /** The values of a metric, one a subtask, of the samples that carry this label. */
    List<Double> values(String name, String label, String value) {
        String wanted = label + "=\"" + value + "\"";
        return samples.stream()
                .filter(sample -> sample.name().equals(name) && sample.labels().contains(wanted))
                .map(Sample::value)
                .toList();
    }
}
