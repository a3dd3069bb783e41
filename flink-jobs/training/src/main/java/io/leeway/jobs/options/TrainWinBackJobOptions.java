package io.leeway.jobs.options;

import java.nio.file.Path;

/**
 * The options of learning what win-back treatments bring.
 *
 * @param offers JSON lines, an offer a line
 * @param outcomes JSON lines, an outcome a line
 * @param output the model's file; replaced
 * @param version the model's
 */
public record TrainWinBackJobOptions(Path offers, Path outcomes, Path output, long version) {}
