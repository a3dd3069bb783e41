package io.leeway.sources;

import io.leeway.records.ShopAction;
import io.leeway.sources.kafka.KafkaInput;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What shoppers do, for deciders: the live topic from its beginning.
 *
 * <p>An event is late when its time lies before the record's timestamp minus the allowed lateness, and the watermark follows that timestamp by as much: what is left out is
 * the same in every replay. The rules on the way in are those of scoring; a record that they refuse moves the watermark and is nothing else; one whose timestamp lies ahead does not even do that.
 */
public final class ShopActions {
    private static final Duration IDLE = Duration.ofMinutes(1);

    private ShopActions() {}

    /** Actions and heartbeats of the live topic. */
    public static DataStream<ShopAction> of(StreamExecutionEnvironment env, KafkaInput input, String topic) {
        return CheckpointOrder.endless(
                env,
                input.source(List.of(topic), new Records(input.disorder().toMillis(), RecordTimes.ofWallClock())),
                input.bounded()
                        ? new EachRecord<>(watermarks(input.disorder()))
                        : watermarks(input.disorder()).withIdleness(IDLE),
                "actions",
                TypeInformation.of(ShopAction.class));
    }

    /** Watermarks that follow the records' timestamps. */
    public static WatermarkStrategy<ShopAction> watermarks(Duration allowedLateness) {
        long millis = allowedLateness.toMillis();
        return WatermarkStrategy.<ShopAction>forGenerator(context -> new Arrivals(millis))
                .withTimestampAssigner((action, ignored) -> action.timeMillis());
    }

    private static final class Arrivals implements WatermarkGenerator<ShopAction> {
        private final long allowedLatenessMillis;
        private long latestMillis = Long.MIN_VALUE;

        private Arrivals(long allowedLatenessMillis) {
            this.allowedLatenessMillis = allowedLatenessMillis;
        }

        @Override
        public void onEvent(ShopAction action, long eventTimestamp, WatermarkOutput output) {
            latestMillis = Math.max(latestMillis, action.arrivedMillis());
        }

        @Override
        public void onPeriodicEmit(WatermarkOutput output) {
            if (latestMillis != Long.MIN_VALUE) {
                output.emitWatermark(new Watermark(latestMillis - allowedLatenessMillis - 1));
            }
        }
    }

    static final class Records extends CountedRecords<ShopAction> {
        private static final long serialVersionUID = 1L;

        private final long allowedLatenessMillis;
        private final RecordTimes times;

        Records(long allowedLatenessMillis, RecordTimes times) {
            this.allowedLatenessMillis = allowedLatenessMillis;
            this.times = times;
        }

        @Override
        public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<ShopAction> out) {
            if (times.isAhead(record)) {
                leaveOut();
                return;
            }
            out.collect(EventDecoder.admitted(record.value(), record.timestamp(), allowedLatenessMillis)
                    .map(event -> ShopAction.of(event, record.timestamp()))
                    .orElseGet(() -> ShopAction.heartbeat(record.timestamp())));
        }

        @Override
        public TypeInformation<ShopAction> getProducedType() {
            return TypeInformation.of(ShopAction.class);
        }
    }
}
