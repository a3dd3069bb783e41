package io.leeway.simulator.planting;

/**
 * One line of history.
 *
 * @param eventTimeMillis the event's time; for a line that is none, the time of its place in
 *     history
 * @param value the line in UTF-8 without its end, never empty and without line breaks; not to be
 *     changed
 */
public record HistoryLine(long eventTimeMillis, byte[] value, EntryFate fate) {}
