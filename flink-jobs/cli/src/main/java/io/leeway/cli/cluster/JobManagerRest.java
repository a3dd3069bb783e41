package io.leeway.cli.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.leeway.cli.console.RootCause;
import io.leeway.cli.console.UserError;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a JobManager says of itself over REST; the SQL gateway as well. Thread-safe. */
final class JobManagerRest {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final String address;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final ObjectMapper json = new ObjectMapper();

    /**
     * A job in the JobManager's list.
     *
     * @param tasksRunning how many of its {@code tasks} run
     * @param sinceMillis wall clock of its start
     */
    record Job(String id, String name, String state, int tasksRunning, int tasks, long sinceMillis) {

        boolean isRunning() {
            return state.equals("RUNNING") && tasks > 0 && tasksRunning == tasks;
        }

        boolean hasEnded() {
            return List.of("FINISHED", "FAILED", "CANCELED", "SUSPENDED").contains(state);
        }
    }

    /** @param address {@code host:port} */
    JobManagerRest(String address) {
        if (!address.matches("[^:/\\s]+:\\d{1,5}")) {
            throw new UserError("Expected a JobManager as host:port, found '" + address
                    + "'; that of a local cluster is localhost:8081");
        }
        this.address = address;
    }

    String address() {
        return address;
    }

    /** The answer to a GET; empty without an answer, or with another status than 200. */
    Optional<JsonNode> get(String path) throws InterruptedException {
        try {
            HttpResponse<String> response = client.send(
                    HttpRequest.newBuilder(URI.create("http://" + address + path))
                            .timeout(PATIENCE)
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            return response.statusCode() == 200 ? Optional.of(json.readTree(response.body())) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Resource ids of the TaskManagers that are registered. */
    List<String> taskManagers() throws InterruptedException {
        return get("/taskmanagers")
                .map(answer -> answer.path("taskmanagers").findValuesAsText("id"))
                .orElse(List.of());
    }

    /** All jobs that the JobManager remembers; empty where none answers. */
    List<Job> jobs() throws InterruptedException {
        List<Job> jobs = new ArrayList<>();
        for (JsonNode job :
                get("/jobs/overview").map(answer -> answer.path("jobs")).orElse(json.createArrayNode())) {
            jobs.add(job(job));
        }
        return jobs;
    }

    private static Job job(JsonNode job) {
        return new Job(
                job.path("jid").asText(),
                job.path("name").asText(),
                job.path("state").asText(),
                job.path("tasks").path("running").asInt(),
                job.path("tasks").path("total").asInt(),
                job.path("start-time").asLong());
    }

    /** A job by its id. */
    Optional<Job> job(String id) throws InterruptedException {
        return jobs().stream().filter(job -> job.id().equals(id)).findFirst();
    }

    /** Why a job last failed, in a line; null when it did not. */
    @Nullable
    String failure(String id) throws InterruptedException {
        return get("/jobs/" + id + "/exceptions")
                .map(answer -> answer.path("exceptionHistory").path("entries").path(0))
                .map(entry -> RootCause.of(entry.path("stacktrace").asText()))
                .filter(cause -> !cause.isEmpty())
                .orElse(null);
    }
}
