package io.leeway.cli.data;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.leeway.local.EmbeddedBroker;
import io.leeway.local.SharedBroker;
import io.leeway.topics.Effect;
import io.leeway.topics.Topics;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import picocli.CommandLine;

/** {@code leeway effects} over a real topic. */
@ExtendWith(SharedBroker.class)
class EffectsCommandTest {
    private static final long DAY = 86_400_000;
    private static final long FROM = Instant.parse("2026-03-01T00:00:00Z").toEpochMilli();

    private final EmbeddedBroker broker;

    EffectsCommandTest(EmbeddedBroker broker) {
        this.broker = broker;
    }

    @BeforeEach
    void topic() throws Exception {
        broker.createTopic(Topics.EFFECTS, 1, Map.of());
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (int day : new int[] {1, 0}) {
                Map<String, Double> figures = Map.of("auc", 0.7 + day * 0.1, "uplift.low", 0.1);
                send(
                        producer,
                        new Effect("model", "churn", 3, FROM + day * DAY, FROM + (day + 1) * DAY, 1200, figures)
                                .outgoing()
                                .value());
            }
            Map<String, Double> uplift = Map.of("uplift", 0.1, "uplift.low", 0.05, "uplift.high", 0.15);
            send(
                    producer,
                    new Effect("treatment", "coupon", 0, FROM, FROM + DAY, 90, uplift)
                            .outgoing()
                            .value());
            send(
                    producer,
                    "{\"kind\":\"campaign\",\"name\":\"spring\",\"from\":\"2026-03-01T00:00:00Z\",\"to\":\"2026-03-02T00:00:00Z\",\"figures\":{\"clicks\":7}}"
                            .getBytes(UTF_8));
            send(producer, "{}".getBytes(UTF_8));
        }
    }

    @AfterEach
    void dropTopic() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.deleteTopics(List.of(Topics.EFFECTS)).all().get();
        }
    }

    @Test
    void theNewestWindowOfEachIsShownWithIntervals() {
        List<String> lines = run();

        assertThat(lines).anySatisfy(line -> assertThat(line)
                .contains("model", "churn", "2026-03-02T00:00:00Z", "1,200", "auc 0.8000")
                .doesNotContain("uplift"));
        assertThat(lines).noneMatch(line -> line.contains("auc 0.7000"));
        assertThat(lines)
                .anySatisfy(line -> assertThat(line).contains("treatment", "coupon", "uplift 0.1000 [0.0500, 0.1500]"));
        assertThat(lines).anySatisfy(line -> assertThat(line).contains("campaign", "spring", "clicks 7"));
        assertThat(lines).contains("Left out: 1 records without kind, name or times.");
    }

    @Test
    void oneKindAndAllItsWindows() {
        List<String> lines = run("--kind", "model", "--all");

        assertThat(lines.stream().filter(line -> line.startsWith("model"))).hasSize(2);
        assertThat(lines).noneMatch(line -> line.contains("coupon") || line.contains("spring"));
    }

    private List<String> run(String... more) {
        StringWriter out = new StringWriter();
        CommandLine command = new CommandLine(new EffectsCommand()).setOut(new PrintWriter(out));
        String[] arguments = new String[more.length + 2];
        arguments[0] = "--bootstrap";
        arguments[1] = broker.bootstrapServers();
        System.arraycopy(more, 0, arguments, 2, more.length);
        assertThat(command.execute(arguments)).isZero();
        return out.toString().lines().toList();
    }

    private static void send(KafkaProducer<byte[], byte[]> producer, byte[] json) {
        producer.send(new ProducerRecord<>(Topics.EFFECTS, json));
    }
}
