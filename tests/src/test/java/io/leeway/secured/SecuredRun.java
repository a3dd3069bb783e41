package io.leeway.secured;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.leeway.cli.Leeway;
import io.leeway.home.RestEndpoint;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.util.TestStreamEnvironment;

/** Commands in this JVM, whose jobs run on one cluster with a REST endpoint. */
final class SecuredRun implements AutoCloseable {
    private static final List<String> PAGES =
            List.of("", "/config", "/plan", "/exceptions", "/checkpoints", "/checkpoints/config", "/jobmanager/config");

    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private final MiniCluster cluster;
    private final RestEndpoint rest;

    SecuredRun(Path folder) throws Exception {
        Configuration configuration = new Configuration();
        configuration.set(
                CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                folder.resolve("checkpoints").toUri().toString());
        configuration.set(RestOptions.BIND_PORT, "0");
        cluster = new MiniCluster(new MiniClusterConfiguration.Builder()
                .setConfiguration(configuration)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(2)
                .build());
        cluster.start();
        rest = new RestEndpoint(cluster.getRestAddress().get());
        TestStreamEnvironment.setAsContext(cluster, 2);
    }

    /** What a command has left. */
    record Ended(int code, String out, String err) {
        /** The one line. */
        String line() {
            List<String> lines = err.lines().toList();
            assertThat(lines).as(this.toString()).hasSize(1);
            assertThat(code).as(this.toString()).isOne();
            return lines.get(0);
        }
    }

    /** Runs a command to its end. */
    static Ended toTheEnd(List<String> arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Leeway.commandLine(false)
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments.toArray(String[]::new));
        Ended ended = new Ended(code, out.toString(), err.toString());
        assertThat(SecretSearch.isSecret(ended.toString())).as(ended.toString()).isFalse();
        return ended;
    }

    /** Runs a command that ends by itself; a job that it has left is cancelled. */
    Ended ended(List<String> arguments) throws Exception {
        CompletableFuture<Ended> command = CompletableFuture.supplyAsync(() -> toTheEnd(arguments));
        try {
            await(String.join(" ", arguments)).atMost(PATIENCE).until(command::isDone);
            return command.get();
        } finally {
            cancel();
        }
    }

    private void cancel() throws Exception {
        String job = running();
        if (job != null) {
            cluster.cancelJob(JobID.fromHexString(job)).get();
            await().until(() -> running() == null);
        }
    }

    /** Runs a job without end until it has taken two checkpoints and this is true. */
    void until(List<String> arguments, BooleanSupplier done) throws Exception {
        CompletableFuture<Ended> command = CompletableFuture.supplyAsync(() -> toTheEnd(arguments));
        String[] job = new String[1];
        try {
            await(String.join(" ", arguments))
                    .atMost(PATIENCE)
                    .until(() -> command.isDone() || (job[0] = running()) != null);
            await(String.join(" ", arguments))
                    .atMost(PATIENCE)
                    .ignoreExceptions()
                    .until(() -> command.isDone()
                            || (rest.get("/jobs/" + job[0] + "/checkpoints")
                                                    .path("counts")
                                                    .path("completed")
                                                    .asInt()
                                            >= 2
                                    && done.getAsBoolean()));
            assertThat(command.isDone())
                    .as(() -> arguments + " ended: " + command.join())
                    .isFalse();
            requireNoSecret(job[0]);
        } finally {
            cancel();
        }
        command.get();
    }

    private String running() {
        for (JsonNode job : rest.get("/jobs").path("jobs")) {
            String status = job.path("status").asText();
            if (!List.of("FINISHED", "FAILED", "CANCELED").contains(status)) {
                return job.path("id").asText();
            }
        }
        return null;
    }

    private void requireNoSecret(String job) {
        for (String page : PAGES) {
            String path = page.startsWith("/jobmanager") ? page : "/jobs/" + job + page;
            String text = rest.text(path);
            assertThat(SecretSearch.isSecret(text)).as(path + ": " + text).isFalse();
        }
    }

    /** The jobs of commands that have ended, which the web interface still shows. */
    void requireNoSecretOfEndedJobs() {
        rest.get("/jobs")
                .path("jobs")
                .forEach(job -> requireNoSecret(job.path("id").asText()));
    }

    @Override
    public void close() throws Exception {
        TestStreamEnvironment.unsetAsContext();
        cluster.close();
    }
}
