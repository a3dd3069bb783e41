package io.leeway.jobs;

import io.leeway.jobs.options.JobSourceOptions;
import io.leeway.topics.KafkaConnection;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where a job's events come from. */
public final class SourceArguments {
    @Option(
            names = "--history",
            paramLabel = "DIR",
            description = "History: files events*.jsonl[.gz] in order of time, as `leeway import` writes them.")
    private @Nullable String history;

    @Option(names = "--bootstrap", paramLabel = "HOST:PORT", description = "Kafka brokers, of events and of scores.")
    private @Nullable String bootstrap;

    @Mixin
    private KafkaArguments kafka = new KafkaArguments();

    @Option(names = "--topic", paramLabel = "NAME", description = "The live topic. Default: ${DEFAULT-VALUE}.")
    private String topic = JobSourceOptions.DEFAULTS.topic();

    @Option(
            names = "--seam",
            paramLabel = "INSTANT",
            description =
                    "History is complete up to here, and the live topic is read from here. Default: where the history's index says it ends.")
    private @Nullable Instant seam;

    @Option(
            names = "--allowed-lateness",
            paramLabel = "TIME",
            description = "How far a live event may lie behind its record's timestamp. Default: ${DEFAULT-VALUE}.")
    private Duration allowedLateness = JobSourceOptions.DEFAULTS.allowedLateness();

    @Option(
            names = "--max-before-seam",
            paramLabel = "SHARE",
            description =
                    "Ends the job where a larger share of the first 1,000 live events of a reader lies before the seam, and is passed over. Default: ${DEFAULT-VALUE}.")
    private double maxBeforeSeam = JobSourceOptions.DEFAULTS.maxBeforeSeam();

    @Option(
            names = "--erasures",
            paramLabel = "FILE",
            description =
                    "Drops what a user did before being erased, also out of old history and savepoints: FILE has the key of the ledger, the topic leeway.erased at --bootstrap; `leeway erase --keygen` makes it. Each worker reads the file at this path.")
    private @Nullable Path erasures;

    @Mixin
    private LostEventsArguments lostEvents = new LostEventsArguments();

    /** As parsed. */
    public JobSourceOptions options() {
        if (bootstrap == null && kafka.isGiven()) {
            throw new JobException(
                    "Expected --bootstrap with --kafka-config, --kafka or --topic-prefix, found none; name the brokers");
        }
        return JobMain.checked(() -> new JobSourceOptions(
                history,
                bootstrap == null ? null : kafka.connection(bootstrap),
                topic,
                seam,
                allowedLateness,
                lostEvents.policy(),
                maxBeforeSeam,
                erasures == null ? null : erasures.toAbsolutePath().toString()));
    }

    /** What this parses to the same options. */
    static void render(JobSourceOptions options, ArgumentList to) {
        JobSourceOptions defaults = JobSourceOptions.DEFAULTS;
        to.add("--history", options.history(), null);
        KafkaConnection connection = options.kafka();
        if (connection != null) {
            to.add("--bootstrap", connection.bootstrapServers(), null);
            KafkaArguments.render(connection, to);
        }
        to.add("--topic", options.topic(), defaults.topic())
                .add("--seam", options.seam(), null)
                .add("--allowed-lateness", options.allowedLateness(), defaults.allowedLateness())
                .add("--max-before-seam", options.maxBeforeSeam(), defaults.maxBeforeSeam())
                .add("--erasures", options.erasures(), null);
        LostEventsArguments.render(options.onLostEvents(), to);
    }
}
