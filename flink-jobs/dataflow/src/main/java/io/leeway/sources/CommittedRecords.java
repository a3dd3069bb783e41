package io.leeway.sources;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.leeway.records.AdCampaign;
import io.leeway.records.AdCampaignJson;
import io.leeway.records.DecisionJson;
import io.leeway.records.LoggedDecision;
import io.leeway.records.Outcome;
import io.leeway.records.ReleaseRole;
import io.leeway.records.Score;
import io.leeway.records.SinkRecord;
import io.leeway.shopper.Reason;
import io.leeway.shopper.Task;
import io.leeway.shopper.Trigger;
import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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
 * What deciders and judges read: committed scores, decisions and outcomes, from the beginning of
 * their topics, with watermarks of event time.
 *
 * <p>Records that cannot be decoded are skipped. Only what is committed is read.
 */
public final class CommittedRecords {
    private static final Duration IDLE = Duration.ofMinutes(1);
    private static final ObjectMapper JSON = new ObjectMapper();

    private CommittedRecords() {}

    /**
     * Scores from the seam on, and a notice of erasure for each tombstone. Scores of the past are
     * left out: no action can follow.
     *
     * @param task churn or interest
     * @param disorder how far a score may lie behind another in its partition, in event time
     */
    public static DataStream<Score> scores(
            StreamExecutionEnvironment env, String bootstrap, Task task, String group, Duration disorder) {
        return read(
                env,
                bootstrap,
                List.of(task == Task.CHURN ? SinkRecord.CHURN : SinkRecord.INTEREST),
                group,
                new Records<>(Score.class, (record, out) -> {
                    Score score = record.value() == null
                            ? Score.erasure(user(record), record.timestamp(), task.id())
                            : score(record.value());
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
            StreamExecutionEnvironment env, String bootstrap, List<String> topics, String group, Duration disorder) {
        return read(
                env,
                bootstrap,
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
            StreamExecutionEnvironment env, String bootstrap, String topic, String group, Duration disorder) {
        return read(
                env,
                bootstrap,
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
            StreamExecutionEnvironment env, String bootstrap, String topic, String group, Duration disorder) {
        return read(
                env,
                bootstrap,
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
            String bootstrap,
            List<String> topics,
            String group,
            Records<T> records,
            WatermarkStrategy<T> watermarks,
            String uid) {
        return env.fromSource(
                        KafkaSource.<T>builder()
                                .setBootstrapServers(bootstrap)
                                .setTopics(topics)
                                .setGroupId(group)
                                .setStartingOffsets(OffsetsInitializer.earliest())
                                .setProperty("isolation.level", "read_committed")
                                .setDeserializer(records)
                                .build(),
                        watermarks.withIdleness(IDLE),
                        uid,
                        records.getProducedType())
                .uid(uid);
    }

    private static String user(ConsumerRecord<byte[], byte[]> record) {
        return new String(record.key(), StandardCharsets.UTF_8);
    }

    /**
     * The score in a record's value, as the sink writes it; its headers are of no interest to those
     * who decide.
     */
    static Score score(byte[] json) throws IOException {
        JsonNode node = JSON.readTree(json);
        boolean churn = node.has("probability");
        int triggers = 0;
        for (JsonNode trigger : node.path("triggers")) {
            triggers |= Trigger.find(trigger.asText()).map(Trigger::mask).orElse(0);
        }
        return new Score(
                node.required("id").asText(),
                node.required("user").asText(),
                Instant.parse(node.required("asOf").asText()).toEpochMilli(),
                triggers,
                node.required("model").asText(),
                node.required("version").asLong(),
                ReleaseRole.of(node.path("role").asText(ReleaseRole.ACTIVE.id())),
                node.path("digest").asText(),
                node.path("features").asText(),
                node.path("backfill").asBoolean(),
                (churn ? Task.CHURN : Task.INTEREST).id(),
                (float) node.required(churn ? "probability" : "drift").asDouble(),
                names(node.path("from")),
                numbers(node.path("from"), "change"),
                names(node.path("to")),
                numbers(node.path("to"), "change"),
                names(node.path("next")),
                numbers(node.path("next"), "probability"),
                reasons(node.path("reasons")),
                0,
                -1,
                0,
                0);
    }

    private static String[] names(JsonNode entries) {
        String[] names = new String[entries.size()];
        for (int i = 0; i < names.length; i++) {
            names[i] = entries.get(i).required("category").asText();
        }
        return names;
    }

    private static float[] numbers(JsonNode entries, String field) {
        float[] numbers = new float[entries.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (float) entries.get(i).required(field).asDouble();
        }
        return numbers;
    }

    private static Reason[] reasons(JsonNode entries) {
        Reason[] reasons = new Reason[entries.size()];
        for (int i = 0; i < reasons.length; i++) {
            JsonNode entry = entries.get(i);
            reasons[i] = new Reason(
                    entry.required("code").asText(),
                    entry.required("words").asText(),
                    entry.path("feature").asText(),
                    entry.path("value").asDouble(),
                    (float) entry.path("contribution").asDouble());
        }
        return reasons;
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
