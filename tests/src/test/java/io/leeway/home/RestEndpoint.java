package io.leeway.home;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Set;
import org.awaitility.core.ConditionTimeoutException;

/** The JobManager's REST endpoint: what a test asks it, and how it waits for an answer. */
public final class RestEndpoint {

    private static final Set<String> ENDED = Set.of("FINISHED", "FAILED", "CANCELED", "SUSPENDED");
    private static final Duration INTERVAL = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final URI root;
    private final HttpClient client;
    private final ObjectMapper json = new ObjectMapper();

    public RestEndpoint(URI root) {
        this(root, HttpClient.newBuilder());
    }

    /** Asked by such a client. */
    RestEndpoint(URI root, HttpClient.Builder client) {
        this.root = root;
        this.client = client.connectTimeout(PATIENCE).build();
    }

    URI root() {
        return root;
    }

    /** The answer to a GET, which must be 200. */
    public JsonNode get(String path) {
        try {
            HttpResponse<String> response = answer(path);
            if (response.statusCode() != 200) {
                throw new IOException(path + " answered " + response.statusCode() + ": " + response.body());
            }
            return json.readTree(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot GET " + root.resolve(path), e);
        }
    }

    /** The text of the answer to a GET, whatever its status: a job without checkpoints has no page of them. */
    public String text(String path) {
        try {
            return answer(path).body();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot GET " + root.resolve(path), e);
        }
    }

    private HttpResponse<String> answer(String path) throws IOException {
        HttpRequest request =
                HttpRequest.newBuilder(root.resolve(path)).timeout(PATIENCE).build();
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted during GET " + path, e);
        }
    }

    /** TaskManagers that are registered and in touch. */
    int taskManagers() {
        return get("/overview").path("taskmanagers").asInt();
    }

    /** Waits until the TaskManager of this resource id is registered. */
    void awaitTaskManager(String id, Duration atMost) {
        await("TaskManager " + id + " at " + root)
                .atMost(atMost)
                .pollInterval(INTERVAL)
                .ignoreExceptions()
                .until(() -> get("/taskmanagers")
                        .path("taskmanagers")
                        .findValuesAsText("id")
                        .contains(id));
    }

    /** {@code RUNNING}, {@code FINISHED}, … */
    String state(String jobId) {
        return get("/jobs/" + jobId).path("state").asText();
    }

    /** Waits until the job has ended in whatever way, and gives the state it ended in. */
    public String awaitEnd(String jobId, Duration atMost) {
        try {
            return await("the end of job " + jobId)
                    .atMost(atMost)
                    .pollInterval(INTERVAL)
                    .ignoreExceptions()
                    .until(() -> state(jobId), ENDED::contains);
        } catch (ConditionTimeoutException late) {
            throw new AssertionError(
                    "Job " + jobId + " is " + state(jobId) + " after " + atMost + " with " + taskManagers()
                            + " TaskManagers: " + exceptions(jobId),
                    late);
        }
    }

    /** Waits until a job runs with every task of it. */
    public void awaitAllRunning(String jobId, Duration atMost) {
        await("all tasks of job " + jobId + " to run")
                .atMost(atMost)
                .pollDelay(Duration.ZERO)
                .pollInterval(INTERVAL)
                .ignoreExceptions()
                .until(() -> {
                    JsonNode job = get("/jobs/" + jobId);
                    int missing = 0;
                    for (JsonNode vertex : job.path("vertices")) {
                        missing += vertex.path("parallelism").asInt()
                                - vertex.path("tasks").path("RUNNING").asInt();
                    }
                    return job.path("state").asText().equals("RUNNING")
                            && !job.path("vertices").isEmpty()
                            && missing == 0;
                });
    }

    /** Waits until a job has failed that often. */
    public void awaitFailure(String jobId, int times, Duration atMost) {
        await("failure " + times + " of job " + jobId)
                .atMost(atMost)
                .pollDelay(Duration.ZERO)
                .pollInterval(INTERVAL)
                .ignoreExceptions()
                .until(() -> get("/jobs/" + jobId + "/exceptions")
                                .path("exceptionHistory")
                                .path("entries")
                                .size()
                        >= times);
    }

    /** A TaskManager that runs a task of the job, by its resource id. */
    public String taskManagerOf(String jobId) {
        String vertex =
                get("/jobs/" + jobId).path("vertices").path(0).path("id").asText();
        return get("/jobs/" + jobId + "/vertices/" + vertex + "/taskmanagers")
                .path("taskmanagers")
                .path(0)
                .path("taskmanager-id")
                .asText();
    }

    /** The failures that Flink remembers of a job. */
    String exceptions(String jobId) {
        return get("/jobs/" + jobId + "/exceptions").toPrettyString();
    }

    /** An accumulator's value as text. */
    String accumulator(String jobId, String name) {
        for (JsonNode each : get("/jobs/" + jobId + "/accumulators").path("user-task-accumulators")) {
            if (each.path("name").asText().equals(name)) {
                return each.path("value").asText();
            }
        }
        throw new AssertionError("Expected an accumulator " + name + " of job " + jobId + ", found none");
    }
}
