package io.leeway.cli.heartbeat;

import io.leeway.cli.console.ClockPause;
import io.leeway.cli.console.QuietLogs;
import io.leeway.cli.console.UserError;
import io.leeway.cli.options.PrintingCommand;
import io.leeway.jobs.KafkaArguments;
import io.leeway.topics.KafkaConnection;
import io.leeway.topics.Topics;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code leeway heartbeat}: once for a cron job, or at an interval beside the producers. */
@Command(
        name = "heartbeat",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Sends heartbeats to quiet partitions of the live topic, so that they do not hold back the watermark.",
            "A heartbeat is a record without key and value. Where the topic has message.timestamp.type=LogAppendTime,"
                    + " the broker's clock stamps it, as all other records; otherwise keep this machine's clock"
                    + " and those of the producers together."
        },
        footer = {
            "",
            "Examples:",
            "  leeway heartbeat --bootstrap kafka:9092",
            "  leeway heartbeat --bootstrap kafka:9092 --every PT30S"
        })
@SuppressWarnings("NullAway.Init") // picocli sets what has a default
public final class HeartbeatCommand extends PrintingCommand {
    private final Clock clock;
    private final ClockPause pause;

    @Option(
            names = "--bootstrap",
            paramLabel = "HOST:PORT",
            defaultValue = "localhost:9092",
            description = "Kafka brokers. Default: ${DEFAULT-VALUE}.")
    private String bootstrap;

    @Mixin
    private KafkaArguments kafka = new KafkaArguments();

    @Option(
            names = "--topic",
            paramLabel = "TOPIC",
            defaultValue = Topics.EVENTS,
            description = "The live topic. Default: ${DEFAULT-VALUE}.")
    private String topic;

    @Option(
            names = "--quiet-for",
            paramLabel = "DURATION",
            defaultValue = "PT30S",
            description =
                    "Only to partitions without a record for so long, by the records' timestamps. Default: ${DEFAULT-VALUE}.")
    private Duration quietFor;

    @Option(
            names = "--every",
            paramLabel = "DURATION",
            description =
                    "Repeats at this interval until it is interrupted. A later attempt that fails is one line on standard error, and the next follows. Default: once.")
    private @Nullable Duration every;

    public HeartbeatCommand() {
        this(Clock.systemUTC(), ClockPause.parking());
    }

    HeartbeatCommand(Clock clock, ClockPause pause) {
        this.clock = clock;
        this.pause = pause;
    }

    @Override
    public Integer call() throws InterruptedException {
        QuietLogs.kafka();
        UserError.require(
                !quietFor.isNegative(), "Expected --quiet-for of PT0S or longer, found " + quietFor + "; correct it");
        UserError.require(
                every == null || every.toMillis() > 0,
                "Expected --every of a millisecond or longer, found " + every + "; correct it, or leave it out");
        KafkaConnection connection = kafka.connection(bootstrap);
        long next = clock.millis();
        send(connection);
        while (every != null) {
            next = Math.max(next + every.toMillis(), clock.millis());
            pause.until(clock, next);
            try {
                send(connection);
            } catch (UserError failed) {
                err().println("leeway: " + failed.getMessage());
                err().flush();
            }
        }
        return 0;
    }

    private void send(KafkaConnection connection) throws InterruptedException {
        Instant now = clock.instant();
        out().println(HeartbeatRound.send(connection, topic, quietFor, now).summary(quietFor, now));
        out().flush();
    }
}
