package io.leeway.state;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.core.memory.DataInputDeserializer;

/** Reads what {@link StateWriter} wrote. Not thread-safe. */
public final class StateReader extends DataInputDeserializer {
    private static final long serialVersionUID = 1L;

    StateReader(byte[] bytes) {
        super(bytes);
    }

    /** Whether the build that wrote this had a further field. */
    public boolean hasMore() {
        return available() > 0;
    }

    public String readText() throws IOException {
        return new String(readBlock(), StandardCharsets.UTF_8);
    }

    public String[] readTexts() throws IOException {
        String[] texts = new String[readInt()];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = readText();
        }
        return texts;
    }

    public float[] readFloats() throws IOException {
        float[] numbers = new float[readInt()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = readFloat();
        }
        return numbers;
    }

    public double[] readDoubles() throws IOException {
        double[] numbers = new double[readInt()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = readDouble();
        }
        return numbers;
    }

    public boolean[] readBooleans() throws IOException {
        boolean[] flags = new boolean[readInt()];
        for (int i = 0; i < flags.length; i++) {
            flags[i] = readBoolean();
        }
        return flags;
    }

    public <V> V readValue(StateCodec<V> codec) throws IOException {
        return codec.read(readBlock());
    }

    public <V> List<V> readValues(StateCodec<V> codec) throws IOException {
        int count = readInt();
        List<V> values = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            values.add(readValue(codec));
        }
        return values;
    }

    private byte[] readBlock() throws IOException {
        byte[] bytes = new byte[readInt()];
        readFully(bytes);
        return bytes;
    }
}
