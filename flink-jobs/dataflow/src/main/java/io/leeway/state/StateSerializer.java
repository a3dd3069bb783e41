package io.leeway.state;

import io.leeway.records.ImmutableSerializer;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of any {@link StateCodec} behind their length, as Flink writes arrays of bytes. A
 * savepoint does not name the codec: the operator has it.
 */
public final class StateSerializer extends ImmutableSerializer<Object> {
    private static final long serialVersionUID = 1L;

    /** For POJOs of 0.1.0; null where the serialiser was restored from a savepoint of bytes. */
    private final @Nullable StateCodec<?> codec;

    StateSerializer(@Nullable StateCodec<?> codec) {
        this.codec = codec;
    }

    @Override
    public void serialize(Object stored, DataOutputView target) throws IOException {
        writeBytes(codec == null ? (byte[]) stored : codec.bytes(stored), target);
    }

    @Override
    public Object deserialize(DataInputView source) throws IOException {
        return requireBytes(source);
    }

    @Override
    public void copy(DataInputView source, DataOutputView target) throws IOException {
        copyBytes(source, target);
    }

    @Override
    public Object createInstance() {
        return new byte[0];
    }

    @Override
    public TypeSerializerSnapshot<Object> snapshotConfiguration() {
        return new Snapshot();
    }

    static byte[] requireBytes(DataInputView source) throws IOException {
        byte[] bytes = readBytes(source);
        if (bytes == null) {
            throw new IOException("Expected the bytes of a value in state, found none");
        }
        return bytes;
    }

    /** Is in savepoints by its name. */
    public static final class Snapshot extends StateSnapshot<Object> {
        public Snapshot() {
            super(() -> new StateSerializer(null));
        }
    }
}
