package io.leeway.cli.model;

import io.leeway.cli.options.DurationConverter;
import io.leeway.releases.EventClock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import picocli.CommandLine.Option;

/** Where scoring may have come to in event time. */
final class ScoringProgress {
    @Option(
            names = "--topic",
            paramLabel = "NAME",
            defaultValue = "leeway.events",
            description = "The live topic, which shows the current event time. Default: ${DEFAULT-VALUE}.")
    private String topic = "leeway.events";

    @Option(
            names = "--allowed-lateness",
            paramLabel = "TIME",
            defaultValue = "10m",
            converter = DurationConverter.class,
            description = "The scoring job's: scoring follows the live topic by so much. Default: ${DEFAULT-VALUE}.")
    private Duration allowedLateness = Duration.ofMinutes(10);

    /** By the live topic, or by the wall clock where that is empty. */
    Instant now(ControlTopic control) {
        return control.asked(() -> new EventClock(control.bootstrap(), topic, allowedLateness).now())
                .orElseGet(() -> Clock.systemUTC().instant());
    }
}
