package io.leeway.cli.model;

import io.leeway.cli.options.DurationConverter;
import io.leeway.releases.EventClock;
import io.leeway.topics.KafkaConnection;
import io.leeway.topics.Topics;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.common.acl.AclOperation;
import picocli.CommandLine.Option;

/** Where scoring may have come to in event time. */
final class ScoringProgress {
    @Option(
            names = "--topic",
            paramLabel = "NAME",
            defaultValue = Topics.EVENTS,
            description = "The live topic, which shows where event time stands. Default: ${DEFAULT-VALUE}.")
    private String topic = Topics.EVENTS;

    @Option(
            names = "--allowed-lateness",
            paramLabel = "TIME",
            defaultValue = "10m",
            converter = DurationConverter.class,
            description = "The scoring job's: scoring follows the live topic by so much. Default: ${DEFAULT-VALUE}.")
    private Duration allowedLateness = Duration.ofMinutes(10);

    /** By the live topic, or by the wall clock where that is empty. */
    Instant now(ControlTopic control) {
        KafkaConnection kafka = control.kafka();
        return control.asked(AclOperation.DESCRIBE, List.of(kafka.name(topic)), () -> new EventClock(
                                kafka, topic, allowedLateness)
                        .now())
                .orElseGet(() -> Clock.systemUTC().instant());
    }
}
