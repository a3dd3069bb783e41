package io.leeway.parity;

/**
 * A shopper who asks to be forgotten.
 *
 * @param user who
 * @param effectMillis the instant from which nothing of before is left, event time
 * @param arrivalMillis when it became known
 */
record Erasure(String user, long effectMillis, long arrivalMillis) {}
