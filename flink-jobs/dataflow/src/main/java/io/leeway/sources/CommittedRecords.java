package io.leeway.sources;

import io.leeway.records.AdCampaign;
import io.leeway.records.LoggedDecision;
import io.leeway.records.Outcome;
import io.leeway.records.ReleaseRole;
import io.leeway.records.scores.ScoreErasure;
import io.leeway.records.scores.ScoreUpdate;
import io.leeway.records.scores.ShopperScore;
import io.leeway.shopper.Task;
import io.leeway.sources.kafka.KafkaInput;
import io.leeway.topics.AdCampaignJson;
import io.leeway.topics.DecisionJson;
import io.leeway.topics.JsonFields;
import io.leeway.topics.ScoreJson;
import io.leeway.topics.TombstoneTime;
import io.leeway.topics.Topics;
import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What deciders and judges read: committed scores and decisions, outcomes and campaigns, from the
 * beginning of their topics. The event time of what a job of Leeway writes is that job's: see {@link
 * io.leeway.topics.Progress}.
 *
 * <p>Records that cannot be decoded are left out and counted. Only what is committed is read.
 */
public final class CommittedRecords {
    private CommittedRecords() {}

    /**
     * Scores from the seam on, and a notice of erasure for each tombstone. Scores of the past are
     * left out: no action can follow.
     */
    public static DataStream<ScoreUpdate> scores(StreamExecutionEnvironment env, KafkaInput input, Task task) {
        return committed(
                env,
                input,
                List.of(task == Task.CHURN ? Topics.CHURN : Topics.INTEREST),
                new Records<>(ScoreUpdate.class, (record, out) -> {
                    if (record.value() == null) {
                        out.collect(new ScoreErasure(user(record), TombstoneTime.of(record), task, ReleaseRole.ACTIVE));
                        return;
                    }
                    ShopperScore score = ScoreJson.score(record.value());
                    if (!score.origin().backfill()) {
                        out.collect(score);
                    }
                }),
                ScoreUpdate::asOfMillis,
                task.id() + "-scores");
    }

    /** Decisions of these topics, a list's items each by itself. */
    public static DataStream<LoggedDecision> decisions(
            StreamExecutionEnvironment env, KafkaInput input, List<String> topics) {
        return committed(
                env,
                input,
                topics,
                Records.ofValues(LoggedDecision.class, DecisionJson::logged),
                logged -> logged.decision().asOfMillis(),
                "decisions");
    }

    public static DataStream<Outcome> outcomes(StreamExecutionEnvironment env, KafkaInput input, String topic) {
        return foreign(
                env,
                input,
                topic,
                Records.ofValues(Outcome.class, CommittedRecords::outcome),
                Outcome::timeMillis,
                "outcomes");
    }

    /**
     * Campaigns, each whenever it changes; a tombstone changes nothing: what was spent stays spent.
     */
    public static DataStream<AdCampaign> campaigns(StreamExecutionEnvironment env, KafkaInput input, String topic) {
        return foreign(
                env,
                input,
                topic,
                Records.ofValues(AdCampaign.class, CommittedRecords::campaign),
                AdCampaign::issuedAtMillis,
                "campaigns");
    }

    private static List<Outcome> outcome(byte[] value) {
        Outcome outcome = DecisionJson.outcome(value);
        JsonFields.requireShort("decision", outcome.decisionId());
        JsonFields.requireShort("user", outcome.userId());
        return List.of(outcome);
    }

    private static List<AdCampaign> campaign(byte[] value) {
        AdCampaign campaign = AdCampaignJson.campaign(value);
        JsonFields.requireShort("id", campaign.id());
        JsonFields.requireShort("category", campaign.category());
        campaign.channels().forEach(channel -> JsonFields.requireShort("channels", channel));
        return List.of(campaign);
    }

    /** What a job of Leeway writes, by the progress that it reports. */
    private static <T> DataStream<T> committed(
            StreamExecutionEnvironment env,
            KafkaInput input,
            List<String> topics,
            Records<T> records,
            EventTime<T> time,
            String uid) {
        return CheckpointOrder.endless(
                env,
                // A shop need not run every decision job. Scores have one writer, which is waited for.
                input.committed(topics, records, Topics.DECISIONS.containsAll(topics)),
                WatermarkStrategy.<T>noWatermarks().withTimestampAssigner((record, ignored) -> time.millis(record)),
                uid,
                records.getProducedType());
    }

    /** What others write: a topic that is silent for a while holds nothing back. */
    private static <T> DataStream<T> foreign(
            StreamExecutionEnvironment env,
            KafkaInput input,
            String topic,
            Records<T> records,
            EventTime<T> time,
            String uid) {
        return CheckpointOrder.besides(
                env,
                input.source(List.of(topic), records),
                WatermarkStrategy.<T>forBoundedOutOfOrderness(input.disorder())
                        .withTimestampAssigner((record, ignored) -> time.millis(record)),
                input.silence(),
                uid,
                records.getProducedType());
    }

    private static String user(ConsumerRecord<byte[], byte[]> record) {
        return new String(record.key(), StandardCharsets.UTF_8);
    }

    @FunctionalInterface
    private interface Reading<T> extends Serializable {
        void read(ConsumerRecord<byte[], byte[]> record, Collector<T> out) throws IOException;
    }

    @FunctionalInterface
    private interface Decoding<T> extends Serializable {
        List<T> decode(byte[] value) throws IOException;
    }

    @FunctionalInterface
    private interface EventTime<T> extends Serializable {
        long millis(T record);
    }

    private static final class Records<T> extends CountedRecords<T> {
        private static final long serialVersionUID = 1L;

        private final Class<T> type;
        private final Reading<T> reading;

        private Records(Class<T> type, Reading<T> reading) {
            this.type = type;
            this.reading = reading;
        }

        /** Tombstones hold nothing. */
        static <T> Records<T> ofValues(Class<T> type, Decoding<T> decoding) {
            return new Records<>(type, (record, out) -> {
                if (record.value() != null) {
                    decoding.decode(record.value()).forEach(out::collect);
                }
            });
        }

        @Override
        public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<T> out) {
            try {
                reading.read(record, out);
            } catch (IOException | RuntimeException unreadable) {
                // A decision must not rest on half a record.
                leaveOut(record, String.valueOf(unreadable.getMessage()));
            }
        }

        @Override
        public TypeInformation<T> getProducedType() {
            return TypeInformation.of(type);
        }
    }
}
