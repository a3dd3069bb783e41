package io.leeway.cli.rights;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.leeway.cli.Leeway;
import io.leeway.local.EmbeddedBroker;
import io.leeway.local.SharedBroker;
import io.leeway.records.SinkRecord;
import io.leeway.shopper.events.EventJson;
import io.leeway.shopper.events.EventType;
import io.leeway.shopper.events.ShopperEvent;
import io.leeway.sources.importers.HistoryIndex;
import io.leeway.sources.importers.HistoryOptions;
import io.leeway.sources.importers.HistoryWriter;
import io.leeway.topics.KafkaConnection;
import io.leeway.topics.Topics;
import io.leeway.topics.erasure.ErasureKey;
import io.leeway.topics.erasure.ErasureLedger;
import io.leeway.topics.erasure.ErasureOptions;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.GZIPOutputStream;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code leeway erase}, and what its search finds in places where something was planted. */
@ExtendWith(SharedBroker.class)
class EraseCommandTest {
    private static final String USER = "u\"7\u00e9";
    private static final Path SAVEPOINT = Path.of("..", "..", "savepoints", "fixtures", "0.1.0", "savepoint");
    private static int shops;

    private final EmbeddedBroker broker;
    private final String prefix = "erased" + ++shops + ".";
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    EraseCommandTest(EmbeddedBroker broker) {
        this.broker = broker;
    }

    @BeforeEach
    void topics() throws Exception {
        for (String topic : List.of(Topics.EVENTS, Topics.CHURN, Topics.OFFERS, Topics.DEAD_LETTERS)) {
            broker.createTopic(prefix + topic, 1, Map.of("retention.ms", "86400000", "segment.ms", "3600000"));
        }
        broker.createTopic(prefix + Topics.ERASED, 1, Map.of("cleanup.policy", "compact"));
    }

    @Test
    void itPublishesTheErasureAndTheEntryAndFindsWhatExpires() throws Exception {
        Path key = folder.resolve("erasures.key");
        assertThat(leeway("erase", "--keygen", key.toString())).isZero();
        send(Topics.CHURN, USER, "{\"user\":\"u\\\"7\\u00e9\"}");
        send(Topics.CHURN, "other", "{\"user\":\"other\"}");
        Path certificate = folder.resolve("certificate.json");

        assertThat(erase("--verify", "--erasures", key.toString(), "--certificate", certificate.toString()))
                .as(err.toString())
                .isZero();

        assertThat(out.toString())
                .contains("erased u\"7\u00e9 up to ", ", also in the ledger", "nothing is left but what expires")
                .containsPattern("1 +gone by 20\\S+Z +topic " + prefix + Topics.CHURN)
                .containsPattern("1 +gone by 20\\S+Z +topic " + prefix + Topics.EVENTS)
                .containsPattern("0 +nothing +topic " + prefix + Topics.OFFERS);
        JsonNode written = new ObjectMapper().readTree(certificate.toFile());
        assertThat(written.path("user").asText()).matches("[0-9a-f]{64}");
        assertThat(written.path("nothingLeft").asBoolean()).isTrue();
        assertThat(written.toString()).doesNotContain("u\\\"7");
        assertThat(written.path("notSearched")).isNotEmpty();
    }

    @Test
    void theLedgerIsOfOneKeyAndForgetsNothing() throws Exception {
        Path key = folder.resolve("one.key");
        Path other = folder.resolve("other.key");
        leeway("erase", "--keygen", key.toString());
        leeway("erase", "--keygen", other.toString());
        assertThat(erase("--erasures", key.toString())).as(err.toString()).isZero();
        assertThat(erase("--erasures", other.toString())).isEqualTo(1);
        assertThat(err.toString())
                .contains("Expected erasures of the key ", "; give the file that they were written with");

        assertThat(erase("--erasures", key.toString(), "--topic-prefix", prefix + "absent."))
                .isEqualTo(1);
        assertThat(err.toString()).contains("Expected the topic " + prefix + "absent.leeway.erased");
        broker.createTopic(prefix + "deleting.leeway.erased", 1, Map.of());
        assertThat(erase("--erasures", key.toString(), "--topic-prefix", prefix + "deleting."))
                .isEqualTo(1);
        assertThat(err.toString()).contains("with cleanup.policy=compact, found it deletes records");
    }

    /** Each of them alone. */
    @ParameterizedTest
    @ValueSource(strings = {"kept for ever", "in raw bytes", "in a list", "compacted", "as a field's name"})
    void whatIsLeftInATopicIsFound(String planted) throws Exception {
        String topic = "leeway.planted";
        broker.createTopic(
                prefix + topic,
                1,
                planted.equals("compacted") ? Map.of("cleanup.policy", "compact") : Map.of("retention.ms", "-1"));
        String raw = Base64.getEncoder().encodeToString("{\"user\":\"u\\\"7\u00e9\", broken".getBytes(UTF_8));
        String text = "\"u\\\"7\u00e9\"";
        send(
                topic,
                planted.equals("kept for ever") || planted.equals("compacted") ? USER : "key",
                switch (planted) {
                    case "in raw bytes" ->
                        "{\"raw\":\"" + Base64.getEncoder().encodeToString(USER.getBytes(UTF_8)) + "\",\"x\":\"" + raw
                                + "\"}";
                    case "in a list" -> "{\"users\":[\"a\",[" + text + "]]}";
                    case "as a field's name" -> "{" + text + ":1}";
                    default -> "{}";
                });

        assertThat(erase("--verify-only")).isEqualTo(1);
        assertThat(out.toString())
                .containsPattern("1 +LEFT +topic " + prefix + topic)
                .contains("LEFT in 1 places");
    }

    /** Users and items may have the same ids. */
    @Test
    void whatNamesAnotherUserStays() throws Exception {
        Path history = Files.createDirectory(folder.resolve("numbers"));
        String others = "{\"id\":\"42\",\"user\":\"7\",\"item\":\"42\",\"quantity\":42}\n";
        String last = "{\"users\":[\"42\",\"7\"]}";
        Path file = Files.writeString(
                history.resolve("events.jsonl"), others + "{\"user\":\"42\",\"item\":\"1\"}\r\n" + last);
        send(Topics.CHURN, "7", others);
        assertThat(leeway(command("42", "--verify-only", "--history", history.toString(), "--rewrite")))
                .isEqualTo(1);
        assertThat(out.toString())
                .containsPattern("0 +nothing +topic " + prefix + Topics.CHURN)
                .containsPattern("1 +removed +file ")
                .containsPattern("1 +LEFT +file ");
        assertThat(file).hasContent(others + last);
    }

    /** Pages, lists over lines, tables, and what lies behind a link. */
    @Test
    void whatIsNoLineOfJsonIsFound() throws Exception {
        Path real = Files.createDirectories(folder.resolve("real/below"));
        Files.writeString(real.resolve("export.json"), "{\n  \"user\" : \"u\\\"7\u00e9\"\n}\n");
        Files.writeString(real.resolve("export.html"), "<td>u&quot;7\u00e9</td>");
        Files.writeString(real.resolve("views.tsv"), "1700000000\tu\"7\u00e9\tview\n");
        Files.writeString(real.resolve("two.jsonl"), "{\"user\":\"u\\\"7\u00e9\"}{\"user\":\"other\"}\n");
        Path link = Files.createSymbolicLink(folder.resolve("linked"), folder.resolve("real"));

        assertThat(erase("--verify-only", "--history", link.toString(), "--rewrite"))
                .isEqualTo(1);
        assertThat(out.toString()).contains("LEFT in 4 places").doesNotContain("removed");
        assertThat(real.resolve("two.jsonl")).content().contains("other");
    }

    @Test
    void aLinkedFileIsWrittenAgainWhereItLies() throws Exception {
        Path target = Files.writeString(folder.resolve("target.jsonl"), new String(event("x", USER, 1), UTF_8) + "\n");
        Path history = Files.createDirectory(folder.resolve("links"));
        Path link = Files.createSymbolicLink(history.resolve("events.jsonl"), target);
        assertThat(erase("--verify-only", "--history", history.toString(), "--rewrite"))
                .as(out.toString())
                .isZero();
        assertThat(target).isEmptyFile();
        assertThat(link).isSymbolicLink();
    }

    /** An entry may be in a transaction of the scoring job that is open. */
    @Test
    void theLedgerIsReadBehindOpenTransactions() throws Exception {
        Path file = folder.resolve("erasures.key");
        ErasureKey key = ErasureKey.create(file);
        ErasureOptions options = new ErasureOptions(connection(), file.toString());
        Map<String, Object> transactional = Map.of("transactional.id", prefix + "open");
        try (KafkaProducer<byte[], byte[]> producer = connection().producer(transactional)) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(entry(key, "before", 7)).get();
            assertThat(erase("--erasures", file.toString())).as(err.toString()).isZero();
            CompletableFuture<ErasureLedger> opening = CompletableFuture.supplyAsync(() -> open(options));
            assertThatThrownBy(() -> opening.get(3, TimeUnit.SECONDS)).isInstanceOf(TimeoutException.class);
            producer.commitTransaction();
            try (ErasureLedger ledger = opening.get(1, TimeUnit.MINUTES)) {
                assertThat(ledger.until("before")).isEqualTo(7);
                assertThat(ledger.until(USER)).isPositive();
                assertThat(ledger.until("other")).isEqualTo(Long.MIN_VALUE);
            }
        }
    }

    @Test
    void anEntryOfAnotherKeyEndsWhoReadsUntilItIsTakenBack() throws Exception {
        Path file = folder.resolve("erasures.key");
        ErasureKey.create(file);
        ErasureKey other = ErasureKey.create(folder.resolve("other.key"));
        try (ErasureLedger ledger = open(new ErasureOptions(connection(), file.toString()));
                KafkaProducer<byte[], byte[]> producer = connection().producer(Map.of())) {
            assertThat(ledger.until(USER)).isEqualTo(Long.MIN_VALUE);
            ProducerRecord<byte[], byte[]> wrong = entry(other, USER, 7);
            producer.send(wrong).get();
            eventually(() -> assertThatThrownBy(() -> ledger.until(USER))
                    .isInstanceOf(SuppressRestartsException.class)
                    .cause()
                    .hasMessageContaining("found one of " + other.id()));
            producer.send(new ProducerRecord<>(wrong.topic(), wrong.key(), null))
                    .get();
            eventually(() -> assertThat(ledger.until(USER)).isEqualTo(Long.MIN_VALUE));
        }
    }

    private static void eventually(Runnable check) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (true) {
            try {
                check.run();
                return;
            } catch (AssertionError | RuntimeException notYet) {
                if (System.nanoTime() > deadline) {
                    throw notYet;
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
            }
        }
    }

    private KafkaConnection connection() {
        return KafkaConnection.to(broker.bootstrapServers()).withTopics(new Topics(prefix));
    }

    private ProducerRecord<byte[], byte[]> entry(ErasureKey key, String user, long until) {
        SinkRecord entry = ErasureLedger.entry(key, user, until);
        return new ProducerRecord<>(prefix + entry.topic(), entry.key(), entry.value());
    }

    private static ErasureLedger open(ErasureOptions options) {
        try {
            return ErasureLedger.open(options);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void historyIsSearchedAndWrittenAgain() throws Exception {
        Path history = folder.resolve("history");
        try (HistoryWriter writer = HistoryWriter.open(history, HistoryOptions.DEFAULT)) {
            for (int day = 1; day <= 3; day++) {
                for (String user : List.of("a", USER, "u")) {
                    long time = Instant.parse("2026-01-0" + day + "T10:00:00Z").toEpochMilli();
                    writer.append(time, event(user + day, user, time));
                }
            }
            writer.finish();
        }
        Path packed = history.resolve("more/events-2025.jsonl.gz");
        Files.createDirectories(packed.getParent());
        try (OutputStream file = new GZIPOutputStream(Files.newOutputStream(packed))) {
            file.write(event("x", USER, 1));
            file.write('\n');
            file.write(event("y", "b", 1));
        }
        Files.writeString(history.resolve("notes.csv"), "b;1\nu\"7\u00e9;2\n");

        assertThat(erase("--verify-only", "--history", history.toString())).isEqualTo(1);
        assertThat(out.toString()).contains("LEFT in 5 places");

        assertThat(erase("--verify-only", "--history", history.toString(), "--rewrite"))
                .as("a file that is no JSON lines")
                .isEqualTo(1);
        assertThat(out.toString()).containsPattern("1 +removed +file .*2026-01-03.jsonl");
        Files.delete(history.resolve("notes.csv"));
        assertThat(erase("--verify-only", "--history", history.toString())).isZero();
        HistoryIndex index = HistoryIndex.read(history);
        assertThat(index.events()).isEqualTo(6);
        assertThat(index.slices()).extracting(HistoryIndex.Slice::events).containsExactly(2L, 2L, 2L);
        assertThat(Files.readAllLines(history.resolve(index.slices().get(1).file())))
                .hasSize(2)
                .noneMatch(line -> line.contains("7"));
    }

    @Test
    void aProfileInASavepointIsFound() {
        assertThat(leeway(command("u7", "--verify-only", "--savepoint", SAVEPOINT.toString())))
                .as(err.toString())
                .isEqualTo(1);
        assertThat(out.toString()).containsPattern("1 +LEFT +savepoint .*0.1.0/savepoint");
        assertThat(leeway(command("absent", "--verify-only", "--savepoint", SAVEPOINT.toString())))
                .isZero();
    }

    @Test
    void errorsAreOneLine() throws Exception {
        assertThat(leeway("erase", "--bootstrap", broker.bootstrapServers())).isEqualTo(1);
        assertThat(err.toString()).contains("Expected the user id of a shopper").doesNotContain("\tat ");
        assertThat(erase("--history", folder.toString())).isEqualTo(1);
        assertThat(err.toString()).contains("Expected --verify or --verify-only with --history");
        assertThat(erase("--erasures", folder.resolve("absent").toString())).isEqualTo(1);
        assertThat(err.toString()).contains("found no such file; make one with `leeway erase --keygen");
        Path key = Files.writeString(folder.resolve("old.key"), "old");
        assertThat(leeway("erase", "--keygen", key.toString())).isEqualTo(1);
        assertThat(err.toString()).contains("Expected a new file for the key");
    }

    private static byte[] event(String id, String user, long time) {
        return EventJson.write(new ShopperEvent(id, EventType.VIEW, user, null, null, 0, null, 1, 0, null, null, time));
    }

    private int erase(String... more) {
        return leeway(command(USER, more));
    }

    private String[] command(String user, String... more) {
        List<String> all = new ArrayList<>(
                List.of("erase", user, "--bootstrap", broker.bootstrapServers(), "--topic-prefix", prefix));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    private int leeway(String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return Leeway.commandLine(false)
                .setOverwrittenOptionsAllowed(true)
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
