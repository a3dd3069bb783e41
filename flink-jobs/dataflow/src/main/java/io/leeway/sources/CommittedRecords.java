package io.leeway.sources;

import io.leeway.records.AdCampaign;
import io.leeway.records.LoggedDecision;
import io.leeway.records.Outcome;
import io.leeway.records.Score;
import io.leeway.shopper.Task;
import io.leeway.topics.AdCampaignJson;
import io.leeway.topics.DecisionJson;
import io.leeway.topics.KafkaConnection;
import io.leeway.topics.ScoreJson;
import io.leeway.topics.Topics;
import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What deciders and judges read: committed scores, decisions and outcomes, from the beginning of
 * their topics, with watermarks of event time.
 *
 * <p>Records that cannot be decoded are skipped. Only what is committed is read.
 */
public final class CommittedRecords {
    private static final Duration IDLE = Duration.ofMinutes(1);

    private CommittedRecords() {}

    /**
     * Scores from the seam on, and a notice of erasure for each tombstone. Scores of the past are
     * left out: no action can follow.
     *
     * @param task churn or interest
     * @param disorder how far a score may lie behind another in its partition, in event time
     */
    public static DataStream<Score> scores(
            StreamExecutionEnvironment env, KafkaConnection kafka, Task task, String group, Duration disorder) {
        return read(
                env,
                kafka,
                List.of(task == Task.CHURN ? Topics.CHURN : Topics.INTEREST),
                group,
                new Records<>(Score.class, (record, out) -> {
                    Score score = record.value() == null
                            ? Score.erasure(user(record), record.timestamp(), task.id())
                            : ScoreJson.score(record.value());
                    if (!score.backfill()) {
                        out.collect(score);
                    }
                }),
                WatermarkStrategy.<Score>forBoundedOutOfOrderness(disorder)
                        .withTimestampAssigner((score, ignored) -> score.asOfMillis()),
                task.id() + "-scores");
    }

    /** Decisions of these topics, a list's items each by itself. */
    public static DataStream<LoggedDecision> decisions(
            StreamExecutionEnvironment env,
            KafkaConnection kafka,
            List<String> topics,
            String group,
            Duration disorder) {
        return read(
                env,
                kafka,
                topics,
                group,
                new Records<>(LoggedDecision.class, (record, out) -> {
                    if (record.value() != null) {
                        DecisionJson.logged(record.value()).forEach(out::collect);
                    }
                }),
                WatermarkStrategy.<LoggedDecision>forBoundedOutOfOrderness(disorder)
                        .withTimestampAssigner(
                                (logged, ignored) -> logged.decision().asOfMillis()),
                "decisions");
    }

    /** What became of decisions. */
    public static DataStream<Outcome> outcomes(
            StreamExecutionEnvironment env, KafkaConnection kafka, String topic, String group, Duration disorder) {
        return read(
                env,
                kafka,
                List.of(topic),
                group,
                new Records<>(Outcome.class, (record, out) -> {
                    if (record.value() != null) {
                        out.collect(DecisionJson.outcome(record.value()));
                    }
                }),
                WatermarkStrategy.<Outcome>forBoundedOutOfOrderness(disorder)
                        .withTimestampAssigner((outcome, ignored) -> outcome.timeMillis()),
                "outcomes");
    }

    /**
     * Campaigns, each whenever it changes; a tombstone changes nothing: what was spent stays spent.
     */
    public static DataStream<AdCampaign> campaigns(
            StreamExecutionEnvironment env, KafkaConnection kafka, String topic, String group, Duration disorder) {
        return read(
                env,
                kafka,
                List.of(topic),
                group,
                new Records<>(AdCampaign.class, (record, out) -> {
                    if (record.value() != null) {
                        out.collect(AdCampaignJson.campaign(record.value()));
                    }
                }),
                WatermarkStrategy.<AdCampaign>forBoundedOutOfOrderness(disorder)
                        .withTimestampAssigner((campaign, ignored) -> campaign.issuedAtMillis()),
                "campaigns");
    }

    private static <T> DataStream<T> read(
            StreamExecutionEnvironment env,
            KafkaConnection kafka,
            List<String> topics,
            String group,
            Records<T> records,
            WatermarkStrategy<T> watermarks,
            String uid) {
        return CheckpointOrder.source(
                        env,
                        kafka.source(group, topics, records).build(),
                        watermarks.withIdleness(IDLE),
                        uid,
                        records.getProducedType())
                .uid(uid);
    }

    private static String user(ConsumerRecord<byte[], byte[]> record) {
        return new String(record.key(), StandardCharsets.UTF_8);
    }

    /** Reads what a record holds. */
    @FunctionalInterface
    private interface Reading<T> extends Serializable {
        void read(ConsumerRecord<byte[], byte[]> record, Collector<T> out) throws IOException;
    }

    private static final class Records<T> implements KafkaRecordDeserializationSchema<T> {
        private static final long serialVersionUID = 1L;

        private final Class<T> type;
        private final Reading<T> reading;

        private Records(Class<T> type, Reading<T> reading) {
            this.type = type;
            this.reading = reading;
        }

        @Override
        public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<T> out) {
            try {
                reading.read(record, out);
            } catch (IOException | RuntimeException unreadable) {
                // Its writer has to correct it; a decision must not rest on half a record.
                return;
            }
        }

        @Override
        public TypeInformation<T> getProducedType() {
            return TypeInformation.of(type);
        }
    }
}
