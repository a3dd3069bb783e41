package io.leeway.cli.demo;

import java.time.Instant;

/**
 * How far a {@link LivePlayer} is.
 *
 * @param heartbeats heartbeats sent, each partition's counted
 * @param playedTo the shop's clock: all that arrived before it has been sent
 * @param elapsedMillis wall clock since the start
 */
public record PlayFigures(long records, long heartbeats, Instant playedTo, long elapsedMillis) {

    /** Records a second of wall clock since the start; 0 before anything was sent. */
    public double recordsPerSecond() {
        return elapsedMillis <= 0 ? 0 : records * 1000.0 / elapsedMillis;
    }
}
