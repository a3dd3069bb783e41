package io.leeway.release;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.leeway.features.FeaturesOptions;
import io.leeway.jobs.PipelineHooks;
import io.leeway.jobs.ScoringPipeline;
import io.leeway.local.EmbeddedBroker;
import io.leeway.releases.KafkaReleaseFeed;
import io.leeway.releases.ReleaseTopics;
import io.leeway.releases.trust.RecordSignature;
import io.leeway.releases.trust.ReleaseTrust;
import io.leeway.scoring.BundleOptions;
import io.leeway.shop.SmallShop;
import io.leeway.shopper.ProfileSettings;
import io.leeway.simulator.planting.LiveRecord;
import io.leeway.sinks.Sinks;
import io.leeway.sources.SourceOptions;
import io.leeway.topics.KafkaConnection;
import io.leeway.topics.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records written by hand into the topics of releases, while a job trusts keys: the old model continues, and each is refused in one line. */
class ForgedReleasesIT {
    private static final String EVENTS = "leeway.events";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final SmallShop small = SmallShop.get();
    private final Instant seam = small.seam();
    private final Instant end = small.shop().settings().end().minus(Duration.ofHours(1));
    private final Instant from = seam.plus(Duration.ofHours(2));

    @TempDir
    private Path folder;

    @Test
    void onlyWhatATrustedKeySignedTakesEffect() throws Exception {
        ReleasedModels models = new ReleasedModels(folder.resolve("released"));
        models.add(small.models(), "churn", 2);
        ReleasedModels elsewhere = new ReleasedModels(folder.resolve("elsewhere"));
        elsewhere.add(small.models(), "churn", 3);
        for (String key : List.of("alice active,canary,shadow,retired", "trainer shadow,canary", "job verdict")) {
            keygen(
                    key.split(" ")[0],
                    key.split(" ")[1],
                    "--keys",
                    folder.resolve("keys").toString());
        }
        keygen("mallory", "active,canary,shadow,retired,verdict");
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("broker"))) {
            String servers = broker.bootstrapServers();
            broker.createTopic(EVENTS, 1, Map.of());
            beginBeforeSeam(servers);
            leeway("init", "--bootstrap", servers);
            // The good one last: what came before under its name must not stand in its way.
            List<Long> byHand = new ForgedRecords(folder, seam, from).write(servers, models, elsewhere);
            assertThat(leeway(
                            "canary",
                            "churn",
                            "2",
                            "--share",
                            "0.5",
                            "--models",
                            models.folder().toString(),
                            "--effective-from",
                            from.toString(),
                            "--bootstrap",
                            servers,
                            "--release-keys",
                            folder.resolve("keys").toString(),
                            "--signing-key",
                            folder.resolve("trainer.key").toString(),
                            "--wait",
                            "0s"))
                    .contains("churn version 2 decides for 50.0 % of the users");

            // What is published must be ahead of the live topic's newest record.
            writeEvents(servers);
            CommittedVersions scored = score(servers);
            Set<Long> before = versions(scored, Instant.MIN, from);
            Set<Long> after = versions(scored, from, Instant.MAX);
            assertThat(before).containsExactly(1L);
            assertThat(after).containsExactlyInAnyOrder(1L, 2L);
            assertThat(scored.shadow()).isEmpty();

            List<JsonNode> said = said(servers);
            assertThat(said.stream().filter(line -> line.has("record")).map(line -> line.get("record")
                            .asLong()))
                    .containsExactlyInAnyOrderElementsOf(byHand);
            assertThat(reasons(said))
                    .contains(
                            "by-unsigned: Expected a record signed by a key that may publish active, found no signature",
                            "by-mallory: Expected a record signed by a key that may publish active, found a signature by none of the trusted keys",
                            "by-trainer: Expected a record signed by a key that may publish active, found a signature by trainer, whose key is for canary, shadow",
                            "by-location: Expected a model below " + models.folder() + ", found the location '"
                                    + elsewhere.folder() + "'",
                            "by-oldest: Expected a release with times between 2000-01-01T00:00:00Z and 2200-01-01T00:00:00Z, found -292275055-05-16T16:47:04.192Z",
                            "by-digestless: Expected the model's digest, 64 hexadecimal digits, found ''");
            assertThat(leeway(
                            "status",
                            "--bootstrap",
                            servers,
                            "--release-keys",
                            folder.resolve("keys").toString()))
                    .contains(
                            "the record at offset 0, by-unsigned of churn version 2, does not count: Expected a record signed");
            withdraw(servers);
        }
    }

    /** By who may end a release alone. */
    private void withdraw(String servers) {
        String id = "churn-2-canary-" + from.toEpochMilli();
        String keys = folder.resolve("keys").toString();
        List<String> refuse = List.of("refuse", id, "--bootstrap", servers, "--release-keys", keys, "--signing-key");
        for (String key : List.of("mallory", "trainer")) {
            ModelCommands refused =
                    ModelCommands.run(with(refuse, folder.resolve(key + ".key").toString()));
            assertThat(refused.code()).as(refused.said()).isEqualTo(1);
        }
        assertThat(leeway("status", "--bootstrap", servers, "--release-keys", keys))
                .doesNotContain("withdrawn");
        assertThat(leeway(with(refuse, folder.resolve("alice.key").toString())))
                .contains("churn version 2 as canary is withdrawn");
        assertThat(leeway("status", "--bootstrap", servers, "--release-keys", keys))
                .contains("withdrawn");
        ModelCommands unknown = ModelCommands.run("refuse", "no-such", "--bootstrap", servers);
        assertThat(unknown.said()).contains("Expected the id of a release, found 'no-such'; there are: ", id);
    }

    private static String[] with(List<String> words, String last) {
        return Stream.concat(words.stream(), Stream.of(last)).toArray(String[]::new);
    }

    private CommittedVersions score(String servers) throws Exception {
        Path output = folder.resolve("scores");
        StreamExecutionEnvironment env = SmallShop.batch();
        ScoringPipeline.define(
                env,
                new SourceOptions(
                        null,
                        new SourceOptions.Live(KafkaConnection.to(servers), EVENTS, true),
                        seam,
                        small.shop().settings().allowedLateness()),
                new ScoringPipeline.Options(
                        new FeaturesOptions(ProfileSettings.DEFAULTS, seam, end, seam, false),
                        BundleOptions.DEFAULTS,
                        small.releases(),
                        new KafkaReleaseFeed(ReleaseTopics.at(KafkaConnection.to(servers), Topics.RELEASES)
                                .trusting(new ReleaseTrust(
                                                folder.resolve("keys").toString(),
                                                folder.resolve("job.key").toString(),
                                                null)
                                        .below(folder.resolve("released")))),
                        PipelineHooks.PLAIN),
                Sinks.files(output.toString()));
        env.execute("forged releases");
        return CommittedVersions.ofFiles(output);
    }

    private void beginBeforeSeam(String servers) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer =
                KafkaConnection.to(servers).producer(Map.of())) {
            long before = seam.minus(Duration.ofMinutes(15)).toEpochMilli();
            producer.send(new ProducerRecord<byte[], byte[]>(EVENTS, 0, before, null, null))
                    .get();
        }
    }

    private void writeEvents(String servers) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer =
                KafkaConnection.to(servers).producer(Map.of())) {
            for (Iterator<LiveRecord> live = small.shop().live(); live.hasNext(); ) {
                LiveRecord record = live.next();
                String user = record.userId();
                producer.send(new ProducerRecord<>(
                        EVENTS, 0, record.arrivalMillis(), user == null ? null : user.getBytes(UTF_8), record.value()));
            }
        }
    }

    private static Set<Long> versions(CommittedVersions scored, Instant since, Instant until) {
        return scored.deciding().entrySet().stream()
                .filter(each -> each.getKey().model().equals("churn"))
                .filter(each -> !each.getKey().asOf().isBefore(since)
                        && each.getKey().asOf().isBefore(until))
                .flatMap(each -> each.getValue().stream())
                .map(CommittedVersions.Answer::version)
                .collect(Collectors.toSet());
    }

    private static List<JsonNode> said(String servers) throws Exception {
        List<JsonNode> said = new ArrayList<>();
        TopicPartition partition = new TopicPartition(Topics.RELEASES + ".status", 0);
        try (KafkaConsumer<byte[], byte[]> consumer =
                KafkaConnection.to(servers).consumer(Map.of())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long last = consumer.endOffsets(List.of(partition)).get(partition);
            while (consumer.position(partition) < last) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    if (!new String(record.key(), UTF_8).startsWith("by hand")) {
                        assertThat(record.headers().lastHeader(RecordSignature.HEADER))
                                .isNotNull();
                        said.add(JSON.readTree(record.value()));
                    }
                }
            }
        }
        return said;
    }

    /** Each release's first refusal, as far as the remedy; one refused twice is an error. */
    private static List<String> reasons(List<JsonNode> said) {
        Set<String> once = new HashSet<>();
        List<String> reasons = new ArrayList<>();
        for (JsonNode line : said) {
            if (line.get("status").asText().equals("refused")) {
                assertThat(once.add(line.get("release").asText() + line.path("record")))
                        .as("one line about %s", line)
                        .isTrue();
                reasons.add(line.get("release").asText() + ": "
                        + line.get("reason").asText().replaceFirst("; .*", ""));
            }
        }
        return reasons;
    }

    private void keygen(String name, String scopes, String... more) {
        List<String> words = new ArrayList<>(List.of("keygen", name, "--scopes", scopes));
        words.addAll(List.of("--out", folder.resolve(name + ".key").toString()));
        words.addAll(List.of(more));
        leeway(words.toArray(String[]::new));
    }

    private static String leeway(String... arguments) {
        ModelCommands ended = ModelCommands.run(arguments);
        assertThat(ended.code()).as(ended.said()).isZero();
        return ended.said();
    }
}
