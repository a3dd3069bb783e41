package io.leeway.records;

/**
 * A canary is to be taken back.
 *
 * @param reason why, with the figures
 * @param atMillis event time of the finding
 */
public record Retirement(String model, long version, String reason, long atMillis) {}
