package io.leeway.parity;

/**
 * One record for the live topic.
 *
 * @param arrivalMillis becomes the record's timestamp
 * @param key the user; null where nobody is known
 * @param value the event's bytes
 */
record Played(long arrivalMillis, String key, byte[] value) {}
