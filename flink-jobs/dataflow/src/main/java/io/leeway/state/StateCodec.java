package io.leeway.state;

import io.leeway.records.RecordType;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/**
 * One kind of value as bytes in state: the format in the first byte, then the fields in a fixed
 * order. A field that is added comes last and is read only while {@link StateReader#hasMore}; an
 * earlier build skips it. Any other change needs a higher {@link #FORMAT} and a reader of each
 * earlier one.
 *
 * <p>In memory such state is an {@code Object}: bytes, or, on the heap after a savepoint of 0.1.0
 * was restored, the POJO that was stored then. {@link #read} takes either. Flink finds the class of
 * a POJO by its full name: classes that 0.1.0 stored keep their names and components until 0.3,
 * when savepoints of 0.1.0 need no longer be read. Where the current class is another, its codec
 * names the old one to the constructor and overrides {@link #ofPojo}. Stateless and thread-safe.
 */
public abstract class StateCodec<T> implements Serializable {
    private static final long serialVersionUID = 1L;

    /** The highest format that is read, and the one that is written. */
    public static final int FORMAT = 1;

    private final Class<?> pojo;

    /** @param pojo what 0.1.0 stored */
    protected StateCodec(Class<?> pojo) {
        this.pojo = pojo;
    }

    /** The type to describe state with. */
    public final TypeInformation<Object> type() {
        return new RecordType<>(Object.class, () -> new StateSerializer(this));
    }

    /** The value as bytes, which must not be changed. */
    public final byte[] write(T value) {
        StateWriter out = new StateWriter();
        try {
            out.writeByte(FORMAT);
            write(value, out);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return out.getCopyOfBuffer();
    }

    /**
     * The value that state holds.
     *
     * @param stored bytes, or a POJO of 0.1.0
     * @throws IllegalStateException where a later build has written it
     */
    public final T read(Object stored) {
        if (!(stored instanceof byte[] bytes)) {
            return ofPojo(stored);
        }
        StateReader in = new StateReader(bytes);
        try {
            int format = in.readUnsignedByte();
            if (format > FORMAT) {
                throw new IllegalStateException(
                        "Expected state of " + getClass().getSimpleName() + " in format "
                                + FORMAT + " or earlier, found format " + format
                                + "; start from this savepoint with the build that wrote it or a later one");
            }
            return read(in);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** Bytes that state holds already, or those of a POJO of 0.1.0. */
    final byte[] bytes(Object stored) {
        return stored instanceof byte[] bytes ? bytes : write(ofPojo(stored));
    }

    protected abstract void write(T value, StateWriter out) throws IOException;

    protected abstract T read(StateReader in) throws IOException;

    /** The value of what 0.1.0 stored. */
    @SuppressWarnings("unchecked") // The same class, unless this is overridden.
    protected T ofPojo(Object stored) {
        return (T) pojo.cast(stored);
    }
}
