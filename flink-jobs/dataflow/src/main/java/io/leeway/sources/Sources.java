package io.leeway.sources;

import io.leeway.operators.OperatorFactory;
import io.leeway.records.SinkRecord;
import io.leeway.records.SourceRecord;
import io.leeway.sources.base.StartCheck;
import io.leeway.sources.kafka.CheckedKafkaSource;
import io.leeway.sources.kafka.TopicGapCheck;
import io.leeway.sources.seam.SeamKeepingSource;
import io.leeway.sources.seam.SeamSource;
import io.leeway.topics.KafkaConnection;
import io.leeway.topics.UnresetOffsets;
import io.leeway.topics.erasure.ErasureOptions;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.connector.file.src.FileSource;
import org.apache.flink.connector.kafka.source.KafkaSourceBuilder;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;

/** The stage from files and topics to arrivals. */
public final class Sources {
    private static final TypeInformation<SourceRecord> TYPE = TypeInformation.of(SourceRecord.class);
    private static final String SEAM_OPTION = "--seam";

    private Sources() {}

    /**
     * What the stage hands on.
     *
     * @param arrivals events, late records and dead letters of known shoppers
     * @param side dead letters without a shopper, and counts
     */
    public record Result(DataStream<SourceRecord> arrivals, DataStream<SinkRecord> side) {}

    /** Adds the stage. */
    public static Result of(StreamExecutionEnvironment env, SourceOptions options) {
        return of(env, source(options), options);
    }

    /** Adds the stage with this source of arrivals: the one of the options, or a wrapper of it. */
    public static Result of(StreamExecutionEnvironment env, Source<SourceRecord, ?, ?> source, SourceOptions options) {
        SingleOutputStreamOperator<SourceRecord> read = CheckpointOrder.source(
                        env,
                        source,
                        SourceWatermarks.strategy(options.allowedLateness().toMillis()),
                        "events",
                        TypeInformation.of(SourceRecord.class))
                .uid("events");
        return intake(
                read,
                new SeamShare.Limit(options.seam(), options.allowedLateness().toMillis(), options.maxBeforeSeam()),
                options.erasures());
    }

    /** Counts what was read, and keeps back what downstream must not see. */
    private static Result intake(
            DataStream<SourceRecord> read, SeamShare.Limit limit, @Nullable ErasureOptions erasures) {
        SingleOutputStreamOperator<SourceRecord> arrivals = read.transform(
                        "intake",
                        TypeInformation.of(SourceRecord.class),
                        new OperatorFactory<SourceRecord, SourceRecord>(
                                IntakeOperator.class, parameters -> new IntakeOperator(parameters, limit, erasures)))
                .uid("intake");
        return new Result(arrivals, arrivals.getSideOutput(IntakeOperator.SIDE));
    }

    /** The source that the options describe: files, the topic, or files and then the topic. */
    public static Source<SourceRecord, ?, ?> source(SourceOptions options) {
        EventDecoder decoder = new EventDecoder(options.seam(), options.allowedLateness());
        SourceOptions.Live live = options.live();
        String history = options.history();
        if (live == null) {
            return files(Objects.requireNonNull(history, "the options checked that"), options, decoder);
        }
        StartCheck gap = gap(live.kafka(), live.topic(), options.seam());
        List<StartCheck> checks = List.of(live.check(), gap);
        if (history == null) {
            return seamKept(kafka(live, options, decoder, List.of()), options, checks);
        }
        Source<SourceRecord, ?, ?> both = SeamSource.of(
                files(history, options, decoder),
                kafka(live, options, decoder, List.of(gap)).asPart(),
                options.seam().toEpochMilli() - 1,
                TYPE);
        return seamKept(both, options, checks);
    }

    /** The check that the live topic begins at or before the seam. */
    public static StartCheck gap(KafkaConnection kafka, String topic, Instant seam) {
        return new TopicGapCheck(kafka, List.of(kafka.name(topic)), seam, SEAM_OPTION, "--bootstrap and --topic");
    }

    private static Source<SourceRecord, ?, ?> seamKept(
            Source<SourceRecord, ?, ?> source, SourceOptions options, List<StartCheck> checks) {
        return SeamKeepingSource.of(source, TYPE, options.seam(), SEAM_OPTION, checks);
    }

    private static FileSource<SourceRecord> files(String history, SourceOptions options, EventDecoder decoder) {
        return HistoryFiles.source(
                history,
                HistoryFiles.NAMES,
                new HistoryRecords(decoder, options.seam().toEpochMilli()),
                TYPE);
    }

    private static CheckedKafkaSource<SourceRecord> kafka(
            SourceOptions.Live live, SourceOptions options, EventDecoder decoder, List<StartCheck> checks) {
        KafkaSourceBuilder<SourceRecord> builder = live.kafka()
                .source("leeway", List.of(live.topic()), new LiveRecords(decoder, RecordTimes.ofWallClock()))
                .setStartingOffsets(new UnresetOffsets(OffsetsInitializer.timestamp(
                        options.seam().minus(SourceOptions.MARGIN).toEpochMilli())));
        if (live.bounded()) {
            builder.setBounded(OffsetsInitializer.latest());
        }
        return CheckedKafkaSource.of(
                        builder.build(),
                        live.kafka(),
                        live.onLostEvents(),
                        range -> SourceRecord.lost(
                                range.atMost(),
                                range.detail(),
                                "topic " + range.topic() + ", partition " + range.partition()),
                        checks)
                .live();
    }
}
