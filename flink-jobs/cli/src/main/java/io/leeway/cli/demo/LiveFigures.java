package io.leeway.cli.demo;

import org.jspecify.annotations.Nullable;

/**
 * How a running job is, for the live table.
 *
 * @param played how far the player is
 * @param lag records of the topic that the job has not yet read and committed; −1 where that is not known
 * @param restarts how often the job was restarted
 * @param flinkUi the address of Flink's web interface; null where there is none
 */
public record LiveFigures(
        PlayFigures played,
        long lag,
        int restarts,
        @Nullable String flinkUi) {}
