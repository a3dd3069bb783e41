package io.leeway.sources;

import io.leeway.records.ShopAction;
import io.leeway.shopper.events.EventJson;
import io.leeway.shopper.events.MalformedEventException;
import io.leeway.shopper.events.ShopperEvent;
import java.time.Duration;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
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
 * What shoppers do, for deciders: the live topic from its beginning.
 *
 * <p>An event is late when its time lies before the record's timestamp minus the allowed lateness,
 * and the watermark follows that timestamp by as much: what is left out is the same in every
 * replay. Records that cannot be decoded are skipped.
 */
public final class ShopActions {
    private static final Duration IDLE = Duration.ofMinutes(1);

    private ShopActions() {}

    /** Actions and heartbeats of the live topic. */
    public static DataStream<ShopAction> of(
            StreamExecutionEnvironment env, String bootstrap, String topic, String group, Duration allowedLateness) {
        return env.fromSource(
                        KafkaSource.<ShopAction>builder()
                                .setBootstrapServers(bootstrap)
                                .setTopics(topic)
                                .setGroupId(group)
                                .setStartingOffsets(OffsetsInitializer.earliest())
                                .setProperty("isolation.level", "read_committed")
                                .setDeserializer(new Records(allowedLateness.toMillis()))
                                .build(),
                        watermarks(allowedLateness).withIdleness(IDLE),
                        "actions",
                        TypeInformation.of(ShopAction.class))
                .uid("actions");
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

    private static final class Records implements KafkaRecordDeserializationSchema<ShopAction> {
        private static final long serialVersionUID = 1L;

        private final long allowedLatenessMillis;

        private Records(long allowedLatenessMillis) {
            this.allowedLatenessMillis = allowedLatenessMillis;
        }

        @Override
        public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<ShopAction> out) {
            out.collect(action(record));
        }

        private ShopAction action(ConsumerRecord<byte[], byte[]> record) {
            byte[] value = record.value();
            if (value != null && value.length > 0) {
                try {
                    ShopperEvent event = EventJson.read(value);
                    if (event.eventTimeMillis() >= record.timestamp() - allowedLatenessMillis) {
                        return ShopAction.of(event, record.timestamp());
                    }
                } catch (MalformedEventException unreadable) {
                    // The scoring job has made a dead letter of it.
                    return ShopAction.heartbeat(record.timestamp());
                }
            }
            return ShopAction.heartbeat(record.timestamp());
        }

        @Override
        public TypeInformation<ShopAction> getProducedType() {
            return TypeInformation.of(ShopAction.class);
        }
    }
}
