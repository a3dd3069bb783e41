package io.leeway.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.leeway.decisions.canary.GuardOptions;
import io.leeway.jobs.EffectJob;
import io.leeway.jobs.GuardJob;
import io.leeway.jobs.options.DeciderOptions;
import io.leeway.jobs.options.EffectJobOptions;
import io.leeway.jobs.options.GuardJobOptions;
import io.leeway.local.EmbeddedBroker;
import io.leeway.records.ReleaseRole;
import io.leeway.releases.ModelRelease;
import io.leeway.releases.ReleaseBook;
import io.leeway.releases.ReleasePublisher;
import io.leeway.releases.ReleaseTopics;
import io.leeway.topics.KafkaConnection;
import io.leeway.topics.Progress;
import io.leeway.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BiConsumer;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** The guard over real topics: scores are made up, so that what it must find is known. */
class GuardIT {
    private static final Instant BEGIN = Instant.parse("2026-02-01T00:00:00Z");
    private static final String EVENTS = "leeway.events";
    private static final int USERS = 3_000;

    @TempDir
    private Path folder;

    @Test
    void aCanaryWhoseScoresStrayIsTakenBackOnceAndOneWhoseScoresDoNotGoesOn() throws Exception {
        aStrayingCanaryIsTakenBack((servers, env) -> {
            GuardJob.define(env, GuardJobOptions.of(DeciderOptions.of(servers), GuardOptions.of(Duration.ofDays(28))));
        });
    }

    @Test
    @EnabledIfSystemProperty(
            named = "leeway.decisions",
            matches = "true",
            disabledReason = "the same with another job: mvn verify -Dleeway.decisions=true -Dit.test=GuardIT")
    void theEffectJobGuardsAsWell() throws Exception {
        aStrayingCanaryIsTakenBack((servers, env) -> {
            EffectJobOptions defaults = EffectJobOptions.of(DeciderOptions.of(servers));
            EffectJob.define(
                    env, new EffectJobOptions(defaults.decider(), EVENTS, true, defaults.effects(), Topics.RELEASES));
        });
    }

    private void aStrayingCanaryIsTakenBack(BiConsumer<String, StreamExecutionEnvironment> define) throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("broker"))) {
            String servers = broker.bootstrapServers();
            for (String topic : Topics.DECISIONS) {
                broker.createTopic(topic, 1, Map.of());
            }
            for (String topic : List.of(
                    Topics.OUTCOMES,
                    Topics.EFFECTS,
                    EVENTS,
                    Topics.CHURN,
                    Topics.INTEREST,
                    Topics.DEAD_LETTERS,
                    Topics.LATE,
                    Topics.TALLIES)) {
                broker.createTopic(topic, 1, Map.of());
            }
            ReleaseTopics topics = ReleaseTopics.at(KafkaConnection.to(servers), Topics.RELEASES);
            topics.create(Duration.ofSeconds(15));
            ReleasePublisher.publish(topics, canary("churn"));
            ReleasePublisher.publish(topics, canary("interest"));

            StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(1, configuration());
            define.accept(servers, env);
            JobClient client = env.executeAsync("guard");
            try {
                play(servers);
                await("the straying canary's retirement")
                        .atMost(Duration.ofMinutes(4))
                        .pollInterval(Duration.ofMillis(500))
                        .until(() -> ReleaseBook.read(topics).releases().size() > 2);
                await("all windows to be judged")
                        .atMost(Duration.ofMinutes(4))
                        .pollInterval(Duration.ofMillis(500))
                        .until(() -> ReleaseBook.read(topics)
                                        .plan("churn")
                                        .at(Long.MAX_VALUE)
                                        .canary()
                                == null);
            } finally {
                client.cancel().get();
            }
            List<ModelRelease> releases = ReleaseBook.read(topics).releases();
            assertThat(releases).hasSize(3);
            ModelRelease retirement = releases.get(2);
            assertThat(retirement.model()).isEqualTo("churn");
            assertThat(retirement.version()).isEqualTo(2);
            assertThat(retirement.role()).isEqualTo(ReleaseRole.RETIRED);
            assertThat(retirement.note()).contains("taken back by the guard", "stability index");
            assertThat(retirement.fault()).isEmpty();
        }
    }

    private static Configuration configuration() {
        Configuration configuration = new Configuration();
        configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofSeconds(1));
        return configuration;
    }

    private static ModelRelease canary(String model) {
        return new ModelRelease(
                model + "-2-canary",
                model,
                2,
                "0".repeat(64),
                "/models",
                ReleaseRole.CANARY,
                0.2,
                BEGIN.toEpochMilli(),
                BEGIN.minusSeconds(60).toEpochMilli(),
                "");
    }

    /**
     * Five hours of scores, two an hour and user: of churn the canary's are higher, of interest
     * they are not.
     */
    private static void play(String servers) {
        Random random = new Random(3);
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", servers), new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int half = 0; half < 10; half++) {
                for (int user = 0; user < USERS; user++) {
                    Instant asOf = BEGIN.plus(Duration.ofMinutes(30L * half)).plusMillis(user * 500L);
                    boolean canary = user % 5 == 0;
                    double drawn = random.nextDouble();
                    send(producer, Topics.CHURN, user, canary, asOf, canary ? Math.sqrt(drawn) : drawn);
                    send(producer, Topics.INTEREST, user, canary, asOf, random.nextDouble());
                }
            }
            for (String topic : Topics.WITH_PROGRESS) {
                long end = BEGIN.plus(Duration.ofHours(5)).toEpochMilli();
                producer.send(Progress.producerRecord(topic, new Progress(0, 1, end).to(topic, 0)));
            }
            producer.send(new ProducerRecord<>(
                    EVENTS, 0, BEGIN.plus(Duration.ofHours(5)).toEpochMilli(), new byte[0], new byte[0]));
        }
    }

    private static void send(
            KafkaProducer<byte[], byte[]> producer,
            String topic,
            int user,
            boolean canary,
            Instant asOf,
            double value) {
        boolean churn = topic.equals(Topics.CHURN);
        String json = "{\"id\":\"x\",\"user\":\"u" + user + "\",\"asOf\":\"" + asOf + "\",\"model\":\""
                + (churn ? "churn" : "interest") + "\",\"version\":" + (canary ? "2,\"role\":\"canary\"" : "1") + ",\""
                + (churn ? "probability" : "drift") + "\":" + value + "}";
        producer.send(new ProducerRecord<>(
                topic,
                0,
                asOf.toEpochMilli(),
                ("u" + user).getBytes(StandardCharsets.UTF_8),
                json.getBytes(StandardCharsets.UTF_8)));
    }
}
