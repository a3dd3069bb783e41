package io.leeway.sources;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.leeway.records.JudgedScore;
import io.leeway.records.ReturnEvent;
import io.leeway.shopper.events.EventType;
import io.leeway.sources.kafka.KafkaInput;
import io.leeway.state.JudgedScoreSerializer;
import io.leeway.topics.Topics;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
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
     */
    public static DataStream<JudgedScore> scores(StreamExecutionEnvironment env, KafkaInput input) {
        return CheckpointOrder.endless(
                env,
                input.committed(
                        List.of(Topics.CHURN, Topics.INTEREST),
                        new Scores(input.kafka().name(Topics.CHURN)),
                        false),
                WatermarkStrategy.<JudgedScore>noWatermarks()
                        .withTimestampAssigner((score, ignored) -> score.asOfMillis()),
                "scores",
                JudgedScoreSerializer.TYPE);
    }

    /**
     * Shoppers who came back, from the beginning of the live topic, by the rules of scoring. An
     * event that lies further behind its record's timestamp than the input allows does not count.
     *
     * @param purchases whether only a purchase counts
     */
    public static DataStream<ReturnEvent> comebacks(
            StreamExecutionEnvironment env, KafkaInput input, String topic, boolean purchases) {
        return CheckpointOrder.endless(
                env,
                input.source(
                        List.of(topic),
                        new Comebacks(purchases, input.disorder().toMillis(), RecordTimes.ofWallClock())),
                WatermarkStrategy.<ReturnEvent>forBoundedOutOfOrderness(input.disorder())
                        .withTimestampAssigner((comeback, ignored) -> comeback.timeMillis())
                        .withIdleness(IDLE),
                "comebacks",
                TypeInformation.of(ReturnEvent.class));
    }

    private static final class Scores extends CountedRecords<JudgedScore> {
        private static final long serialVersionUID = 1L;
        private static final ObjectMapper JSON = new ObjectMapper();

        private final String churn;

        private Scores(String churn) {
            this.churn = churn;
        }

        @Override
        public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<JudgedScore> out) {
            byte[] value = record.value();
            if (value == null) {
                return;
            }
            try {
                out.collect(read(value, record.topic().equals(churn) ? "probability" : "drift"));
            } catch (IOException | RuntimeException unreadable) {
                leaveOut(record, String.valueOf(unreadable.getMessage()));
            }
        }

        private static JudgedScore read(byte[] json, String value) throws IOException {
            JsonNode score = JSON.readTree(json);
            return new JudgedScore(
                    score.required("user").asText(),
                    score.required("model").asText(),
                    score.required("version").asLong(),
                    score.path("role").asText().equals("canary"),
                    Instant.parse(score.required("asOf").asText()).toEpochMilli(),
                    score.required(value).asDouble());
        }

        @Override
        public TypeInformation<JudgedScore> getProducedType() {
            return JudgedScoreSerializer.TYPE;
        }
    }

    static final class Comebacks extends CountedRecords<ReturnEvent> {
        private static final long serialVersionUID = 1L;

        private final boolean purchases;
        private final long allowedLatenessMillis;
        private final RecordTimes times;

        Comebacks(boolean purchases, long allowedLatenessMillis, RecordTimes times) {
            this.purchases = purchases;
            this.allowedLatenessMillis = allowedLatenessMillis;
            this.times = times;
        }

        @Override
        public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<ReturnEvent> out) {
            if (times.isAhead(record)) {
                leaveOut();
                return;
            }
            EventDecoder.admitted(record.value(), record.timestamp(), allowedLatenessMillis)
                    .filter(event -> purchases
                            ? event.type() == EventType.PURCHASE
                            : event.type().isActivity())
                    .map(event -> new ReturnEvent(event.userId(), event.eventTimeMillis()))
                    .ifPresent(out::collect);
        }

        @Override
        public TypeInformation<ReturnEvent> getProducedType() {
            return TypeInformation.of(ReturnEvent.class);
        }
    }
}
