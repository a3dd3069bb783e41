package io.leeway.sources.seam;

import java.io.IOException;
import java.time.Instant;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.jspecify.annotations.Nullable;

/**
 * Version 101: the seam, then the version and the bytes of the source's own serializer. Every other
 * version is the source's own, of state that was written before the seam was kept.
 */
final class SeamStateSerializer<E> implements SimpleVersionedSerializer<SeamState<E>> {
    private static final int VERSION = 101;

    private final SimpleVersionedSerializer<E> source;

    SeamStateSerializer(SimpleVersionedSerializer<E> source) {
        this.source = source;
    }

    @Override
    public int getVersion() {
        return VERSION;
    }

    @Override
    public byte[] serialize(SeamState<E> state) throws IOException {
        byte[] inner = source.serialize(state.source());
        DataOutputSerializer out = new DataOutputSerializer(inner.length + 32);
        @Nullable Instant seam = state.seam();
        out.writeBoolean(seam != null);
        if (seam != null) {
            out.writeLong(seam.getEpochSecond());
            out.writeInt(seam.getNano());
        }
        out.writeInt(source.getVersion());
        out.writeInt(inner.length);
        out.write(inner);
        return out.getCopyOfBuffer();
    }

    @Override
    public SeamState<E> deserialize(int version, byte[] bytes) throws IOException {
        if (version != VERSION) {
            return new SeamState<>(null, source.deserialize(version, bytes));
        }
        DataInputDeserializer in = new DataInputDeserializer(bytes);
        Instant seam = in.readBoolean() ? Instant.ofEpochSecond(in.readLong(), in.readInt()) : null;
        int innerVersion = in.readInt();
        byte[] inner = new byte[in.readInt()];
        in.readFully(inner);
        return new SeamState<>(seam, source.deserialize(innerVersion, inner));
    }
}
