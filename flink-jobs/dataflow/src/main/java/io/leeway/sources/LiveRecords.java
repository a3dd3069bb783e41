package io.leeway.sources;

import io.leeway.records.SourceRecord;
import java.io.Serial;
import java.nio.charset.StandardCharsets;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.record.TimestampType;

/** Records of the live topic, decoded where they are read. */
public final class LiveRecords implements KafkaRecordDeserializationSchema<SourceRecord> {
    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * The header with the wall clock of the append, in ASCII decimal milliseconds: for topics whose
     * timestamps are played.
     */
    public static final String APPENDED_AT = "appended-at";

    private final EventDecoder decoder;
    private final RecordTimes times;

    LiveRecords(EventDecoder decoder, RecordTimes times) {
        this.decoder = decoder;
        this.times = times;
    }

    @Override
    public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<SourceRecord> out) {
        byte[] value = record.value();
        if (times.isAhead(record)) {
            out.collect(EventDecoder.ahead(value, times.nowMillis(), times.detail(record), origin(record)));
            return;
        }
        if (value == null || value.length == 0) {
            out.collect(SourceRecord.heartbeat(record.timestamp()));
            return;
        }
        out.collect(decoder.live(value, record.timestamp(), appendedAt(record), origin(record)));
    }

    private static String origin(ConsumerRecord<byte[], byte[]> record) {
        return "topic " + record.topic() + ", partition " + record.partition() + ", offset " + record.offset();
    }

    private static long appendedAt(ConsumerRecord<byte[], byte[]> record) {
        Header header = record.headers().lastHeader(APPENDED_AT);
        if (header != null) {
            try {
                return Long.parseLong(new String(header.value(), StandardCharsets.US_ASCII));
            } catch (NumberFormatException e) {
                // A foreign header of the same name: latency is then not known, and nothing else
                // depends on it.
                return 0;
            }
        }
        return record.timestampType() == TimestampType.LOG_APPEND_TIME ? record.timestamp() : 0;
    }

    @Override
    public TypeInformation<SourceRecord> getProducedType() {
        return TypeInformation.of(SourceRecord.class);
    }
}
