package io.leeway.shopper;

/** The constants and the last step of the 64-bit hashes that decisions and samples are made by. */
public final class HashMix {
    /** 2^64 over the golden ratio: spreads neighbouring numbers (Fibonacci hashing). */
    public static final long GOLDEN = 0x9E3779B97F4A7C15L;

    /** The prime of 64-bit FNV-1a. */
    public static final long FNV_PRIME = 0x100000001B3L;

    private HashMix() {}

    /** MurmurHash3's 64-bit finaliser. */
    public static long finish(long hash) {
        long mixed = (hash ^ (hash >>> 33)) * 0xFF51AFD7ED558CCDL;
        mixed = (mixed ^ (mixed >>> 33)) * 0xC4CEB9FE1A85EC53L;
        return mixed ^ (mixed >>> 33);
    }
}
