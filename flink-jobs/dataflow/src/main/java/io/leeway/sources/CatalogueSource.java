package io.leeway.sources;

import io.leeway.records.CatalogueItem;
import io.leeway.sources.kafka.KafkaInput;
import io.leeway.topics.CatalogueJson;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The shop's items and their changes, from the beginning of their topic, for deciders. Nothing is
 * decided before a first change was read or the topic has been silent for a while; a silent topic
 * holds nothing back.
 */
public final class CatalogueSource {
    private static final Duration IDLE = Duration.ofSeconds(10);

    private CatalogueSource() {}

    /** Changes by event time: when each begins to hold. */
    public static DataStream<CatalogueItem> of(StreamExecutionEnvironment env, KafkaInput input, String topic) {
        return CheckpointOrder.besides(
                env,
                input.source(List.of(topic), new Records()),
                watermarks(),
                IDLE,
                "catalogue",
                TypeInformation.of(CatalogueItem.class));
    }

    /** Changes of a partition are in order of when they begin. */
    public static WatermarkStrategy<CatalogueItem> watermarks() {
        return WatermarkStrategy.<CatalogueItem>forMonotonousTimestamps()
                .withTimestampAssigner((item, ignored) -> item.fromMillis());
    }

    private static final class Records extends CountedRecords<CatalogueItem> {
        private static final long serialVersionUID = 1L;

        @Override
        public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<CatalogueItem> out) {
            byte[] key = record.key();
            if (key == null || key.length == 0) {
                leaveOut(record, "Expected an item as the key, found none");
                return;
            }
            try {
                out.collect(CatalogueJson.item(key, record.value(), record.timestamp()));
            } catch (IllegalArgumentException unreadable) {
                leaveOut(record, String.valueOf(unreadable.getMessage()));
            }
        }

        @Override
        public TypeInformation<CatalogueItem> getProducedType() {
            return TypeInformation.of(CatalogueItem.class);
        }
    }
}
