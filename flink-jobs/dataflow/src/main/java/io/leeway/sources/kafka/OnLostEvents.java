package io.leeway.sources.kafka;

/** What a job does when records that it has not read yet are no longer in the topic. */
public enum OnLostEvents {
    /** It ends with the missing range, without restarts. */
    FAIL,
    /** It continues from the partition's first record, and reports the missing range. */
    CONTINUE
}
