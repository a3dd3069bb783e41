package io.leeway.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.leeway.jobs.options.JobSourceOptions;
import io.leeway.local.EmbeddedBroker;
import io.leeway.sources.kafka.OnLostEvents;
import io.leeway.topics.KafkaConnection;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.util.ExceptionUtils;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A scoring job that is stopped with a savepoint and resubmitted when the topic is no longer what it was. */
class RetentionIT {
    private static final String LIVE = "live";
    private static final UnaryOperator<JobSourceOptions> SAME = UnaryOperator.identity();

    @TempDir
    private Path folder;

    private SavepointInput input;

    @BeforeEach
    void makeInput() throws Exception {
        input = SavepointInput.make(folder.resolve("input"), 30, 9, 3);
    }

    @Test
    void theJobGoesOnWhenRetentionHasPassedTheSeamAndLosesNoScore() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("broker"))) {
            Stopped stopped = stopped(broker);
            stopped.delete(stopped.input.parts().get(0));

            stopped.topics.append(LIVE, input.parts().get(1));
            JobClient running = stopped.job.start(stopped.savepoint, 2);
            stopped.job.awaitIdle(running, input.eventsUpTo(1));
            Path again = stopped.job.stop(running);

            // Its seam is in state now, and its readers know the topic's id.
            stopped.topics.append(LIVE, input.parts().get(2));
            running = stopped.job.start(again.toUri().toString(), 1);
            stopped.job.awaitIdle(running, input.eventsUpTo(2));
            running.cancel().get();

            broker.createTopic("whole", SavepointInput.PARTITIONS, Map.of());
            for (List<SavepointInput.Line> part : input.parts()) {
                stopped.topics.append("whole", part);
            }
            Map<String, JsonNode> expected = SavepointJob.undisturbed(
                    input, stopped.topics, "whole", input.models(), folder.resolve("undisturbed"));
            SavepointScores.requireSame("after retention", expected, stopped.topics.scores());
        }
    }

    @Test
    void eventsThatWereDeletedUnreadAreAnErrorOrAreCounted() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("broker"))) {
            Stopped stopped = stopped(broker);
            List<SavepointInput.Line> deleted = input.parts().get(1);
            stopped.topics.append(LIVE, deleted);
            List<SavepointInput.Line> gone = new ArrayList<>(input.parts().get(0));
            gone.addAll(deleted);
            stopped.delete(gone);
            stopped.topics.append(LIVE, input.parts().get(2));

            assertThat(stopped.failure(SAME))
                    .contains("Expected offset", " of live", "at most ", "deleted before they were read")
                    .contains("--on-lost-events continue")
                    .doesNotContain("\n");

            JobClient running =
                    stopped.job.start(stopped.savepoint, 2, source -> source.withOnLostEvents(OnLostEvents.CONTINUE));
            stopped.job.awaitIdle(running, input.eventsUpTo(2) - deleted.size());
            running.cancel().get();
            assertThat(stopped.topics.tallies())
                    .containsEntry("lost-events", (long) deleted.size())
                    .containsEntry("lost-ranges", (long) SavepointInput.PARTITIONS);
        }
    }

    @Test
    void aTopicThatWasCreatedAgainIsKnownByItsId() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("broker"))) {
            Stopped stopped = stopped(broker);
            try (Admin admin = KafkaConnection.to(broker.bootstrapServers()).admin()) {
                admin.deleteTopics(List.of(LIVE)).all().get(30, TimeUnit.SECONDS);
            }
            broker.createTopic(LIVE, SavepointInput.PARTITIONS, Map.of());
            // More records than before: by its offsets alone nothing would be missing.
            stopped.topics.append(LIVE, input.parts().get(0));
            stopped.topics.append(LIVE, input.parts().get(1));

            assertThat(stopped.failure(SAME)).contains("another topic of that name", "--on-lost-events continue");

            JobClient running =
                    stopped.job.start(stopped.savepoint, 2, source -> source.withOnLostEvents(OnLostEvents.CONTINUE));
            stopped.job.awaitIdle(running, input.eventsUpTo(0) + input.eventsUpTo(1));
            running.cancel().get();
            assertThat(stopped.topics.tallies()).containsEntry("duplicates", input.eventsUpTo(0));
        }
    }

    @Test
    void anotherSeamIsRefused() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("broker"))) {
            Stopped stopped = stopped(broker);
            assertThat(stopped.failure(source -> source.withSeam(input.seam().plus(Duration.ofHours(1)))))
                    .contains("Expected --seam to be " + input.seam(), "with which this job started");
        }
    }

    private Stopped stopped(EmbeddedBroker broker) throws Exception {
        SavepointTopics.createOutputs(broker);
        broker.createTopic(LIVE, SavepointInput.PARTITIONS, Map.of());
        SavepointTopics topics = new SavepointTopics(broker);
        SavepointJob job = new SavepointJob(input, topics, LIVE, folder, input.models(), folder);
        topics.append(LIVE, input.parts().get(0));
        JobClient running = job.start(null, 2);
        job.awaitIdle(running, input.eventsUpTo(0));
        return new Stopped(input, topics, job, job.stop(running).toUri().toString());
    }

    private record Stopped(SavepointInput input, SavepointTopics topics, SavepointJob job, String savepoint) {

        /** Deletes what retention would: the records that were appended first. */
        void delete(List<SavepointInput.Line> first) throws Exception {
            Map<TopicPartition, RecordsToDelete> before = new HashMap<>();
            for (int partition = 0; partition < SavepointInput.PARTITIONS; partition++) {
                int each = partition;
                before.put(
                        new TopicPartition(LIVE, partition),
                        RecordsToDelete.beforeOffset(first.stream()
                                .filter(line -> line.partition() == each)
                                .count()));
            }
            try (Admin admin = KafkaConnection.to(topics.servers()).admin()) {
                admin.deleteRecords(before).all().get(30, TimeUnit.SECONDS);
            }
        }

        /** The line with which the resubmitted job ends. */
        String failure(UnaryOperator<JobSourceOptions> change) throws Exception {
            JobClient failing = job.start(savepoint, 2, change);
            Throwable[] failure = new Throwable[1];
            assertThatThrownBy(() -> failing.getJobExecutionResult().get(4, TimeUnit.MINUTES))
                    .satisfies(thrown -> failure[0] = thrown);
            return ExceptionUtils.findThrowable(failure[0], cause -> String.valueOf(cause.getMessage())
                            .startsWith("Expected"))
                    .orElseThrow(() -> new AssertionError("no line that says what was expected", failure[0]))
                    .getMessage();
        }
    }
}
