package io.leeway.records;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** An arrival, field by field. */
public final class SourceRecordSerializer extends ImmutableSerializer<SourceRecord> {
    private static final long serialVersionUID = 1L;
    private static final SourceRecord.Kind[] KINDS = SourceRecord.Kind.values();

    @Override
    public void serialize(SourceRecord arrival, DataOutputView target) throws IOException {
        target.writeByte(arrival.kind().ordinal());
        writeText(arrival.userId(), target);
        target.writeLong(arrival.eventTimeMillis());
        target.writeLong(arrival.recordTimeMillis());
        target.writeBoolean(arrival.live());
        writeBytes(arrival.body(), target);
        writeText(arrival.reason(), target);
        writeText(arrival.detail(), target);
        writeText(arrival.origin(), target);
    }

    @Override
    public SourceRecord deserialize(DataInputView source) throws IOException {
        SourceRecord.Kind kind = KINDS[source.readByte()];
        String user = readText(source);
        long eventTime = source.readLong();
        long recordTime = source.readLong();
        boolean live = source.readBoolean();
        byte[] body = readBytes(source);
        if (body == null) {
            throw new IOException("Expected an arrival's body, found none; this is not what an arrival was written to");
        }
        return new SourceRecord(
                kind, user, eventTime, recordTime, live, body, readText(source), readText(source), readText(source));
    }

    @Override
    public void copy(DataInputView source, DataOutputView target) throws IOException {
        target.write(source, 1);
        copyBytes(source, target);
        target.write(source, 2 * Long.BYTES + 1);
        for (int i = 0; i < 4; i++) {
            copyBytes(source, target);
        }
    }

    @Override
    public SourceRecord createInstance() {
        return SourceRecord.heartbeat(0);
    }

    @Override
    public TypeSerializerSnapshot<SourceRecord> snapshotConfiguration() {
        return new Snapshot();
    }

    /** Names the serialiser. Flink makes it by its constructor. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<SourceRecord> {
        public Snapshot() {
            super(SourceRecordSerializer::new);
        }
    }
}
