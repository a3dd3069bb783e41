package io.leeway.cli.demo;

import org.jspecify.annotations.Nullable;

/**
 * How a running job is, for the live table.
 *
 * @param flinkUi the address of Flink's web interface; null where there is none
 */
public record LiveFigures(
        PlayFigures played, int restarts, @Nullable String flinkUi) {}
