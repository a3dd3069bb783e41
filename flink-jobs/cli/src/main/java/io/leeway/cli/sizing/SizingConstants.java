package io.leeway.cli.sizing;

import io.leeway.cli.console.UserError;
import io.leeway.cli.options.DurationConverter;
import java.time.Duration;
import picocli.CommandLine.Option;

/**
 * What sizing rests on: what the benchmark and the demo measured, and what the operator chooses.
 * The defaults are the figures of the measuring machine.
 */
final class SizingConstants {
    @Option(
            names = "--slot-events",
            paramLabel = "N",
            defaultValue = "16600",
            description = "events a second one slot takes from Kafka to features to Kafka, no model called"
                    + " (bench job-over-no-model, half of noModelEventsPerSecond)")
    double slotEvents;

    @Option(
            names = "--shopper-bytes",
            paramLabel = "BYTES",
            defaultValue = "1470",
            description = "bytes of state a shopper (bench state-bytes-per-user, checkpointBytes)")
    double shopperBytes;

    @Option(
            names = "--requests-per-event",
            paramLabel = "X",
            defaultValue = "0.485",
            description = "requests an applied event, each for both models (demo, byModel.churn / applied)")
    double requestsPerEvent;

    @Option(
            names = "--visit-events",
            paramLabel = "X",
            defaultValue = "4",
            description =
                    "events a visit: two requests a visit, at its end and at its window's (demo, 2 / requests per event)")
    double visitEvents;

    @Option(
            names = "--churn-micros",
            paramLabel = "X",
            defaultValue = "9.3",
            description = "microseconds a row of the churn model in bundles"
                    + " (bench bundle-over-raw churn, 1,000,000 / bundleRowsPerSecond)")
    double churnMicros;

    @Option(
            names = "--interest-micros",
            paramLabel = "X",
            defaultValue = "13.8",
            description = "the same of the interest model (bench bundle-over-raw interest)")
    double interestMicros;

    @Option(
            names = "--checkpoint-event-bytes",
            paramLabel = "BYTES",
            defaultValue = "1500",
            description = "at most: bytes an event that incremental checkpoints write, a whole profile for each"
                    + " (bench checkpoint: a quarter of it at full load, where one profile serves several events)")
    double checkpointEventBytes;

    @Option(
            names = "--slot-megabytes",
            paramLabel = "N",
            defaultValue = "816",
            description = "memory a slot beside RocksDB's: heap, network, TensorFlow"
                    + " (conf/config.yaml, taskmanager.memory of 2 slots without managed)")
    double slotMegabytes;

    @Option(
            names = "--peak",
            paramLabel = "X",
            defaultValue = "3",
            description = "chosen: the busiest hour over the mean of the day")
    double peak;

    @Option(
            names = "--load",
            paramLabel = "X",
            defaultValue = "0.6",
            description = "chosen: the share of a slot that the busiest hour may take; the rest is for catching up")
    double load;

    @Option(
            names = "--interval",
            paramLabel = "TIME",
            defaultValue = "10s",
            converter = DurationConverter.class,
            description = "chosen: between checkpoints, after which scores become visible")
    Duration interval = Duration.ofSeconds(10);

    /** @throws UserError when there is nothing that could be computed from them */
    void check() {
        if (!(slotEvents > 0
                && shopperBytes > 0
                && requestsPerEvent >= 0
                && visitEvents > 0
                && churnMicros >= 0
                && interestMicros >= 0
                && checkpointEventBytes >= 0
                && slotMegabytes > 0
                && peak >= 1
                && load > 0
                && load <= 1
                && !interval.isZero())) {
            throw new UserError(
                    "Expected figures above zero, --peak of at least 1 and --load of at most 1, found others;"
                            + " leeway size --help shows the defaults");
        }
    }
}
