package io.leeway.sources;

import io.leeway.shopper.events.EventRules;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.SimpleCounter;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records of which some are left out, each counted in the metric {@code undecodable} and logged
 * with its place: their writer has to correct them.
 */
abstract class CountedRecords<T> implements KafkaRecordDeserializationSchema<T> {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(CountedRecords.class);

    private transient Counter leftOut = new SimpleCounter();

    @Override
    public void open(DeserializationSchema.InitializationContext context) {
        leftOut = context.getMetricGroup().counter(EventRules.UNDECODABLE);
    }

    /** Counts a record of which the scoring job makes a dead letter, with all that is to be said. */
    final void leaveOut() {
        leftOut.inc();
    }

    final void leaveOut(ConsumerRecord<byte[], byte[]> record, String reason) {
        leaveOut();
        LOG.warn(
                "Left out topic {}, partition {}, offset {}: {}",
                record.topic(),
                record.partition(),
                record.offset(),
                reason);
    }
}
