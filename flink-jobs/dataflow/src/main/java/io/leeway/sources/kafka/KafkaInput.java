package io.leeway.sources.kafka;

import io.leeway.sources.base.StartCheck;
import io.leeway.topics.KafkaConnection;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.KafkaSourceBuilder;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;

/**
 * How a job behind the scoring job reads topics: committed records, each from its topic's beginning.
 *
 * @param group the consumer group, of metrics and ACLs alone
 * @param disorder how far a record may lie behind others in its partition, in event time
 * @param onLostEvents what is done where records were deleted before they were read
 * @param check what has to hold at a first start
 * @param silence after which topics that others write hold nothing back, by the wall clock
 * @param bounded whether to stop at what the topics hold when reading begins
 */
public record KafkaInput(
        KafkaConnection kafka,
        String group,
        Duration disorder,
        OnLostEvents onLostEvents,
        StartCheck check,
        Duration silence,
        boolean bounded) {
    /** The silence of topics that others write, where nothing else is said. */
    public static final Duration SILENCE = Duration.ofMinutes(1);

    /** Of topics without end. */
    public KafkaInput(
            KafkaConnection kafka, String group, Duration disorder, OnLostEvents onLostEvents, StartCheck check) {
        this(kafka, group, disorder, onLostEvents, check, SILENCE, false);
    }

    /** The source of these topics. */
    public <T> Source<T, ?, ?> source(List<String> topics, KafkaRecordDeserializationSchema<T> records) {
        return CheckedKafkaSource.of(
                built(kafka.source(group, topics, records)), kafka, onLostEvents, null, List.of(check));
    }

    /**
     * What other jobs commit to these topics, by the event time that they report there.
     *
     * @param unwrittenIsIdle whether a partition without any progress holds nothing back: its
     *     writer may never have been started
     */
    public <T> Source<T, ?, ?> committed(
            List<String> topics, KafkaRecordDeserializationSchema<T> records, boolean unwrittenIsIdle) {
        return new CommittedSource<>(
                CheckedKafkaSource.of(
                        built(kafka.source(group, topics, new CommittedDeserializer<>(records))),
                        kafka,
                        onLostEvents,
                        null,
                        List.of(check)),
                records.getProducedType(),
                unwrittenIsIdle);
    }

    private <T> KafkaSource<T> built(KafkaSourceBuilder<T> builder) {
        return (bounded ? builder.setBounded(OffsetsInitializer.latest()) : builder).build();
    }
}
