package io.leeway.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.leeway.cli.rights.EraseCommand;
import io.leeway.features.ExampleOptions;
import io.leeway.jobs.BackfillJob;
import io.leeway.jobs.options.BackfillJobOptions;
import io.leeway.jobs.options.JobSourceOptions;
import io.leeway.jobs.options.ModelOptions;
import io.leeway.local.EmbeddedBroker;
import io.leeway.shop.SmallShop;
import io.leeway.shopper.ProfileSettings;
import io.leeway.shopper.events.EventJson;
import io.leeway.shopper.events.MalformedEventException;
import io.leeway.shopper.events.ShopperEvent;
import io.leeway.sources.SourceOptions;
import io.leeway.sources.kafka.OnLostEvents;
import io.leeway.topics.KafkaConnection;
import io.leeway.topics.Topics;
import io.leeway.topics.erasure.ErasureKey;
import io.leeway.topics.erasure.ErasureOptions;
import io.leeway.training.dataset.OrderedExamples;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/**
 * An erased shopper does not come back: each run is compared with an undisturbed one of a shop that never had the shopper's events up to the erasure.
 */
class ErasureIT {
    private static final String LIVE = "live";

    @TempDir
    private Path folder;

    private EmbeddedBroker broker;
    private SavepointInput input;
    private SavepointTopics topics;
    private Path key;
    private String user;
    private Instant erased;

    @BeforeEach
    void makeInput() throws Exception {
        input = SavepointInput.make(folder.resolve("input"), 30, 9, 3);
        user = busiest();
        List<SavepointInput.Line> before = input.parts().get(1);
        erased = Instant.ofEpochMilli(before.get(before.size() - 1).timestamp());
        broker = EmbeddedBroker.start(folder.resolve("broker"));
        SavepointTopics.createOutputs(broker);
        broker.createTopic(LIVE, SavepointInput.PARTITIONS, Map.of());
        broker.createTopic(Topics.ERASED, 1, Map.of("cleanup.policy", "compact"));
        topics = new SavepointTopics(broker);
        key = folder.resolve("erasures.key");
        ErasureKey.create(key);
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    /** The topic no longer holds the erasure: what is known of it is in the ledger. */
    @Test
    void aSavepointOfBeforeBringsNothingBack() throws Exception {
        SavepointJob job = new SavepointJob(input, topics, LIVE, folder, input.models(), folder);
        topics.append(LIVE, input.parts().get(0));
        JobClient running = job.start(null, 2, this::withErasures);
        job.awaitIdle(running, input.eventsUpTo(0));
        String savepoint = job.stop(running).toUri().toString();

        erase();
        deleteAll();
        topics.append(LIVE, input.parts().get(2));
        running = job.start(savepoint, 2, source -> withErasures(source).withOnLostEvents(OnLostEvents.CONTINUE));
        long last = input.eventsUpTo(2) - input.eventsUpTo(1);
        job.awaitIdle(running, input.eventsUpTo(0) + last);
        running.cancel().get();

        Map<String, JsonNode> found = topics.scores();
        assertThat(found.values()).anyMatch(this::isBefore);
        found.values().removeIf(this::isBefore);
        SavepointScores.requireSame("after the erasure", expected(List.of(0, 2)), found);
    }

    @Test
    void aRunningJobErasesAndWritesTheLedger() throws Exception {
        SavepointJob job = new SavepointJob(input, topics, LIVE, folder, input.models(), folder);
        topics.append(LIVE, input.parts().get(0));
        topics.append(LIVE, input.parts().get(1));
        // Not by the command: the shop's own erasure.
        String event = "{\"id\":\"gone\",\"type\":\"erase\",\"user\":\"%s\",\"time\":%d}"
                .formatted(user, erased.toEpochMilli());
        topics.append(LIVE, List.of(new SavepointInput.Line(0, erased.toEpochMilli(), user, event)));
        topics.append(LIVE, input.parts().get(2));
        JobClient running = job.start(null, 2, this::withErasures);
        job.awaitIdle(running, input.eventsUpTo(2) + 1);
        running.cancel().get();

        // Once more over all that there was, from the beginning.
        SavepointScores.requireSame("again", expected(List.of(0, 1, 2)), backfill(input, "again"));
    }

    @Test
    void oldHistoryIsNeitherScoredNorLearnedFrom() throws Exception {
        topics.append(LIVE, input.parts().get(0));
        erase();
        topics.append(LIVE, input.parts().get(2));
        Map<String, JsonNode> found = backfill(input, "found");
        assertThat(found).isNotEmpty();
        SavepointScores.requireSame("of history", expected(List.of(0, 2)), found);

        SourceOptions sources = new SourceOptions(
                input.history().toString(),
                null,
                input.seam(),
                Duration.ofMinutes(10),
                SourceOptions.MAX_BEFORE_SEAM,
                new ErasureOptions(KafkaConnection.to(broker.bootstrapServers()), key.toString()));
        ExampleOptions options = examples();
        assertThat(OrderedExamples.collect(SmallShop.batch(), sources, options, (what, done, all) -> {}))
                .isNotEmpty()
                .noneMatch(example -> example.features().userId().equals(user));
    }

    private ExampleOptions examples() {
        return new ExampleOptions(
                ProfileSettings.DEFAULTS,
                input.seam().minus(Duration.ofDays(8)),
                input.seam(),
                Duration.ofDays(2),
                Duration.ofDays(1),
                false,
                1);
    }

    private JobSourceOptions withErasures(JobSourceOptions source) {
        return source.withErasures(key.toString());
    }

    private void erase() {
        int exit = new CommandLine(new EraseCommand(Clock.fixed(erased, ZoneOffset.UTC)))
                .execute(user, "--bootstrap", broker.bootstrapServers(), "--topic", LIVE, "--erasures", key.toString());
        assertThat(exit).isZero();
    }

    private void deleteAll() throws Exception {
        Map<TopicPartition, RecordsToDelete> all = new HashMap<>();
        for (int partition = 0; partition < SavepointInput.PARTITIONS; partition++) {
            all.put(new TopicPartition(LIVE, partition), RecordsToDelete.beforeOffset(-1));
        }
        try (Admin admin = KafkaConnection.to(broker.bootstrapServers()).admin()) {
            admin.deleteRecords(all).all().get(30, TimeUnit.SECONDS);
        }
    }

    /** Scores of these parts and history, in a shop without what the shopper did up to the erasure. */
    private Map<String, JsonNode> expected(List<Integer> parts) throws Exception {
        Path without = Files.createDirectories(folder.resolve("without"));
        try (Stream<Path> files = Files.walk(input.history())) {
            for (Path file :
                    files.filter(each -> each.toString().contains(".jsonl")).toList()) {
                Path copy = without.resolve(
                        input.folder().relativize(file).toString().replace(".gz", ""));
                Files.createDirectories(copy.getParent());
                Files.write(
                        copy,
                        lines(file).stream().filter(line -> !isErased(line)).toList());
            }
        }
        broker.createTopic("whole", SavepointInput.PARTITIONS, Map.of());
        for (int part : parts) {
            topics.append(
                    "whole",
                    input.parts().get(part).stream()
                            .map(line -> line.value() != null && isErased(line.value())
                                    ? new SavepointInput.Line(line.partition(), line.timestamp(), null, null)
                                    : line)
                            .toList());
        }
        SavepointInput shop = new SavepointInput(without, input.seam(), input.until(), input.parts());
        return SavepointJob.undisturbed(shop, topics, "whole", input.models(), folder.resolve("undisturbed"));
    }

    private Map<String, JsonNode> backfill(SavepointInput shop, String name) throws Exception {
        StreamExecutionEnvironment env = SmallShop.batch();
        Path output = folder.resolve(name);
        JobSourceOptions source = JobSourceOptions.of(shop.history())
                .withTopic(topics.servers(), LIVE)
                .withSeam(shop.seam());
        BackfillJob.define(
                env,
                BackfillJobOptions.withTopic(
                        withErasures(source), ModelOptions.of(shop.models()), shop.until(), output));
        env.execute();
        Map<String, JsonNode> scores = new TreeMap<>();
        for (String topic : List.of(Topics.CHURN, Topics.INTEREST)) {
            try (Stream<Path> files = Files.walk(output.resolve(topic))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    SavepointJob.read(file, scores);
                }
            }
        }
        return scores;
    }

    private static List<String> lines(Path file) throws IOException {
        if (!file.toString().endsWith(".gz")) {
            return Files.readAllLines(file);
        }
        try (BufferedReader in = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
            return in.lines().toList();
        }
    }

    private boolean isBefore(JsonNode score) {
        return score.required("user").asText().equals(user)
                && !Instant.parse(score.required("asOf").asText()).isAfter(erased);
    }

    private boolean isErased(String event) {
        try {
            ShopperEvent read = EventJson.read(event.getBytes(StandardCharsets.UTF_8));
            return read.userId().equals(user) && read.eventTimeMillis() <= erased.toEpochMilli();
        } catch (MalformedEventException broken) {
            return false;
        }
    }

    /** Who does most in the last part: a shopper whose scores then differ with what was before. */
    private String busiest() {
        Map<String, Integer> counts = new TreeMap<>();
        List<SavepointInput.Line> lines = new ArrayList<>(input.parts().get(2));
        lines.removeIf(line -> line.key() == null);
        lines.forEach(line -> counts.merge(line.key(), 1, Integer::sum));
        return counts.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .orElseThrow()
                .getKey();
    }
}
