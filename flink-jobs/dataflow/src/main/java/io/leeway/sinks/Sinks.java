package io.leeway.sinks;

import io.leeway.operators.OperatorFactory;
import io.leeway.records.SinkRecord;
import io.leeway.records.scores.ScoreUpdate;
import io.leeway.topics.KafkaConnection;
import io.leeway.topics.Progress;
import io.leeway.topics.RecordLimits;
import io.leeway.topics.RunCount;
import io.leeway.topics.ScoreJson;
import io.leeway.topics.TombstoneTime;
import io.leeway.topics.Topics;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.file.sink.FileSink;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.core.fs.Path;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.functions.sink.filesystem.BucketAssigner;
import org.apache.flink.streaming.api.functions.sink.filesystem.bucketassigners.SimpleVersionedStringSerializer;
import org.apache.flink.streaming.api.functions.sink.filesystem.rollingpolicies.OnCheckpointRollingPolicy;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * The last stage: all that leaves goes through one sink, so that what a checkpoint commits becomes
 * visible together.
 */
public final class Sinks {
    private Sinks() {}

    /** Where everything goes in the end. */
    @FunctionalInterface
    public interface Destination extends Serializable {
        /** The sink for all records. */
        Sink<SinkRecord> sink();
    }

    /** Scores as records, and beside them what else leaves. */
    public static DataStream<SinkRecord> encode(DataStream<ScoreUpdate> scores, DataStream<SinkRecord> side) {
        return scores.map(ScoreJson::encode, TypeInformation.of(SinkRecord.class))
                .name("encode")
                .union(side);
    }

    /** Adds a sink; the uid is its own in the job. */
    public static void add(DataStream<SinkRecord> records, Destination destination, String uid) {
        if (destination instanceof ToKafka kafka) {
            counted(records, kafka.run())
                    .sinkTo(new RefusalGuard<>(kafka.sink(), kafka.barrierRecords()))
                    .name(uid)
                    .uid(uid);
        } else {
            records.sinkTo(guarded(destination.sink())).name(uid).uid(uid);
        }
    }

    private static DataStream<SinkRecord> counted(DataStream<SinkRecord> records, @Nullable String run) {
        return run == null
                ? records
                : records.transform(
                                "written",
                                TypeInformation.of(SinkRecord.class),
                                new OperatorFactory<SinkRecord, SinkRecord>(
                                        RunCounter.class, parameters -> new RunCounter(parameters, run)))
                        .uid("written");
    }

    /**
     * The sink; where it is Kafka's, a record that the brokers refuse for good ends the job without
     * a restart, by {@link RefusedRecordException}.
     */
    public static <T> Sink<T> guarded(Sink<T> sink) {
        return sink instanceof KafkaSink<T> kafka ? new RefusalGuard<>(kafka, BarrierRecords.none()) : sink;
    }

    /** The same where no topic was asked for its limits, and no progress is written. */
    public static Destination kafka(KafkaConnection kafka, String transactionalIdPrefix, Duration transactionTimeout) {
        return kafka(kafka, RecordLimits.of(kafka), List.of(), transactionalIdPrefix, transactionTimeout);
    }

    /**
     * Kafka, exactly once.
     *
     * @param limits what the brokers take; a record beyond them ends the job without a restart
     * @param progress topics without prefix into which each transaction writes how far the sink is:
     *     their readers' event time follows it
     * @param transactionalIdPrefix of its own for each job that writes to the same brokers
     * @param transactionTimeout below the broker's maximum, above the checkpoint interval and the
     *     longest outage
     */
    public static Destination kafka(
            KafkaConnection kafka,
            RecordLimits limits,
            List<String> progress,
            String transactionalIdPrefix,
            Duration transactionTimeout) {
        return new ToKafka(kafka, limits, List.copyOf(progress), null, transactionalIdPrefix, transactionTimeout, null);
    }

    /**
     * The same destination of a run whose records end at an instant: at the end of its input it
     * reports that it is as far as that. Without an instant the end of input is no progress, for
     * another run may continue it.
     */
    public static Destination until(Destination destination, @Nullable Instant end) {
        return destination instanceof ToKafka kafka ? kafka.until(end) : destination;
    }

    /**
     * Kafka, exactly once, for a run that ends: {@link RunVerification} counts what it has
     * committed. Its transactions have names of their own, so that another run beside it does not
     * fence them.
     *
     * @param run the run's own name
     */
    public static Destination kafkaRun(
            KafkaConnection kafka,
            RecordLimits limits,
            String run,
            String transactionalIdPrefix,
            Duration transactionTimeout) {
        String prefix = transactionalIdPrefix + '-' + run;
        return new ToKafka(kafka, limits, List.of(), run, prefix, transactionTimeout, null);
    }

    private record ToKafka(
            KafkaConnection kafka,
            RecordLimits limits,
            List<String> progress,
            @Nullable String run,
            String transactionalIdPrefix,
            Duration transactionTimeout,
            @Nullable Instant end)
            implements Destination {
        ToKafka until(@Nullable Instant instant) {
            return new ToKafka(kafka, limits, progress, run, transactionalIdPrefix, transactionTimeout, instant);
        }

        @Override
        public KafkaSink<SinkRecord> sink() {
            return kafka.<SinkRecord>sink(Map.of(
                            ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4", ProducerConfig.LINGER_MS_CONFIG, "20"))
                    .setDeliveryGuarantee(DeliveryGuarantee.EXACTLY_ONCE)
                    .setProperty(
                            ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, Long.toString(transactionTimeout.toMillis()))
                    .setTransactionalIdPrefix(kafka.name(transactionalIdPrefix))
                    .setRecordSerializer(new ToProducerRecord(kafka.topics(), limits, run))
                    .build();
        }

        BarrierRecords.Factory<SinkRecord> barrierRecords() {
            if (progress.isEmpty()) {
                return BarrierRecords.none();
            }
            // What is serialized with the job names the topics as the cluster does.
            KafkaConnection cluster = kafka;
            List<String> names = progress.stream().map(kafka::name).toList();
            Instant last = end;
            return task -> new ProgressWriter(cluster, names, task, last);
        }
    }

    /**
     * JSON-lines files, a folder a topic, committed with checkpoints or at the end of a batch.
     * Tombstones leave no line.
     */
    public static Destination files(String folder) {
        return () -> FileSink.<SinkRecord>forRowFormat(new Path(folder), (record, out) -> {
                    byte[] value = record.value();
                    if (value != null) {
                        out.write(value);
                        out.write('\n');
                    }
                })
                .withBucketAssigner(new ByTopic())
                .withRollingPolicy(OnCheckpointRollingPolicy.build())
                .build();
    }

    private static final class ToProducerRecord implements KafkaRecordSerializationSchema<SinkRecord> {
        private static final long serialVersionUID = 1L;

        private final Topics topics;
        private final RecordLimits limits;
        private final @Nullable String run;

        private ToProducerRecord(Topics topics, RecordLimits limits, @Nullable String run) {
            this.topics = topics;
            this.limits = limits;
            this.run = run;
        }

        @Override
        public ProducerRecord<byte[], byte[]> serialize(
                SinkRecord record, KafkaSinkContext context, @Nullable Long timestamp) {
            String topic = topics.name(record.topic());
            ProducerRecord<byte[], byte[]> progress = Progress.producerRecord(topic, record);
            if (progress != null) {
                return progress;
            }
            ProducerRecord<byte[], byte[]> count = RunCount.producerRecord(topic, record);
            if (count != null) {
                return count;
            }
            String refusal = limits.refusal(topic, record.key(), record.value());
            if (refusal != null) {
                throw new SuppressRestartsException(
                        new RefusedRecordException("Expected a record that topic " + topic + " takes, found " + refusal
                                + ", under the key " + Refusals.text(record.key())
                                + "; raise the limit, or report what made the record"));
            }
            Headers headers = new RecordHeaders();
            if (run != null) {
                RunCount.mark(headers, run);
            }
            if (record.scoredAtMillis() > 0) {
                add(headers, "scored-at", record.scoredAtMillis());
                add(headers, "bundle-rows", record.bundleRows());
            }
            if (record.scoringMillis() >= 0) {
                add(headers, "scoring-millis", record.scoringMillis());
            }
            if (record.appendedAtMillis() > 0) {
                add(headers, "appended-at", record.appendedAtMillis());
            }
            if (record.value() == null) {
                TombstoneTime.add(headers, record.eventTimeMillis());
            }
            return new ProducerRecord<>(topic, null, null, record.key(), record.value(), headers);
        }

        private static void add(Headers headers, String name, long number) {
            headers.add(name, Long.toString(number).getBytes(StandardCharsets.US_ASCII));
        }
    }

    private static final class ByTopic implements BucketAssigner<SinkRecord, String> {
        private static final long serialVersionUID = 1L;

        @Override
        public String getBucketId(SinkRecord record, Context context) {
            return record.topic();
        }

        @Override
        public SimpleVersionedSerializer<String> getSerializer() {
            return SimpleVersionedStringSerializer.INSTANCE;
        }
    }
}
