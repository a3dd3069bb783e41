package io.leeway.sources;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.leeway.records.JudgedScore;
import io.leeway.records.ReturnEvent;
import io.leeway.records.SinkRecord;
import io.leeway.shopper.events.EventJson;
import io.leeway.shopper.events.EventType;
import io.leeway.shopper.events.MalformedEventException;
import io.leeway.shopper.events.ShopperEvent;
import io.leeway.state.JudgedScoreSerializer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What judges read: committed scores, and who came back. Records that cannot be decoded are
 * skipped.
 */
public final class JudgeSources {
    private static final Duration IDLE = Duration.ofMinutes(1);

    private JudgeSources() {}

    /**
     * Committed scores of both tasks, from the beginning of their topics.
     *
     * @param disorder how far a score may lie behind another in its partition, in event time
     */
    public static DataStream<JudgedScore> scores(StreamExecutionEnvironment env, String bootstrap, Duration disorder) {
        return env.fromSource(
                        KafkaSource.<JudgedScore>builder()
                                .setBootstrapServers(bootstrap)
                                .setTopics(SinkRecord.CHURN, SinkRecord.INTEREST)
                                .setGroupId("leeway-guard")
                                .setStartingOffsets(OffsetsInitializer.earliest())
                                .setProperty("isolation.level", "read_committed")
                                .setDeserializer(new Scores())
                                .build(),
                        WatermarkStrategy.<JudgedScore>forBoundedOutOfOrderness(disorder)
                                .withTimestampAssigner((score, ignored) -> score.asOfMillis())
                                .withIdleness(IDLE),
                        "scores",
                        JudgedScoreSerializer.TYPE)
                .uid("scores");
    }

    /**
     * Shoppers who came back, from the beginning of the live topic.
     *
     * @param purchases whether only a purchase counts
     */
    public static DataStream<ReturnEvent> comebacks(
            StreamExecutionEnvironment env, String bootstrap, String topic, boolean purchases, Duration disorder) {
        return env.fromSource(
                        KafkaSource.<ReturnEvent>builder()
                                .setBootstrapServers(bootstrap)
                                .setTopics(topic)
                                .setGroupId("leeway-guard")
                                .setStartingOffsets(OffsetsInitializer.earliest())
                                .setProperty("isolation.level", "read_committed")
                                .setDeserializer(new Comebacks(purchases))
                                .build(),
                        WatermarkStrategy.<ReturnEvent>forBoundedOutOfOrderness(disorder)
                                .withTimestampAssigner((comeback, ignored) -> comeback.timeMillis())
                                .withIdleness(IDLE),
                        "comebacks",
                        TypeInformation.of(ReturnEvent.class))
                .uid("comebacks");
    }

    private static final class Scores implements KafkaRecordDeserializationSchema<JudgedScore> {
        private static final long serialVersionUID = 1L;
        private static final ObjectMapper JSON = new ObjectMapper();

        @Override
        public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<JudgedScore> out) {
            byte[] value = record.value();
            if (value != null) {
                read(value, record.topic().equals(SinkRecord.CHURN) ? "probability" : "drift")
                        .ifPresent(out::collect);
            }
        }

        private static Optional<JudgedScore> read(byte[] json, String value) {
            try {
                JsonNode score = JSON.readTree(json);
                return Optional.of(new JudgedScore(
                        score.required("user").asText(),
                        score.required("model").asText(),
                        score.required("version").asLong(),
                        score.path("role").asText().equals("canary"),
                        Instant.parse(score.required("asOf").asText()).toEpochMilli(),
                        score.required(value).asDouble()));
            } catch (IOException | RuntimeException unreadable) {
                return Optional.empty();
            }
        }

        @Override
        public TypeInformation<JudgedScore> getProducedType() {
            return JudgedScoreSerializer.TYPE;
        }
    }

    private static final class Comebacks implements KafkaRecordDeserializationSchema<ReturnEvent> {
        private static final long serialVersionUID = 1L;

        private final boolean purchases;

        private Comebacks(boolean purchases) {
            this.purchases = purchases;
        }

        @Override
        public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<ReturnEvent> out) {
            byte[] value = record.value();
            if (value == null || value.length == 0) {
                return;
            }
            try {
                ShopperEvent event = EventJson.read(value);
                if (purchases
                        ? event.type() == EventType.PURCHASE
                        : event.type().isActivity()) {
                    out.collect(new ReturnEvent(event.userId(), event.eventTimeMillis()));
                }
            } catch (MalformedEventException unreadable) {
                // The scoring job has made a dead letter of it.
                return;
            }
        }

        @Override
        public TypeInformation<ReturnEvent> getProducedType() {
            return TypeInformation.of(ReturnEvent.class);
        }
    }
}
