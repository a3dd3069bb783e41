package io.leeway.jobs;

import io.leeway.sources.SourceOptions;
import io.leeway.sources.importers.HistoryIndex;
import io.leeway.topics.KafkaConnection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a job's events come from. */
public final class SourceArguments {
    @Option(
            names = "--history",
            paramLabel = "DIR",
            description = "History: files events*.jsonl[.gz] in order of time, as `leeway import` writes them.")
    @Nullable
    String history;

    @Option(names = "--bootstrap", paramLabel = "HOST:PORT", description = "Kafka brokers, of events and of scores.")
    @Nullable
    String bootstrap;

    @Option(
            names = "--topic",
            paramLabel = "NAME",
            defaultValue = "leeway.events",
            description = "The live topic. Default: ${DEFAULT-VALUE}.")
    String topic = "leeway.events";

    @Option(
            names = "--seam",
            paramLabel = "INSTANT",
            description =
                    "History is complete up to here, and the live topic is read from here. Default: where the history's index says it ends.")
    @Nullable
    Instant seam;

    @Option(
            names = "--allowed-lateness",
            paramLabel = "TIME",
            defaultValue = "PT10M",
            description = "How far a live event may lie behind its record's timestamp. Default: ${DEFAULT-VALUE}.")
    Duration allowedLateness = Duration.ofMinutes(10);

    /** The options, with history, the live topic or both. */
    SourceOptions options(boolean live, boolean bounded) {
        String servers = bootstrap;
        if (live && servers == null) {
            throw new JobException(
                    "Expected --bootstrap with the brokers of the live topic, found none; name them as host:port");
        }
        SourceOptions.Live topicOptions =
                live && servers != null ? new SourceOptions.Live(KafkaConnection.to(servers), topic, bounded) : null;
        return new SourceOptions(absolute(history), topicOptions, seam(), allowedLateness);
    }

    /** A cluster's processes have another working directory than who submits. */
    private static @Nullable String absolute(@Nullable String folder) {
        return folder == null || folder.contains(":")
                ? folder
                : Path.of(folder).toAbsolutePath().toString();
    }

    /** The seam that was given, or the end of history. */
    Instant seam() {
        if (seam != null) {
            return seam;
        }
        String folder = history;
        if (folder == null) {
            throw new JobException(
                    "Expected --seam, since there is no --history whose end it could be; give an instant such as 2026-01-01T00:00:00Z");
        }
        Path index = Path.of(folder).resolve(HistoryIndex.FILE);
        if (!Files.isReadable(index)) {
            throw new JobException("Expected " + index
                    + " to say where history ends, found none; give --seam, or write the history with `leeway import`");
        }
        try {
            return HistoryIndex.read(Path.of(folder)).to();
        } catch (IOException e) {
            throw new JobException(String.valueOf(e.getMessage()), e);
        }
    }
}
