package io.leeway.fault;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.leeway.local.EmbeddedBroker;
import io.leeway.records.SinkRecord;
import io.leeway.sinks.RefusedRecordException;
import io.leeway.sinks.Sinks;
import io.leeway.topics.KafkaConnection;
import io.leeway.topics.RecordLimits;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.util.ExceptionUtils;
import org.apache.flink.util.SerializedThrowable;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A record that a producer or a topic refuses for good ends a job that would restart for ever, and is named. */
@Timeout(180)
class RefusedRecordIT {
    private static final byte[] KEY = "shopper-7".getBytes(UTF_8);

    @TempDir
    private static Path folder;

    private static EmbeddedBroker broker;
    private static KafkaConnection kafka;

    @BeforeAll
    static void start() throws Exception {
        broker = EmbeddedBroker.start(folder.resolve("broker"));
        kafka = KafkaConnection.to(broker.bootstrapServers());
        broker.createTopic("small", 1, Map.of("max.message.bytes", "1000"));
        broker.createTopic("keyed", 1, Map.of("cleanup.policy", "compact"));
        broker.createTopic("recent", 1, Map.of("message.timestamp.before.max.ms", "3600000"));
    }

    @AfterAll
    static void stop() {
        if (broker != null) {
            broker.close();
        }
    }

    @Test
    void largerThanTheProducerMaySend() {
        assertThat(line(SinkRecord.of("small", KEY, new byte[2_000_000], 1), RecordLimits.of(kafka)))
                .contains("topic small", "2000265 bytes, above the producer's max.request.size of 1048576")
                .contains("under the key shopper-7");
    }

    @Test
    void largerThanTheTopicTakesWhereItsLimitIsKnown() {
        assertThat(line(SinkRecord.of("small", KEY, new byte[5000], 1), asked("small")))
                .contains("topic small", "5265 bytes, above the topic's max.message.bytes of 1000", "key shopper-7");
    }

    @Test
    void withoutAKeyWhereOneIsNeeded() {
        assertThat(line(SinkRecord.of("keyed", null, new byte[10], 1), asked("keyed")))
                .contains("topic keyed", "no key, which a compacted topic requires");
    }

    @Test
    void largerThanTheTopicTakesWhereItsLimitIsNotKnown() {
        // What can be compressed may fit.
        byte[] value = new byte[5000];
        new Random(1).nextBytes(value);
        assertThat(line(SinkRecord.of("small", KEY, value, 1), RecordLimits.of(kafka)))
                .contains("by topic small", "5009 bytes and the key shopper-7");
    }

    @Test
    void withoutAKeyWhereItIsNotKnownThatOneIsNeeded() {
        assertThat(line(SinkRecord.of("keyed", null, new byte[10], 1), RecordLimits.of(kafka)))
                .contains("by topic keyed", "10 bytes and the key none");
    }

    @Test
    void ofAPastWhichTheTopicDoesNotTakeAsATimestamp() throws Exception {
        write(SinkRecord.of("recent", KEY, new byte[10], 1), RecordLimits.of(kafka));
    }

    @Test
    void aRowOfSql() throws Exception {
        broker.createTopic("rows", 1, Map.of());
        Path settings = Files.writeString(folder.resolve("client.properties"), "client.id=sql\n");
        TableEnvironment tables = TableEnvironment.create(EnvironmentSettings.newInstance()
                .inStreamingMode()
                .withConfiguration(restarting())
                .build());
        tables.executeSql("CREATE TABLE written (text STRING) WITH ('connector'='leeway-kafka', 'topic'='rows', "
                + "'properties.bootstrap.servers'='" + broker.bootstrapServers() + "', 'kafka-config'='" + settings
                + "', 'value.format'='json')");
        assertThat(line(catchThrowable(() -> tables.executeSql("INSERT INTO written VALUES (REPEAT('x', 2000000))")
                        .await())))
                .contains("2000", "max.request.size", "by topic rows");
    }

    private static RecordLimits asked(String topic) {
        try (Admin admin = kafka.admin()) {
            return RecordLimits.ask(admin, kafka, List.of(topic, "absent"), Duration.ofSeconds(10));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static String line(SinkRecord record, RecordLimits limits) {
        return line(catchThrowable(() -> write(record, limits)));
    }

    private static void write(SinkRecord record, RecordLimits limits) throws Exception {
        StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(1, restarting());
        env.enableCheckpointing(200);
        Sinks.add(
                env.fromData(TypeInformation.of(SinkRecord.class), record),
                Sinks.kafka(kafka, limits, List.of(), "refused", Duration.ofMinutes(1)),
                "out");
        env.execute("refused");
    }

    private static Configuration restarting() {
        Configuration configuration = new Configuration();
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, Integer.MAX_VALUE);
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(10));
        return configuration;
    }

    private static String line(Throwable failure) {
        assertThat(ExceptionUtils.findThrowable(failure, SuppressRestartsException.class))
                .as(ExceptionUtils.stringifyException(failure))
                .isPresent();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            Throwable opened = cause instanceof SerializedThrowable serialised
                    ? serialised.deserializeError(RefusedRecordIT.class.getClassLoader())
                    : cause;
            if (opened instanceof RefusedRecordException) {
                return opened.getMessage();
            }
        }
        throw new AssertionError(ExceptionUtils.stringifyException(failure));
    }
}
