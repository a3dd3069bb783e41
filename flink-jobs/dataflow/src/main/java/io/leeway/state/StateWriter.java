package io.leeway.state;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.flink.core.memory.DataOutputSerializer;

/**
 * Grows the bytes of a value: numbers as Java writes them, everything else behind its length. Not
 * thread-safe.
 */
public final class StateWriter extends DataOutputSerializer {
    StateWriter() {
        super(64);
    }

    public void writeText(String text) throws IOException {
        writeBlock(text.getBytes(StandardCharsets.UTF_8));
    }

    public void writeTexts(String[] texts) throws IOException {
        writeInt(texts.length);
        for (String text : texts) {
            writeText(text);
        }
    }

    public void writeDoubles(double[] numbers) throws IOException {
        writeInt(numbers.length);
        for (double number : numbers) {
            writeDouble(number);
        }
    }

    public void writeBooleans(boolean[] flags) throws IOException {
        writeInt(flags.length);
        for (boolean flag : flags) {
            writeBoolean(flag);
        }
    }

    /** A value within another, with a format of its own. */
    public <V> void writeValue(StateCodec<V> codec, V value) throws IOException {
        writeBlock(codec.write(value));
    }

    public <V> void writeValues(StateCodec<V> codec, List<V> values) throws IOException {
        writeInt(values.size());
        for (V value : values) {
            writeValue(codec, value);
        }
    }

    private void writeBlock(byte[] bytes) throws IOException {
        writeInt(bytes.length);
        write(bytes);
    }
}
