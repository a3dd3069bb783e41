package io.leeway.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.leeway.local.EmbeddedBroker;
import java.nio.file.Path;
import java.util.Map;
import org.apache.flink.core.execution.JobClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** The scoring job is stopped with a savepoint and goes on from it at another parallelism, 1 → 4 → 2: what is committed in all is what an undisturbed run says. */
@EnabledIfSystemProperty(
        named = "leeway.rollout",
        matches = "true",
        disabledReason = "takes two minutes: mvn verify -Dleeway.rollout=true -Dit.test=SavepointRescaleIT")
class SavepointRescaleIT {
    @TempDir
    private Path scratch;

    @Test
    void everyScoreStaysOfASmallShop() throws Exception {
        rescale(60, 14);
    }

    @Test
    void everyScoreStaysOfALargerShop() throws Exception {
        rescale(1_200, 30);
    }

    private void rescale(int shoppers, int days) throws Exception {
        SavepointInput input = SavepointInput.make(scratch.resolve("input"), shoppers, days, 3);
        try (EmbeddedBroker broker = EmbeddedBroker.start(scratch.resolve("broker"))) {
            SavepointTopics.createOutputs(broker);
            broker.createTopic("rescaled", SavepointInput.PARTITIONS, Map.of());
            SavepointTopics topics = new SavepointTopics(broker);
            SavepointJob job = new SavepointJob(input, topics, "rescaled", scratch, input.models(), scratch);
            int[] parallelism = {1, 4, 2};
            String savepoint = null;
            int committed = 0;
            for (int part = 0; part < parallelism.length; part++) {
                topics.append("rescaled", input.parts().get(part));
                JobClient running = job.start(savepoint, parallelism[part]);
                if (part == parallelism.length - 1) {
                    job.awaitIdle(running, input.eventsUpTo(part));
                } else {
                    // In the midst of the part: some of its events are still to be read.
                    job.awaitScores(running, committed + 1);
                }
                savepoint = job.stop(running).toUri().toString();
                int now = topics.scores().size();
                assertThat(now)
                        .as("scores at parallelism %d", parallelism[part])
                        .isGreaterThan(committed);
                committed = now;
            }
            Map<String, JsonNode> expected =
                    SavepointJob.undisturbed(input, topics, "rescaled", input.models(), scratch.resolve("undisturbed"));
            SavepointScores.requireSame("1 → 4 → 2", expected, topics.scores());
        }
    }
}
