package io.leeway.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.leeway.cli.savepoint.SavepointContents;
import io.leeway.local.EmbeddedBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.util.FileUtils;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * A savepoint of every release, in {@code savepoints/fixtures/}: this build goes on from it, and says of the records that come next what was recorded then. With
 * {@code -Dleeway.savepoints.rewrite=true} that of the release in the making is taken anew first.
 */
class SavepointFixtureIT {
    private static final Path FIXTURES = Path.of("..", "savepoints", "fixtures");

    /** Where models and savepoint lie while one is written, whose addresses go into it: no folder of whoever writes it. */
    private static final Path WRITTEN = Path.of("/var/tmp/leeway-fixture");

    private static final long MOST_BYTES = 200_000;
    private static final Pattern VERSION = Pattern.compile("<version>([0-9.]+)(?:-SNAPSHOT)?</version>");

    @TempDir
    private static Path scratch;

    @TestFactory
    Stream<DynamicTest> everyReleasesSavepointGoesOn() throws Exception {
        if (SavepointLedgerFiles.REWRITE) {
            write(FIXTURES.resolve(current()));
        }
        List<Path> fixtures;
        try (Stream<Path> folders = Files.list(FIXTURES)) {
            // Those of the decision jobs have a test of their own.
            fixtures = folders.filter(Files::isDirectory)
                    .filter(folder -> !folder.endsWith("decisions"))
                    .sorted()
                    .toList();
        }
        assertThat(fixtures).as("fixtures of releases").isNotEmpty();
        return fixtures.stream()
                .map(fixture -> DynamicTest.dynamicTest(fixture.getFileName().toString(), () -> goesOn(fixture)));
    }

    private static void goesOn(Path fixture) throws Exception {
        Path folder = Files.createTempDirectory(scratch, "restored");
        // Whoever moves a savepoint moves its folder: nothing in it says where it was written.
        Path savepoint = folder.resolve("moved").resolve("savepoint");
        FileUtils.copy(
                new org.apache.flink.core.fs.Path(fixture.resolve("savepoint").toUri()),
                new org.apache.flink.core.fs.Path(savepoint.toUri()),
                false);
        SavepointInput input = SavepointInput.read(fixture);
        Map<String, JsonNode> expected = SavepointJob.read(fixture.resolve("next-scores.jsonl"), new TreeMap<>());
        assertThat(expected).hasSizeGreaterThan(50);
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("broker"))) {
            SavepointTopics.createOutputs(broker);
            broker.createTopic("fixture", SavepointInput.PARTITIONS, Map.of());
            SavepointTopics topics = new SavepointTopics(broker);
            topics.append("fixture", input.parts().get(0));
            topics.append("fixture", input.parts().get(1));
            FixtureTopicIds.adopt(savepoint, broker.bootstrapServers());
            SavepointJob job = new SavepointJob(input, topics, "fixture", folder, input.models(), folder);
            JobClient running = job.start(savepoint.toUri().toString(), 2);
            job.awaitIdle(running, input.eventsUpTo(1) - input.eventsUpTo(0));
            running.cancel().get();
            SavepointScores.requireSame(fixture.getFileName().toString(), expected, topics.scores());
        }
    }

    /** A job over the first part of the live records is stopped; what an undisturbed run says beyond what it had committed is what comes next. */
    private static void write(Path fixture) throws Exception {
        FileUtils.deleteDirectory(fixture.toFile());
        SavepointInput input = SavepointInput.make(fixture, 30, 9, 2);
        input.write();
        FileUtils.deleteDirectory(WRITTEN.toFile());
        Path models = WRITTEN.resolve("models");
        FileUtils.copy(
                new org.apache.flink.core.fs.Path(input.models().toUri()),
                new org.apache.flink.core.fs.Path(models.toUri()),
                false);
        Path folder = Files.createTempDirectory(scratch, "written");
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("broker"))) {
            SavepointTopics.createOutputs(broker);
            broker.createTopic("fixture", SavepointInput.PARTITIONS, Map.of());
            SavepointTopics topics = new SavepointTopics(broker);
            topics.append("fixture", input.parts().get(0));
            SavepointJob job =
                    new SavepointJob(input, topics, "fixture", folder, models, WRITTEN.resolve("savepoints"));
            JobClient running = job.start(null, 2);
            job.awaitIdle(running, input.eventsUpTo(0));
            Path savepoint = job.stop(running);
            Files.createDirectories(fixture.resolve("savepoint"));
            Files.copy(
                    savepoint.resolve("_metadata"), fixture.resolve("savepoint").resolve("_metadata"));
            FixtureTopicIds.write(fixture.resolve("savepoint"), broker.bootstrapServers());
            FileUtils.deleteDirectory(WRITTEN.toFile());
            topics.append("fixture", input.parts().get(1));
            Map<String, JsonNode> all =
                    SavepointJob.undisturbed(input, topics, "fixture", input.models(), folder.resolve("undisturbed"));
            Map<String, JsonNode> committed = topics.scores();
            assertThat(all.keySet()).containsAll(committed.keySet());
            all.keySet().removeAll(committed.keySet());
            Files.write(
                    fixture.resolve("next-scores.jsonl"),
                    all.values().stream().map(JsonNode::toString).toList());
        }
        assertThat(SavepointContents.read(fixture.resolve("savepoint").toString())
                        .bytes())
                .isLessThan(MOST_BYTES);
    }

    /** The release in the making, by the root pom. */
    private static String current() throws IOException {
        Matcher version = VERSION.matcher(Files.readString(Path.of("..", "pom.xml")));
        assertThat(version.find()).isTrue();
        return version.group(1);
    }
}
