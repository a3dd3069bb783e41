package io.leeway.cli.rights;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.leeway.cli.Leeway;
import io.leeway.local.EmbeddedBroker;
import io.leeway.local.SharedBroker;
import io.leeway.topics.KafkaConnection;
import io.leeway.topics.Topics;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code leeway export}: all that is kept of one shopper and nothing of another, whatever their ids are. */
@ExtendWith(SharedBroker.class)
class ExportCommandTest {
    private static final Path SAVEPOINT = Path.of("..", "..", "savepoints", "fixtures", "0.1.0", "savepoint");

    /** Also a number that stands in many records. */
    private static final String SEVEN = "7";

    private static final String SCRIPT = "<script>alert(1)</script>\u202e";
    private static int shops;

    private final EmbeddedBroker broker;
    private final String prefix = "exported" + ++shops + ".";
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    ExportCommandTest(EmbeddedBroker broker) {
        this.broker = broker;
    }

    @BeforeEach
    void topics() throws Exception {
        for (String topic : List.of(
                Topics.EVENTS,
                Topics.CHURN,
                Topics.OFFERS,
                Topics.OUTCOMES,
                Topics.DEAD_LETTERS,
                Topics.LATE,
                Topics.CATALOGUE,
                "other")) {
            broker.createTopic(prefix + topic, 2, Map.of());
        }
    }

    @Test
    void everyPlaceIsExportedAndNothingOfOthers() throws Exception {
        Path history = folder.resolve("history/2026");
        Files.createDirectories(history);
        try (OutputStream file = new GZIPOutputStream(Files.newOutputStream(history.resolve("events.jsonl.gz")))) {
            file.write((event(SEVEN, "view", "i1") + "\n" + event("8", "cart", SEVEN) + "\n").getBytes(UTF_8));
        }
        Files.writeString(history.resolve("notes.csv"), "8;7\n");
        send(Topics.EVENTS, SEVEN, event(SEVEN, "purchase", "i2"));
        send(Topics.EVENTS, "8", event("8", "purchase", SEVEN));
        send(Topics.CHURN, SEVEN, "{\"user\":\"7\",\"probability\":0.25}");
        send(Topics.CHURN, "8", "{\"user\":\"8\",\"probability\":7}");
        send(Topics.OFFERS, SEVEN, "{\"id\":\"o1\",\"user\":\"7\",\"action\":\"voucher\"}");
        send(Topics.OUTCOMES, "o1", "{\"decision\":\"o1\",\"user\":\"7\",\"value\":3}");
        send(Topics.DEAD_LETTERS, "", "{\"user\":\"\",\"raw\":\"" + raw("{\"user\": \"7\", broken") + "\"}");
        send(Topics.DEAD_LETTERS, "", "{\"user\":\"\",\"raw\":\"" + raw("{\"user\":\"8\",\"price\":7}") + "\"}");
        send(Topics.LATE, SEVEN, "{\"user\":\"7\",\"raw\":\"" + raw(event(SEVEN, "view", "late-item")) + "\"}");
        send(Topics.CATALOGUE, SEVEN, "{\"item\":\"7\"}");
        send("other", SEVEN, event(SEVEN, "view", "i3"));

        assertThat(export(
                        SEVEN,
                        "--topic",
                        "other",
                        "--history",
                        folder.resolve("history").toString()))
                .as(err.toString())
                .isZero();

        JsonNode written =
                new ObjectMapper().readTree(folder.resolve("out/export.json").toFile());
        Map<String, Integer> found = new HashMap<>();
        written.path("places")
                .forEach(place -> found.put(
                        place.path("name").asText().replace("topic " + prefix, ""),
                        place.path("items").size()));
        assertThat(found)
                .containsEntry("files below " + folder.resolve("history"), 1)
                .containsEntry(Topics.EVENTS, 1)
                .containsEntry(Topics.CHURN, 1)
                .containsEntry(Topics.OFFERS, 1)
                .containsEntry(Topics.OUTCOMES, 1)
                .containsEntry(Topics.DEAD_LETTERS, 1)
                .containsEntry(Topics.LATE, 1)
                .containsEntry("other", 1)
                .doesNotContainKey(Topics.CATALOGUE);
        assertThat(written.toString()).doesNotContain("\"8\"").contains("\"probability\":0.25");
        assertThat(written.path("notSearched")).isNotEmpty();
        assertThat(Files.readString(folder.resolve("out/export.html")))
                .contains("What is kept of 7", "voucher", "late-item", "how likely you are to stay away");
        assertThat(out.toString()).containsPattern("1 +topic " + prefix + Topics.OFFERS + " +offers");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("out/export.json"))))
                .isEqualTo("rw-------");
    }

    @Test
    void whatActsOnAPageOrATerminalIsInert() throws Exception {
        String user = new ObjectMapper().writeValueAsString(SCRIPT);
        send(
                Topics.EVENTS,
                SCRIPT,
                "{\"id\":\"e\",\"type\":\"view\",\"user\":" + user + ",\"time\":1767225600,\"item\":" + user + ","
                        + "\"<img src=x onerror=alert(1)>\":\"</dd>\"}");
        assertThat(export(SCRIPT)).as(err.toString()).isZero();
        assertThat(Files.readString(folder.resolve("out/export.html")))
                .contains("&lt;script&gt;alert(1)&lt;/script&gt;\\u202e", "&lt;img src=x onerror=alert(1)&gt;")
                .doesNotContain("<script", "<img", "\u202e");
        assertThat(out.toString()).doesNotContain("\u202e");
    }

    @Test
    void aProfileIsReadOutOfASavepoint() throws Exception {
        assertThat(leeway(
                        "export",
                        "u7",
                        "--savepoint",
                        SAVEPOINT.toString(),
                        "--out",
                        folder.resolve("out").toString()))
                .as(err.toString())
                .isZero();
        JsonNode profile = new ObjectMapper()
                .readTree(folder.resolve("out/export.json").toFile())
                .at("/places/0/items/0/content");
        assertThat(profile.path("objected").isBoolean()).isTrue();
        assertThat(profile.at("/features/interest_long.names").isArray()).isTrue();
    }

    @Test
    void whereNothingIsKeptOneLineSaysSoAndNoFileIsWritten() {
        assertThat(export("nobody")).isZero();
        assertThat(out.toString().lines())
                .containsExactly("nothing is kept of nobody in the 6 places that were searched; no file was written");
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void errorsAreOneLine() throws Exception {
        assertThat(leeway("export", "u", "--out", folder.toString())).isEqualTo(1);
        assertThat(err.toString())
                .contains("Expected a place to search, found none")
                .doesNotContain("\tat ");
        assertThat(leeway("export", "u", "--history", folder.resolve("absent").toString(), "-o", folder.toString()))
                .isEqualTo(1);
        assertThat(err.toString()).contains("Expected a folder at ").doesNotContain("\tat ");
        send(Topics.EVENTS, SEVEN, event(SEVEN, "view", "i1"));
        assertThat(export(SEVEN)).isZero();
        assertThat(export(SEVEN)).isEqualTo(1);
        assertThat(err.toString()).contains("of an earlier export, found one; name another --out");
    }

    private static String event(String user, String type, String item) {
        return "{\"id\":\"e-%s\",\"type\":\"%s\",\"user\":\"%s\",\"time\":1767225600,\"item\":\"%s\",\"quantity\":7}"
                .formatted(item, type, user, item);
    }

    private static String raw(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    }

    private int export(String user, String... more) {
        String[] all = {
            "export",
            user,
            "--bootstrap",
            broker.bootstrapServers(),
            "--topic-prefix",
            prefix,
            "--out",
            folder.resolve("out").toString()
        };
        String[] with = java.util.Arrays.copyOf(all, all.length + more.length);
        System.arraycopy(more, 0, with, all.length, more.length);
        return leeway(with);
    }

    private int leeway(String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return Leeway.commandLine(false)
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }

    private void send(String topic, String key, String value) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer =
                KafkaConnection.to(broker.bootstrapServers()).producer(Map.of())) {
            producer.send(new ProducerRecord<>(prefix + topic, key.getBytes(UTF_8), value.getBytes(UTF_8)))
                    .get();
        }
    }
}
