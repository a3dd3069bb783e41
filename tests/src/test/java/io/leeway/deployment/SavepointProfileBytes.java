package io.leeway.deployment;

import java.util.Arrays;

/** A profile's bytes as another build would have written them. What it knows of the format is what a reader has relied on since 0.1.0. */
final class SavepointProfileBytes {
    private final byte[] bytes;
    private int position;

    private SavepointProfileBytes(byte[] bytes) {
        this.bytes = bytes;
    }

    /** By a build whose profile had one piece less. */
    static byte[] withoutPart(byte[] profile, int tag) {
        SavepointProfileBytes in = new SavepointProfileBytes(profile);
        in.skipHead();
        byte[] out = Arrays.copyOf(profile, in.position);
        while (in.position < profile.length) {
            int begin = in.position;
            int found = profile[in.position++] & 0xFF;
            in.skipBlock();
            if (found != tag) {
                out = join(out, Arrays.copyOfRange(profile, begin, in.position));
            }
        }
        return out;
    }

    /** By a later build, whose profile has one piece more. */
    static byte[] withAnotherPart(byte[] profile) {
        return join(profile, new byte[] {99, 6, 1, 2, 3});
    }

    /** By a later build, one of whose pieces has a field more: the last one. */
    static byte[] withAnotherField(byte[] profile) {
        SavepointProfileBytes in = new SavepointProfileBytes(profile);
        in.skipHead();
        int length = in.position;
        while (in.position < profile.length) {
            in.position++;
            length = in.position;
            in.skipBlock();
        }
        in.position = length;
        int size = (int) in.number();
        return join(
                join(Arrays.copyOf(profile, length), number(size + 1)),
                join(Arrays.copyOfRange(profile, in.position, profile.length), new byte[] {7}));
    }

    /** By a later build, in another format. */
    static byte[] inFormat(byte[] profile, int format) {
        byte[] out = profile.clone();
        out[0] = (byte) format;
        return out;
    }

    /** Version, erasure, append time, dates and dictionary. */
    private void skipHead() {
        position = 1;
        number();
        number();
        skipBlock();
        long names = number();
        for (long i = 0; i < names; i++) {
            skipBlock();
        }
    }

    private void skipBlock() {
        int size = (int) number();
        position += size;
    }

    private long number() {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = bytes[position++];
            value |= (next & 0x7FL) << shift;
            if (next >= 0) {
                return (value >>> 1) ^ -(value & 1);
            }
        }
    }

    private static byte[] number(int value) {
        int rest = value << 1;
        byte[] out = {};
        while ((rest & ~0x7F) != 0) {
            out = join(out, new byte[] {(byte) (rest | 0x80)});
            rest >>>= 7;
        }
        return join(out, new byte[] {(byte) rest});
    }

    private static byte[] join(byte[] one, byte[] other) {
        byte[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }
}
