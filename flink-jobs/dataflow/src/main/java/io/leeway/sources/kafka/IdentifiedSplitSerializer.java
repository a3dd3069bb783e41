package io.leeway.sources.kafka;

import java.io.IOException;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.kafka.common.Uuid;

/**
 * Version 101: the topic's id, then the version and the bytes of the connector's own serializer.
 * Version 102: behind them the writer's progress. Every other version is the connector's, of state
 * that was written before ids were kept.
 */
final class IdentifiedSplitSerializer implements SimpleVersionedSerializer<KafkaPartitionSplit> {
    private static final int WITH_TOPIC_ID = 101;
    private static final int VERSION = 102;

    private final SimpleVersionedSerializer<KafkaPartitionSplit> connector;

    IdentifiedSplitSerializer(SimpleVersionedSerializer<KafkaPartitionSplit> connector) {
        this.connector = connector;
    }

    @Override
    public int getVersion() {
        return VERSION;
    }

    @Override
    public byte[] serialize(KafkaPartitionSplit split) throws IOException {
        Uuid topicId = IdentifiedSplit.topicId(split);
        byte[] inner = connector.serialize(split);
        DataOutputSerializer out = new DataOutputSerializer(inner.length + 24);
        out.writeLong(topicId.getMostSignificantBits());
        out.writeLong(topicId.getLeastSignificantBits());
        out.writeInt(connector.getVersion());
        out.writeInt(inner.length);
        out.write(inner);
        IdentifiedSplit.progress(split).write(out);
        return out.getCopyOfBuffer();
    }

    @Override
    public KafkaPartitionSplit deserialize(int version, byte[] bytes) throws IOException {
        if (version != WITH_TOPIC_ID && version != VERSION) {
            return connector.deserialize(version, bytes);
        }
        DataInputDeserializer in = new DataInputDeserializer(bytes);
        Uuid topicId = new Uuid(in.readLong(), in.readLong());
        int innerVersion = in.readInt();
        byte[] inner = new byte[in.readInt()];
        in.readFully(inner);
        return new IdentifiedSplit(
                connector.deserialize(innerVersion, inner),
                topicId,
                version == VERSION ? PartitionProgress.read(in) : new PartitionProgress());
    }
}
