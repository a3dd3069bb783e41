package io.leeway.shopper;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A growing byte array: integers of variable length, doubles, strings. Not thread-safe. */
final class ByteOutput {
    private byte[] bytes;
    private int size;

    ByteOutput(int capacity) {
        bytes = new byte[capacity];
    }

    void writeByte(int value) {
        reserve(1);
        bytes[size++] = (byte) value;
    }

    /** Zigzag, so that small numbers of either sign are short: −1 is what "none" is written as. */
    void writeLong(long value) {
        reserve(10);
        long rest = (value << 1) ^ (value >> 63);
        while ((rest & ~0x7FL) != 0) {
            bytes[size++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[size++] = (byte) rest;
    }

    void writeDouble(double value) {
        // Most sums and ratings are whole or absent: one byte says so.
        long whole = (long) value;
        if (whole == value && Math.abs(whole) < 1L << 40 && Double.doubleToRawLongBits(value) != Long.MIN_VALUE) {
            writeByte(0);
            writeLong(whole);
        } else {
            writeByte(1);
            writeFixedLong(Double.doubleToRawLongBits(value));
        }
    }

    void writeFixedLong(long value) {
        reserve(8);
        for (int shift = 56; shift >= 0; shift -= 8) {
            bytes[size++] = (byte) (value >>> shift);
        }
    }

    void writeString(String value) {
        byte[] encoded = value.getBytes(StandardCharsets.UTF_8);
        writeLong(encoded.length);
        writeBytes(encoded, encoded.length);
    }

    void writeBytes(byte[] source, int length) {
        reserve(length);
        System.arraycopy(source, 0, bytes, size, length);
        size += length;
    }

    /** All that {@code other} holds, with its length in front. */
    void writeBlock(ByteOutput other) {
        writeLong(other.size);
        writeBytes(other.bytes, other.size);
    }

    int size() {
        return size;
    }

    byte[] toByteArray() {
        return Arrays.copyOf(bytes, size);
    }

    private void reserve(int more) {
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
        }
    }
}
