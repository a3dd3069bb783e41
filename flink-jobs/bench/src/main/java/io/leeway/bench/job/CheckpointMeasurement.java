package io.leeway.bench.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.leeway.bench.measure.BenchmarkResult;
import io.leeway.bench.measure.BenchmarkRig;
import io.leeway.bench.measure.RoundSpread;
import io.leeway.cli.console.ClockPause;
import io.leeway.local.FreePorts;
import io.leeway.local.JobManagerRest;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.WebOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Checkpoints of the features operator at full speed on RocksDB: in turns a full one and, a second
 * of events later, an incremental one.
 */
public record CheckpointMeasurement(List<Taken> full, List<Taken> incremental) {
    private static final long APART_MILLIS = 1_000;
    private static final long LOOK_EVERY_MILLIS = 20;
    private static final long PATIENCE_MILLIS = 30_000;

    /**
     * One checkpoint: the bytes that were uploaded for it and the time from its trigger to its
     * completion.
     */
    record Taken(long bytes, long millis) {}

    public static CheckpointMeasurement take(BenchmarkRig rig, SyntheticShoppers crowd, Path folder) throws Exception {
        FeaturesTurn turn = new FeaturesTurn("rocksdb", crowd, 0, Long.MAX_VALUE - 1);
        int port = FreePorts.free();
        Configuration configuration = turn.configuration();
        configuration.set(RestOptions.PORT, port);
        configuration.set(RestOptions.BIND_PORT, Integer.toString(port));
        configuration.set(WebOptions.REFRESH_INTERVAL, Duration.ofMillis(100));
        configuration.set(
                CheckpointingOptions.CHECKPOINTS_DIRECTORY, folder.toUri().toString());
        StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironmentWithWebUI(configuration);
        env.setParallelism(1);
        turn.define(env);
        JobClient job = env.executeAsync("leeway checkpoints");
        try {
            Rest rest = new Rest(new JobManagerRest("localhost:" + port), "/jobs/" + job.getJobID());
            rest.await(
                    "", answer -> answer.path("status-counts").path("RUNNING").asInt() == 2);
            List<Taken> full = new ArrayList<>();
            List<Taken> incremental = new ArrayList<>();
            for (int round = -1; round < rig.rounds(); round++) {
                rest.pause(rig.sized(APART_MILLIS));
                // A full one by name; Flink takes an incremental one only as what the job is
                // configured for.
                Taken whole = rest.checkpoint("FULL");
                rest.pause(rig.sized(APART_MILLIS));
                Taken step = rest.checkpoint("CONFIGURED");
                if (round >= 0) {
                    full.add(whole);
                    incremental.add(step);
                }
            }
            return new CheckpointMeasurement(full, incremental);
        } finally {
            job.cancel().get();
        }
    }

    public long fullBytes() {
        return bytes(full);
    }

    private static long bytes(List<Taken> taken) {
        return (long) RoundSpread.of(taken.stream().mapToDouble(Taken::bytes).toArray())
                .middle();
    }

    public BenchmarkResult result(String name, String model, List<Taken> taken) {
        RoundSpread millis =
                RoundSpread.of(taken.stream().mapToDouble(Taken::millis).toArray());
        return BenchmarkResult.figures(
                name,
                model,
                Map.of(
                        "bytes", bytes(taken),
                        "millis", Math.round(millis.middle()),
                        "millisLow", Math.round(millis.low()),
                        "millisHigh", Math.round(millis.high())));
    }

    private record Rest(JobManagerRest rest, String job) {
        private static final Clock CLOCK = Clock.systemUTC();

        void pause(long millis) throws InterruptedException {
            ClockPause.parking().until(CLOCK, CLOCK.millis() + millis);
        }

        JsonNode await(String path, Predicate<JsonNode> condition) throws InterruptedException {
            // Flink looks at its own statistics only now and then: what is not known yet is asked
            // for again.
            long last = CLOCK.millis() + PATIENCE_MILLIS;
            while (true) {
                JsonNode answer = rest.get(job + path).orElse(MissingNode.getInstance());
                if (condition.test(answer)) {
                    return answer;
                }
                if (CLOCK.millis() > last) {
                    throw new IllegalStateException("Expected an answer by Flink to " + path + ", found " + answer);
                }
                pause(LOOK_EVERY_MILLIS);
            }
        }

        Taken checkpoint(String type) throws InterruptedException {
            JsonNode triggered = rest.post(job + "/checkpoints", "{\"checkpointType\":\"" + type + "\"}")
                    .orElseThrow(() -> new IllegalStateException("Expected Flink to take a checkpoint"));
            JsonNode done = await(
                            "/checkpoints/" + triggered.path("request-id").asText(),
                            answer -> answer.path("status").path("id").asText().equals("COMPLETED"))
                    .path("operation");
            if (done.hasNonNull("failure-cause")) {
                throw new IllegalStateException("Expected a checkpoint, found " + done.path("failure-cause"));
            }
            JsonNode details = await(
                    "/checkpoints/details/" + done.path("checkpointId").asLong(),
                    answer -> answer.path("status").asText().equals("COMPLETED"));
            return new Taken(
                    details.path("checkpointed_size").asLong(),
                    details.path("end_to_end_duration").asLong());
        }
    }
}
