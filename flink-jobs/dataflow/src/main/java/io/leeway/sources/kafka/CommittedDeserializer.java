package io.leeway.sources.kafka;

import io.leeway.topics.Progress;
import java.io.IOException;
import java.io.Serial;
import java.util.Optional;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Records of progress, and what another deserializer makes of all others. */
record CommittedDeserializer<T>(KafkaRecordDeserializationSchema<T> values)
        implements KafkaRecordDeserializationSchema<Committed<T>> {
    @Serial
    private static final long serialVersionUID = 1L;

    private static final Logger LOG = LoggerFactory.getLogger(CommittedDeserializer.class);

    @Override
    public void open(DeserializationSchema.InitializationContext context) throws Exception {
        values.open(context);
    }

    @Override
    public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<Committed<T>> out) throws IOException {
        Optional<Progress> progress;
        try {
            progress = Progress.of(record);
        } catch (IllegalArgumentException foreign) {
            LOG.warn(
                    "Left out topic {}, partition {}, offset {}: {}",
                    record.topic(),
                    record.partition(),
                    record.offset(),
                    foreign.getMessage());
            return;
        }
        if (progress.isPresent()) {
            out.collect(new Committed.Mark<>(progress.get()));
        } else {
            values.deserialize(record, new Values<>(out));
        }
    }

    private record Values<T>(Collector<Committed<T>> out) implements Collector<T> {
        @Override
        public void collect(T value) {
            out.collect(new Committed.Value<>(value));
        }

        @Override
        public void close() {
            out.close();
        }
    }

    /** The reader takes values and progress apart: none of this type leaves the source. */
    @Override
    @SuppressWarnings("unchecked")
    public TypeInformation<Committed<T>> getProducedType() {
        return (TypeInformation<Committed<T>>) (TypeInformation<?>) TypeInformation.of(Committed.class);
    }
}
