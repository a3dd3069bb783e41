package io.leeway.cli.demo;

import org.jspecify.annotations.Nullable;

/**
 * One record of a live stream that is played: it arrives at an instant, which need not be the
 * event's own.
 *
 * @param arrivalMillis when the shop's broker gets it, milliseconds since the epoch of event time;
 *     becomes the record's timestamp
 * @param key the user, where one is known
 * @param value the event's JSON in UTF-8, or whatever broken bytes stand in its place; null is a
 *     heartbeat to the key's partition
 */
public record PlayedRecord(long arrivalMillis, @Nullable String key, byte @Nullable [] value) {}
