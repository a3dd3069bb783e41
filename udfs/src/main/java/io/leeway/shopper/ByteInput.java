package io.leeway.shopper;

import java.nio.charset.StandardCharsets;

/** Reads what {@link ByteOutput} wrote. Not thread-safe. */
final class ByteInput {
    private final byte[] bytes;
    private final int end;
    private int position;

    ByteInput(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    private ByteInput(byte[] bytes, int position, int end) {
        this.bytes = bytes;
        this.position = position;
        this.end = end;
    }

    boolean hasMore() {
        return position < end;
    }

    int readByte() {
        return bytes[position++] & 0xFF;
    }

    long readLong() {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = bytes[position++];
            value |= (next & 0x7FL) << shift;
            if (next >= 0) {
                return (value >>> 1) ^ -(value & 1);
            }
        }
    }

    int readInt() {
        return (int) readLong();
    }

    double readDouble() {
        return readByte() == 0 ? (double) readLong() : Double.longBitsToDouble(readFixedLong());
    }

    long readFixedLong() {
        long value = 0;
        for (int i = 0; i < 8; i++) {
            value = value << 8 | readByte();
        }
        return value;
    }

    String readString() {
        int length = readInt();
        String value = new String(bytes, position, length, StandardCharsets.UTF_8);
        position += length;
        return value;
    }

    /** A block of its own, over which this input has then moved. */
    ByteInput readBlock() {
        int length = readInt();
        ByteInput block = new ByteInput(bytes, position, position + length);
        position += length;
        return block;
    }
}
