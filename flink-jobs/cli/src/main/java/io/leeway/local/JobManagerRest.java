package io.leeway.local;

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
public final class JobManagerRest {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final String address;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final ObjectMapper json = new ObjectMapper();

    /**
     * A job in the JobManager's list.
     *
     * @param sinceMillis wall clock of its start
     */
    public record Job(String id, String name, String state, int tasksRunning, int tasks, long sinceMillis) {

        public boolean isRunning() {
            return state.equals("RUNNING") && tasks > 0 && tasksRunning == tasks;
        }

        public boolean hasEnded() {
            return List.of("FINISHED", "FAILED", "CANCELED", "SUSPENDED").contains(state);
        }
    }

    public JobManagerRest(String address) {
        if (!address.matches("[^:/\\s]+:\\d{1,5}")) {
            throw new UserError("Expected a JobManager as host:port, found '" + address
                    + "'; that of a local cluster is localhost:8081");
        }
        this.address = address;
    }

    /** The answer to a GET; empty without an answer, or with a status that says that there is none. */
    public Optional<JsonNode> get(String path) throws InterruptedException {
        return answer(path, HttpRequest.newBuilder());
    }

    /** The same of a POST with a body of JSON. */
    public Optional<JsonNode> post(String path, String body) throws InterruptedException {
        return answer(
                path,
                HttpRequest.newBuilder()
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private Optional<JsonNode> answer(String path, HttpRequest.Builder request) throws InterruptedException {
        URI uri = URI.create("http://" + address + path);
        try {
            HttpResponse<String> response =
                    client.send(request.uri(uri).timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString());
            return response.statusCode() / 100 == 2 ? Optional.of(json.readTree(response.body())) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Resource ids of the TaskManagers that are registered. */
    public List<String> taskManagers() throws InterruptedException {
        return get("/taskmanagers")
                .map(answer -> answer.path("taskmanagers").findValuesAsText("id"))
                .orElse(List.of());
    }

    /** All jobs that the JobManager remembers; empty where none answers. */
    public List<Job> jobs() throws InterruptedException {
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

    public Optional<Job> job(String id) throws InterruptedException {
        return jobs().stream().filter(job -> job.id().equals(id)).findFirst();
    }

    /** The causes of a job's failures, a line each, in order; at most 500. */
    public List<String> failures(String id) throws InterruptedException {
        List<String> causes = new ArrayList<>();
        get("/jobs/" + id + "/exceptions?maxExceptions=500")
                .map(answer -> answer.path("exceptionHistory").path("entries"))
                .ifPresent(entries -> entries.forEach(entry ->
                        causes.add(0, RootCause.of(entry.path("stacktrace").asText()))));
        return List.copyOf(causes);
    }

    /** Why a job last failed, in a line; null when it did not. */
    public @Nullable String failure(String id) throws InterruptedException {
        List<String> causes = failures(id);
        return causes.isEmpty() || causes.get(causes.size() - 1).isEmpty() ? null : causes.get(causes.size() - 1);
    }
}
