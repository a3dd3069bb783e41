package io.leeway.shopper;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** 64-bit hashes that are the same in every run and build: FNV-1a, MurmurHash3's finaliser. */
public final class StableHash {
    /** FNV-1a's offset basis: the hash of nothing. */
    public static final long SEED = 0xcbf29ce484222325L;
    /** 2^64 divided by the golden ratio, odd: spreads consecutive numbers. */
    public static final long GOLDEN = 0x9E3779B97F4A7C15L;

    public static final long PRIME = 0x100000001b3L;

    private StableHash() {}

    public static long add(long hash, long value) {
        return (hash ^ value) * PRIME;
    }

    /** SHA-256, which every Java has. */
    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("Every Java has SHA-256", missing);
        }
    }

    /** MurmurHash3's fmix64: FNV leaves the high bits of short texts alike, this spreads them. */
    public static long finish(long hash) {
        long mixed = (hash ^ hash >>> 33) * 0xff51afd7ed558ccdL;
        mixed = (mixed ^ mixed >>> 33) * 0xc4ceb9fe1a85ec53L;
        return mixed ^ mixed >>> 33;
    }

    /** A hash as a number in [0, 1), by its upper 53 bits. */
    public static double toUnit(long hash) {
        return (hash >>> 11) * 0x1.0p-53;
    }
}
