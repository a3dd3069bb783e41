package io.leeway.records;

import io.leeway.shopper.Task;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * A vector as one block of bytes, its arrays copied in bulk: number by number they would cost more
 * than a small model's answer. Vectors are on edges only, never in state.
 */
public final class FeatureVectorSerializer extends TypeSerializer<FeatureVector> {
    private static final long serialVersionUID = 1L;
    private static final Task[] TASKS = Task.values();
    private static final int FIXED = 64;

    private transient ByteBuffer block = ByteBuffer.allocate(0);

    /** Room for so many bytes, beginning at 0. */
    private ByteBuffer block(int bytes) {
        // A serialiser that has travelled has no block yet.
        if (block == null || block.capacity() < bytes) {
            block = ByteBuffer.allocate(Integer.highestOneBit(bytes) * 2).order(ByteOrder.LITTLE_ENDIAN);
        }
        return block.clear();
    }

    @Override
    public void serialize(FeatureVector vector, DataOutputView target) throws IOException {
        byte[] user = bytes(vector.userId());
        byte[][] names = new byte[vector.dictionary().length][];
        int size = FIXED + user.length + 4 * (vector.ids().length + vector.numbers().length);
        for (int i = 0; i < names.length; i++) {
            names[i] = bytes(vector.dictionary()[i]);
            size += 4 + names[i].length;
        }
        ByteBuffer out = block(size);
        out.putLong(vector.asOfMillis());
        out.putLong(vector.duePassedMillis());
        out.putLong(vector.appendedAtMillis());
        out.putInt(vector.triggers());
        out.put((byte) (vector.backfill() ? 1 : 0));
        out.put((byte) ordinal(vector.task()));
        out.putInt(user.length).put(user);
        out.putInt(names.length);
        for (byte[] name : names) {
            out.putInt(name.length).put(name);
        }
        out.putInt(vector.ids().length);
        out.asIntBuffer().put(vector.ids());
        out.position(out.position() + 4 * vector.ids().length);
        out.putInt(vector.numbers().length);
        out.asFloatBuffer().put(vector.numbers());
        out.position(out.position() + 4 * vector.numbers().length);
        target.writeInt(out.position());
        target.write(out.array(), 0, out.position());
    }

    @Override
    public FeatureVector deserialize(DataInputView source) throws IOException {
        int size = source.readInt();
        ByteBuffer in = block(size);
        source.readFully(in.array(), 0, size);
        long asOf = in.getLong();
        long duePassed = in.getLong();
        long appendedAt = in.getLong();
        int triggers = in.getInt();
        boolean backfill = in.get() == 1;
        String task = TASKS[in.get()].id();
        String user = string(in);
        String[] dictionary = new String[in.getInt()];
        for (int i = 0; i < dictionary.length; i++) {
            dictionary[i] = string(in);
        }
        int[] ids = new int[in.getInt()];
        in.asIntBuffer().get(ids);
        in.position(in.position() + 4 * ids.length);
        float[] numbers = new float[in.getInt()];
        in.asFloatBuffer().get(numbers);
        return new FeatureVector(user, asOf, triggers, backfill, task, dictionary, ids, numbers, duePassed, appendedAt);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String string(ByteBuffer in) {
        int length = in.getInt();
        String text = new String(in.array(), in.position(), length, StandardCharsets.UTF_8);
        in.position(in.position() + length);
        return text;
    }

    private static int ordinal(String task) {
        for (Task each : TASKS) {
            if (each.id().equals(task)) {
                return each.ordinal();
            }
        }
        throw new IllegalArgumentException("Expected a vector of a known task, found '" + task + "'");
    }

    @Override
    public void copy(DataInputView source, DataOutputView target) throws IOException {
        int size = source.readInt();
        target.writeInt(size);
        target.write(source, size);
    }

    /** The arrays of a vector are never written to. */
    @Override
    public boolean isImmutableType() {
        return true;
    }

    @Override
    public FeatureVector copy(FeatureVector from) {
        return from;
    }

    @Override
    public FeatureVector copy(FeatureVector from, FeatureVector reuse) {
        return from;
    }

    @Override
    public FeatureVector deserialize(FeatureVector reuse, DataInputView source) throws IOException {
        return deserialize(source);
    }

    @Override
    public FeatureVector createInstance() {
        return FeatureVector.erasure("", 0, TASKS[0].id());
    }

    @Override
    public int getLength() {
        return -1;
    }

    /** Each has a block of its own. */
    @Override
    public TypeSerializer<FeatureVector> duplicate() {
        return new FeatureVectorSerializer();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FeatureVectorSerializer;
    }

    @Override
    public int hashCode() {
        return FeatureVectorSerializer.class.hashCode();
    }

    @Override
    public TypeSerializerSnapshot<FeatureVector> snapshotConfiguration() {
        return new Snapshot();
    }

    /** Names the serialiser. Flink makes it by its constructor. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<FeatureVector> {
        public Snapshot() {
            super(FeatureVectorSerializer::new);
        }
    }
}
