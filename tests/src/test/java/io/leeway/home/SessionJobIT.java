package io.leeway.home;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leeway.kubernetes.SessionJob;
import io.leeway.local.EmbeddedBroker;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The FlinkSessionJob of {@code k8s/base}, submitted as the operator does it: an empty jar and the name of a class on the cluster's class path. */
class SessionJobIT {
    private static final Duration PATIENCE = Duration.ofMinutes(6);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private static Path folder;

    private final HttpClient client = HttpClient.newHttpClient();
    private final ObjectMapper json = new ObjectMapper();

    @Test
    void theOperatorsWayRunsTheSqlOfTheManifest() throws Exception {
        SessionJob manifest = SessionJob.read();
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("broker"));
                FlinkHome cluster = FlinkHome.start(
                        folder,
                        Map.of(
                                "pipeline.classpaths",
                                manifest.classPath()
                                        .replace("/opt/flink", FlinkHome.built().toString()),
                                // The operator's configuration of a cluster replaces the home's.
                                "web.submit.enable",
                                "true",
                                "execution.checkpointing.interval",
                                "1s"))) {
            broker.createTopic("leeway.scores.churn", 1, Map.of());
            broker.createTopic("leeway.sql.at_risk", 1, Map.of());
            play(broker);
            String jobId = submit(cluster, manifest, broker.bootstrapServers());
            assertThat(read(broker, 2))
                    .containsExactly(
                            "u1 {\"user\":\"u1\",\"asOf\":\"2026-01-02T00:00:00Z\",\"probability\":0.7,\"probability_before\":0.1}",
                            "u2 {\"user\":\"u2\",\"asOf\":\"2026-01-03T00:00:00Z\",\"probability\":0.9,\"probability_before\":null}");
            assertThat(cluster.rest().state(jobId)).isEqualTo("RUNNING");
        }
    }

    private static void play(EmbeddedBroker broker) {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new StringSerializer(),
                new StringSerializer())) {
            producer.send(score("u1", "2026-01-01T00:00:00Z", 0.1));
            producer.send(score("u1", "2026-01-02T00:00:00Z", 0.7));
            producer.send(score("u2", "2026-01-03T00:00:00Z", 0.9));
            // Still above: not said again.
            producer.send(score("u1", "2026-01-04T00:00:00Z", 0.8));
            // Only the watermark.
            producer.send(score("u3", "2026-01-05T00:00:00Z", 0.2));
            // An erased shopper's score.
            producer.send(new ProducerRecord<>("leeway.scores.churn", "u1", null));
        }
    }

    private static ProducerRecord<String, String> score(String user, String asOf, double probability) {
        return new ProducerRecord<>(
                "leeway.scores.churn",
                user,
                "{\"id\":\"%s-%s\",\"user\":\"%s\",\"asOf\":\"%s\",\"triggers\":[\"session-end\"],\"probability\":%s}"
                        .formatted(user, asOf, user, asOf, probability));
    }

    private String submit(FlinkHome cluster, SessionJob manifest, String brokers) throws Exception {
        URI root = cluster.rest().root();
        String boundary = "part-of-the-upload";
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(
                ("--" + boundary + "\r\nContent-Disposition: form-data; name=\"jarfile\"; filename=\"empty.jar\"\r\n"
                                + "Content-Type: application/x-java-archive\r\n\r\n")
                        .getBytes(UTF_8));
        body.writeBytes(emptyJar());
        body.writeBytes(("\r\n--" + boundary + "--\r\n").getBytes(UTF_8));
        String uploaded = post(
                        root.resolve("/jars/upload"), "multipart/form-data; boundary=" + boundary, body.toByteArray())
                .path("filename")
                .asText();
        ObjectNode run = json.createObjectNode();
        run.put("entryClass", manifest.entryClass());
        run.put("parallelism", 1);
        ArrayNode arguments = run.putArray("programArgsList");
        for (String argument : manifest.arguments()) {
            arguments.add(argument.endsWith(".sql") ? sqlFor(argument, brokers) : argument);
        }
        String id = uploaded.substring(uploaded.lastIndexOf('/') + 1);
        return post(root.resolve("/jars/" + id + "/run"), "application/json", json.writeValueAsBytes(run))
                .path("jobid")
                .asText();
    }

    /** The file with the brokers of this test, where the cluster can read it. */
    private static String sqlFor(String argument, String brokers) throws IOException {
        String sql = SessionJob.sql(Path.of(argument).getFileName().toString());
        assertThat(sql).contains("kafka:9092");
        Path copy = Files.writeString(folder.resolve("copy.sql"), sql.replace("kafka:9092", brokers));
        return copy.toString();
    }

    private static byte[] emptyJar() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new JarOutputStream(bytes, new Manifest()).close();
        return bytes.toByteArray();
    }

    private JsonNode post(URI uri, String type, byte[] body) throws Exception {
        HttpResponse<String> response = client.send(
                HttpRequest.newBuilder(uri)
                        .timeout(PATIENCE)
                        .header("Content-Type", type)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return json.readTree(response.body());
    }

    private static List<String> read(EmbeddedBroker broker, int count) {
        List<String> read = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers", broker.bootstrapServers(),
                        "group.id", "reader",
                        "auto.offset.reset", "earliest",
                        "isolation.level", "read_committed"),
                new StringDeserializer(),
                new StringDeserializer())) {
            consumer.subscribe(List.of("leeway.sql.at_risk"));
            await("what the SQL job commits").atMost(PATIENCE).until(() -> {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> read.add(record.key() + " " + record.value()));
                return read.size() >= count;
            });
        }
        return read;
    }
}
