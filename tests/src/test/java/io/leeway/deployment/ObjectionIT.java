package io.leeway.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.leeway.local.EmbeddedBroker;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.flink.core.execution.JobClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A shopper who objects is scored no more, also by a job that is restored; all others are scored as if nothing had been. */
class ObjectionIT {
    private static final String LIVE = "live";

    @TempDir
    private Path folder;

    private EmbeddedBroker broker;
    private SavepointInput input;
    private SavepointTopics topics;

    @BeforeEach
    void makeInput() throws Exception {
        input = SavepointInput.make(folder.resolve("input"), 30, 9, 3);
        broker = EmbeddedBroker.start(folder.resolve("broker"));
        SavepointTopics.createOutputs(broker);
        for (String topic : List.of(LIVE, "whole")) {
            broker.createTopic(topic, SavepointInput.PARTITIONS, Map.of());
        }
        topics = new SavepointTopics(broker);
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    @Test
    void anObjectionOutlivesASavepoint() throws Exception {
        SavepointInput.Line one = busiest();
        Instant objected = Instant.ofEpochMilli(input.parts().get(0).stream()
                .mapToLong(SavepointInput.Line::timestamp)
                .max()
                .orElseThrow());
        SavepointJob job = new SavepointJob(input, topics, LIVE, folder, input.models(), folder);
        topics.append(LIVE, input.parts().get(0));
        String event =
                "{\"id\":\"no\",\"type\":\"objection\",\"user\":\"%s\",\"time\":\"%s\"}".formatted(one.key(), objected);
        topics.append(
                LIVE, List.of(new SavepointInput.Line(one.partition(), objected.toEpochMilli(), one.key(), event)));
        JobClient running = job.start(null, 2);
        job.awaitIdle(running, input.eventsUpTo(0) + 1);
        String savepoint = job.stop(running).toUri().toString();
        topics.append(LIVE, input.parts().get(1));
        topics.append(LIVE, input.parts().get(2));
        running = job.start(savepoint, 3);
        job.awaitIdle(running, input.eventsUpTo(2) + 1);
        running.cancel().get();

        input.parts().forEach(part -> topics.append("whole", part));
        Map<String, JsonNode> expected =
                SavepointJob.undisturbed(input, topics, "whole", input.models(), folder.resolve("undisturbed"));
        int all = expected.size();
        expected.values()
                .removeIf(score -> score.required("user").asText().equals(one.key())
                        && !Instant.parse(score.required("asOf").asText()).isBefore(objected));
        assertThat(expected.size()).isLessThan(all - 1);
        SavepointScores.requireSame("with an objection", expected, topics.scores());
        assertThat(topics.tallies().get("objected")).isGreaterThan(1);
    }

    /** Who does most in the last part. */
    private SavepointInput.Line busiest() {
        return input.parts().get(2).stream()
                .filter(line -> line.key() != null)
                .collect(Collectors.groupingBy(SavepointInput.Line::key))
                .values()
                .stream()
                .max((one, other) -> Integer.compare(one.size(), other.size()))
                .orElseThrow()
                .get(0);
    }
}
