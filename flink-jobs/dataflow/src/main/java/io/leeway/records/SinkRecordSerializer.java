package io.leeway.records;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** A record on its way out, field by field. */
public final class SinkRecordSerializer extends ImmutableSerializer<SinkRecord> {
    private static final long serialVersionUID = 1L;

    @Override
    public void serialize(SinkRecord record, DataOutputView target) throws IOException {
        writeText(record.topic(), target);
        writeBytes(record.key(), target);
        writeBytes(record.value(), target);
        target.writeLong(record.eventTimeMillis());
        target.writeLong(record.scoredAtMillis());
        target.writeLong(record.scoringMillis());
        target.writeLong(record.appendedAtMillis());
        target.writeInt(record.bundleRows());
    }

    @Override
    public SinkRecord deserialize(DataInputView source) throws IOException {
        return new SinkRecord(
                readText(source),
                readBytes(source),
                readBytes(source),
                source.readLong(),
                source.readLong(),
                source.readLong(),
                source.readLong(),
                source.readInt());
    }

    @Override
    public void copy(DataInputView source, DataOutputView target) throws IOException {
        for (int i = 0; i < 3; i++) {
            copyBytes(source, target);
        }
        target.write(source, 4 * Long.BYTES + Integer.BYTES);
    }

    @Override
    public SinkRecord createInstance() {
        return SinkRecord.of("", null, null, 0);
    }

    @Override
    public TypeSerializerSnapshot<SinkRecord> snapshotConfiguration() {
        return new Snapshot();
    }

    /** Names the serialiser. Flink makes it by its constructor. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<SinkRecord> {
        public Snapshot() {
            super(SinkRecordSerializer::new);
        }
    }
}
