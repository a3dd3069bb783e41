package io.leeway.sources;

import io.leeway.operators.OperatorFactory;
import io.leeway.records.SinkRecord;
import io.leeway.records.SourceRecord;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.connector.file.src.FileSource;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.KafkaSourceBuilder;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The stage from files and topics to arrivals. */
public final class Sources {
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
        return intake(read);
    }

    /** Counts what was read, and keeps back what downstream must not see. */
    public static Result intake(DataStream<SourceRecord> read) {
        SingleOutputStreamOperator<SourceRecord> arrivals = read.transform(
                        "intake",
                        TypeInformation.of(SourceRecord.class),
                        new OperatorFactory<SourceRecord, SourceRecord>(IntakeOperator.class, IntakeOperator::new))
                .uid("intake");
        return new Result(arrivals, arrivals.getSideOutput(IntakeOperator.SIDE));
    }

    /** The source that the options describe: files, the topic, or files and then the topic. */
    public static Source<SourceRecord, ?, ?> source(SourceOptions options) {
        EventDecoder decoder = new EventDecoder(options.seam(), options.allowedLateness());
        String history = options.history();
        SourceOptions.Live live = options.live();
        if (history == null && live != null) {
            return kafka(live, options, decoder);
        }
        if (history == null) {
            throw new IllegalStateException("Expected a source; the options checked that");
        }
        FileSource<SourceRecord> files = files(history, options, decoder);
        return live == null
                ? files
                : SeamSource.of(files, kafka(live, options, decoder), TypeInformation.of(SourceRecord.class));
    }

    private static FileSource<SourceRecord> files(String history, SourceOptions options, EventDecoder decoder) {
        return HistoryFiles.source(
                history,
                HistoryFiles.NAMES,
                new HistoryRecords(decoder, options.seam().toEpochMilli()),
                TypeInformation.of(SourceRecord.class));
    }

    private static KafkaSource<SourceRecord> kafka(
            SourceOptions.Live live, SourceOptions options, EventDecoder decoder) {
        KafkaSourceBuilder<SourceRecord> builder = live.kafka()
                .source("leeway", List.of(live.topic()), new LiveRecords(decoder))
                .setStartingOffsets(OffsetsInitializer.timestamp(
                        options.seam().minus(SourceOptions.MARGIN).toEpochMilli()));
        return live.bounded() ? builder.setBounded(OffsetsInitializer.latest()).build() : builder.build();
    }
}
