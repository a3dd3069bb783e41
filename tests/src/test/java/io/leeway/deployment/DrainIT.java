package io.leeway.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.leeway.local.EmbeddedBroker;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.core.execution.JobClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A scoring job without end that is stopped with drain: as if it were stopped without. */
class DrainIT {
    private static final String LIVE = "live";

    @TempDir
    private Path folder;

    @Test
    void nothingIsScoredAsOfTheFutureAndTheJobContinuesFromTheSavepoint() throws Exception {
        SavepointInput input = SavepointInput.make(folder.resolve("input"), 30, 9, 2);
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("broker"))) {
            SavepointTopics.createOutputs(broker);
            broker.createTopic(LIVE, SavepointInput.PARTITIONS, Map.of());
            SavepointTopics topics = new SavepointTopics(broker);
            SavepointJob job = new SavepointJob(input.endless(), topics, LIVE, folder, input.models(), folder);
            topics.append(LIVE, input.parts().get(0));
            JobClient running = job.start(null, 2);
            job.awaitIdle(running, input.eventsUpTo(0));
            Map<String, JsonNode> before = topics.scores();
            Path savepoint = job.stop(running, true);
            // What the last records made due may still come; nothing may that they did not.
            Instant last = Instant.ofEpochMilli(input.parts().get(0).stream()
                    .mapToLong(SavepointInput.Line::timestamp)
                    .max()
                    .orElseThrow());
            assertThat(topics.scores()).containsKeys(before.keySet().toArray(String[]::new));
            assertThat(topics.scores().values())
                    .noneMatch(score ->
                            Instant.parse(score.required("asOf").asText()).isAfter(last));

            topics.append(LIVE, input.parts().get(1));
            running = job.start(savepoint.toUri().toString(), 1);
            job.awaitIdle(running, input.eventsUpTo(1));
            running.cancel().get();
            Map<String, JsonNode> found = new TreeMap<>(topics.scores());
            found.values()
                    .removeIf(score ->
                            Instant.parse(score.required("asOf").asText()).isAfter(input.until()));
            SavepointScores.requireSame(
                    "after a drain",
                    SavepointJob.undisturbed(input, topics, LIVE, input.models(), folder.resolve("undisturbed")),
                    found);
        }
    }
}
