package io.leeway.secured;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.apache.kafka.common.acl.AclOperation.READ;
import static org.apache.kafka.common.acl.AclOperation.WRITE;
import static org.apache.kafka.common.resource.ResourceType.GROUP;
import static org.apache.kafka.common.resource.ResourceType.TOPIC;
import static org.apache.kafka.common.resource.ResourceType.TRANSACTIONAL_ID;
import static org.assertj.core.api.Assertions.assertThat;

import io.leeway.cli.Leeway;
import io.leeway.records.SinkRecord;
import io.leeway.sinks.Sinks;
import io.leeway.topics.KafkaConnection;
import io.leeway.topics.Topics;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.serialization.SimpleStringSchema;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;
import org.apache.flink.util.InstantiationUtil;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Every kind of client over listeners that ask for credentials, with a file of --kafka-config. */
@Timeout(180)
class KafkaConfigIT {
    private static final String PRINCIPAL = "User:" + SecuredBroker.USER;

    @TempDir
    private static Path folder;

    private static SecuredBroker secured;
    private static Path file;

    @BeforeAll
    static void start() throws Exception {
        secured = SecuredBroker.start(folder);
        file = secured.scram("client.properties", SecuredBroker.PASSWORD);
        for (String topic : List.of("a.in", "a.out", "b.plain", Topics.CHURN, Topics.INTEREST, Topics.EVENTS)) {
            secured.broker().createTopic(topic, 1, Map.of());
        }
        secured.allow(PRINCIPAL, TOPIC, "a.", READ, WRITE);
        secured.allow(PRINCIPAL, GROUP, "a.", READ);
        secured.allow(PRINCIPAL, TRANSACTIONAL_ID, "a.", WRITE);
        secured.allow("User:CN=client", TOPIC, "a.", READ, WRITE);
    }

    @AfterAll
    static void stop() {
        if (secured != null) {
            secured.close();
        }
    }

    private static KafkaConnection connection(Path settings, String listener) {
        return KafkaConnection.to(secured.servers(listener))
                .withClientSettings(settings, Map.of("client.dns.lookup", "use_all_dns_ips"));
    }

    private static void requireRoundTrip(KafkaConnection kafka, String value) throws Exception {
        try (Admin admin = kafka.admin(Duration.ofSeconds(20));
                KafkaProducer<byte[], byte[]> producer = kafka.producer(Map.of("acks", "all"));
                KafkaConsumer<byte[], byte[]> consumer = kafka.consumer(Map.of())) {
            assertThat(admin.listTopics().names().get()).contains("a.in").doesNotContain("b.plain");
            long offset = producer.send(new ProducerRecord<>("a.in", value.getBytes(UTF_8)))
                    .get()
                    .offset();
            TopicPartition partition = new TopicPartition("a.in", 0);
            consumer.assign(List.of(partition));
            consumer.seek(partition, offset);
            assertThat(new String(
                            consumer.poll(Duration.ofSeconds(20))
                                    .iterator()
                                    .next()
                                    .value(),
                            UTF_8))
                    .isEqualTo(value);
        }
    }

    @Test
    void clientsOverSaslSsl() throws Exception {
        requireRoundTrip(connection(file, SecuredBroker.SASL), "scram");
    }

    /** The passwords come out of another file by Kafka's own provider. */
    @Test
    void clientsWithACertificateOfTheirOwn() throws Exception {
        requireRoundTrip(connection(secured.mtls("mtls.properties"), SecuredBroker.MTLS), "mtls");
    }

    /** With a prefix of names, exactly once: what is read, written and committed stays within it. */
    @Test
    void aSourceAndATransactionalSink() throws Exception {
        KafkaConnection kafka = connection(file, SecuredBroker.SASL).withTopics(new Topics("a."));
        requireRoundTrip(kafka, "to be copied");
        StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(1);
        env.enableCheckpointing(200);
        Sinks.add(
                env.fromSource(
                                kafka.source(
                                                "copy",
                                                List.of("in"),
                                                KafkaRecordDeserializationSchema.valueOnly(new SimpleStringSchema()))
                                        .setBounded(OffsetsInitializer.latest())
                                        .build(),
                                WatermarkStrategy.noWatermarks(),
                                "in")
                        .map(
                                value -> SinkRecord.of("out", null, value.getBytes(UTF_8), 1),
                                TypeInformation.of(SinkRecord.class)),
                Sinks.kafka(kafka, "copy", Duration.ofMinutes(5)),
                "out");
        JobGraph graph = env.getStreamGraph(false).getJobGraph();
        assertThat(new String(InstantiationUtil.serializeObject(graph), ISO_8859_1))
                .contains(file.toString())
                .doesNotContain(SecuredBroker.PASSWORD, Certificates.PASSWORD);
        assertThat(env.getExecutionPlan()).doesNotContain(SecuredBroker.PASSWORD, Certificates.PASSWORD);
        assertThat(env.execute("copy").getJobID()).isNotNull();
        try (KafkaConsumer<byte[], byte[]> consumer = kafka.consumer(Map.of("isolation.level", "read_committed"))) {
            TopicPartition partition = new TopicPartition("a.out", 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            assertThat(consumer.poll(Duration.ofSeconds(20)))
                    .extracting(record -> new String(record.value(), UTF_8))
                    .contains("to be copied");
        }
    }

    @Test
    void noSecretIsInWhatIsSerializedOrPrinted() throws Exception {
        KafkaConnection kafka = connection(file, SecuredBroker.SASL);
        List<Object> serialized = List.of(
                kafka,
                kafka.source("g", List.of("a.in"), KafkaRecordDeserializationSchema.valueOnly(new SimpleStringSchema()))
                        .build(),
                Sinks.kafka(kafka, "t", Duration.ofMinutes(5)).sink());
        for (Object each : serialized) {
            assertThat(new String(InstantiationUtil.serializeObject(each), ISO_8859_1))
                    .contains(file.toString())
                    .doesNotContain(SecuredBroker.PASSWORD, Certificates.PASSWORD);
        }
        assertThat(kafka.toString()).isEqualTo(secured.servers(SecuredBroker.SASL));
    }

    /** A table that is written and one that is read, and a hybrid table whose live half is the same topic. */
    @Test
    void tablesTakeTheSameFile() throws Exception {
        secured.broker().createTopic("a.table", 1, Map.of());
        TableEnvironment tables = TableEnvironment.create(EnvironmentSettings.inStreamingMode());
        String options = "'topic'='a.table', 'properties.bootstrap.servers'='" + secured.servers(SecuredBroker.SASL)
                + "', 'kafka-config'='" + file + "'";
        String columns = " (event_id STRING, type STRING, user_id STRING, event_time TIMESTAMP_LTZ(3)) WITH (";
        tables.executeSql("CREATE TABLE written"
                + columns.replace(") WITH", ", appended TIMESTAMP_LTZ(3) METADATA FROM 'timestamp') WITH")
                + "'connector'='leeway-kafka', " + options
                + ", 'value.format'='json', 'value.json.timestamp-format.standard'='ISO-8601')");
        tables.executeSql(
                "CREATE TABLE topic" + columns + "'connector'='leeway-kafka', " + options
                        + ", 'value.format'='json', 'value.json.timestamp-format.standard'='ISO-8601', 'scan.startup.mode'='earliest-offset', 'scan.bounded.mode'='latest-offset')");
        Path history = Files.createDirectories(folder.resolve("history"));
        Files.writeString(
                history.resolve("events-1.jsonl"),
                "{\"id\":\"e1\",\"type\":\"view\",\"user\":\"u1\",\"time\":\"2026-01-05T01:00:00Z\"}\n");
        tables.executeSql(
                "CREATE TABLE events" + columns
                        + "'connector'='hybrid', 'switch.at'='2026-01-05T02:00:00Z', 'historical.connector'='history', 'historical.path'='"
                        + history + "', 'historical.format'='shopper-event', 'live.connector'='kafka', "
                        + options.replace("', '", "', 'live.").replaceFirst("'", "'live.")
                        + ", 'live.value.format'='json', 'live.value.json.timestamp-format.standard'='ISO-8601', 'live.scan.startup.mode'='earliest-offset', 'live.scan.bounded.mode'='latest-offset')");
        tables.executeSql(
                        "INSERT INTO written VALUES ('e2', 'view', 'u1', TO_TIMESTAMP_LTZ(1767582000000, 3), TO_TIMESTAMP_LTZ(1767577800000, 3))")
                .await();
        assertThat(ids(tables, "topic")).containsExactly("e2");
        assertThat(ids(tables, "events")).containsExactlyInAnyOrder("e1", "e2");
        assertThat(tables.explainSql("SELECT * FROM topic")).doesNotContain(SecuredBroker.PASSWORD);
    }

    private static List<String> ids(TableEnvironment tables, String table) throws Exception {
        List<String> ids = new ArrayList<>();
        try (CloseableIterator<Row> rows =
                tables.executeSql("SELECT event_id FROM " + table).collect()) {
            rows.forEachRemaining(row -> ids.add(row.getFieldAs(0)));
        }
        return ids;
    }

    @Test
    void aWrongPassword() throws Exception {
        assertThat(line(secured.scram("wrong.properties", "not-it"), "effects"))
                .contains("to authenticate each other", "invalid credentials", "SCRAM-SHA-512")
                .contains("correct the credentials")
                .doesNotContain("not-it");
        assertThat(line(secured.scram("wrong.properties", "not-it"), "model", "status"))
                .contains("to authenticate each other", "invalid credentials");
        assertThat(line(secured.scram("wrong.properties", "not-it"), "guard"))
                .contains("to authenticate each other", "invalid credentials");
    }

    @Test
    void aMissingAclIsNamed() throws Exception {
        assertThat(line(file, "guard"))
                .contains("READ on topic " + Topics.EVENTS + ", READ on topic " + Topics.CHURN)
                .contains("for principal User:leeway", "kafka-acls.sh");
        assertThat(line(file, "effects")).contains("READ on topic " + Topics.EFFECTS, "User:leeway");
        assertThat(line(file, "heartbeat")).contains("WRITE on topic " + Topics.EVENTS, "User:leeway");
        Topics names = new Topics("w.");
        for (String topic : List.of(Topics.EVENTS, Topics.CHURN, Topics.INTEREST, Topics.OFFERS)) {
            secured.broker().createTopic(names.name(topic), 1, Map.of());
            secured.allow(PRINCIPAL, TOPIC, names.name(topic), READ);
        }
        assertThat(line(file, "heartbeat", "--topic-prefix", "w."))
                .contains("Expected WRITE on topic w.leeway.events for principal User:leeway at ");
        assertThat(line(file, "win-back", "--topic-prefix", "w."))
                .contains("Expected WRITE on topic w.leeway.offers for principal User:leeway at ");
        secured.allow(PRINCIPAL, TOPIC, names.name(Topics.OFFERS), WRITE);
        assertThat(line(file, "win-back", "--topic-prefix", "w."))
                .contains(
                        "Expected WRITE on transactional id w.leeway-win-back-* (prefixed) for principal User:leeway");
    }

    private static String line(Path settings, Object... arguments) {
        List<Object> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--bootstrap", secured.servers(SecuredBroker.SASL), "--kafka-config", settings));
        StringWriter err = new StringWriter();
        int code = Leeway.commandLine(false)
                .setErr(new PrintWriter(err))
                .execute(all.stream().map(Object::toString).toArray(String[]::new));
        List<String> lines = err.toString().lines().toList();
        assertThat(lines).as(err.toString()).hasSize(1);
        assertThat(code).isOne();
        return lines.get(0);
    }
}
