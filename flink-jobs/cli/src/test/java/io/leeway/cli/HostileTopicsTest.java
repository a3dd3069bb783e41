package io.leeway.cli;

import static io.leeway.cli.console.HostileText.assertShows;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.leeway.cli.console.HostileText;
import io.leeway.local.EmbeddedBroker;
import io.leeway.local.SharedBroker;
import io.leeway.records.ReleaseRole;
import io.leeway.releases.ModelRelease;
import io.leeway.releases.ReleaseJson;
import io.leeway.releases.ReleaseVerdict;
import io.leeway.topics.Topics;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What commands show of records that attack a terminal. */
@ExtendWith(SharedBroker.class)
class HostileTopicsTest {
    private static final String DIGEST = "ab".repeat(32);
    private static final String STATUS = Topics.RELEASES + ".status";
    private static final long FROM = Instant.parse("2026-03-01T00:00:00Z").toEpochMilli();
    private static final List<String> IDS = HostileText.ids().toList();

    private final EmbeddedBroker broker;
    private List<String> topics = List.of();

    HostileTopicsTest(EmbeddedBroker broker) {
        this.broker = broker;
    }

    @BeforeEach
    void topics() throws Exception {
        topics = List.of(Topics.EFFECTS, Topics.EVENTS, Topics.RELEASES, STATUS);
        for (String topic : topics) {
            broker.createTopic(topic, 1, Map.of());
        }
    }

    @AfterEach
    void dropTopics() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.deleteTopics(topics).all().get();
        }
    }

    @Test
    void effects() throws Exception {
        for (String id : IDS) {
            String name = new ObjectMapper().writeValueAsString(id);
            send(
                    Topics.EFFECTS,
                    ("{\"kind\":\"campaign\",\"name\":" + name
                                    + ",\"from\":\"2026-03-01T00:00:00Z\",\"to\":\"2026-03-02T00:00:00Z\",\"figures\":{"
                                    + name + ":7}}")
                            .getBytes(UTF_8));
        }
        assertShowsAll(run("effects"));
    }

    @Test
    void releasesAndVerdicts() throws Exception {
        for (int i = 0; i < IDS.size(); i++) {
            ModelRelease release = new ModelRelease(
                    "r" + i, "churn", i + 1, DIGEST, "models", ReleaseRole.SHADOW, 1, FROM + i, FROM, IDS.get(i));
            send(Topics.RELEASES, ReleaseJson.encode(release));
            if (i % 2 == 0) {
                send(STATUS, ReleaseJson.encode(ReleaseVerdict.refuse(release, IDS.get(i))));
            }
        }
        assertShowsAll(run("model", "status"));
        String json = run("model", "status", "--json");
        HostileText.assertInert(json);
        assertThat(new ObjectMapper().readTree(json).get("releases"))
                .extracting(release -> release.get("note").asText())
                .containsExactlyElementsOf(IDS);
    }

    private static void assertShowsAll(String printed) {
        IDS.forEach(id -> assertShows(printed, id));
    }

    private String run(String... arguments) {
        StringWriter printed = new StringWriter();
        PrintWriter writer = new PrintWriter(printed);
        int code = Leeway.commandLine(false)
                .setOut(writer)
                .setErr(writer)
                .execute(Stream.concat(Stream.of(arguments), Stream.of("--bootstrap", broker.bootstrapServers()))
                        .toArray(String[]::new));
        assertThat(code).as(printed.toString()).isZero();
        return printed.toString();
    }

    private void send(String topic, byte[] json) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(
                            topic, UUID.randomUUID().toString().getBytes(UTF_8), json))
                    .get();
        }
    }
}
