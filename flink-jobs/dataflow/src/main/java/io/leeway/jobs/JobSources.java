package io.leeway.jobs;

import io.leeway.jobs.options.JobSourceOptions;
import io.leeway.sources.SourceOptions;
import io.leeway.sources.importers.HistoryIndex;
import io.leeway.topics.KafkaConnection;
import io.leeway.topics.erasure.ErasureKey;
import io.leeway.topics.erasure.ErasureOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** From what a job was given to what the sources read. */
final class JobSources {
    private JobSources() {}

    /** History, the live topic or both; history must be there where it is given. */
    static SourceOptions of(JobSourceOptions source, boolean live, boolean bounded) {
        KafkaConnection kafka = source.kafka();
        if (live && kafka == null) {
            throw new JobException(
                    "Expected --bootstrap with the brokers of the live topic, found none; name them as host:port");
        }
        SourceOptions.Live topic = live && kafka != null
                ? new SourceOptions.Live(kafka, source.topic(), bounded, source.onLostEvents(), () -> {})
                : null;
        String history = source.history() == null ? null : absolute(source.history());
        SourceOptions sources = new SourceOptions(
                history,
                topic,
                seam(source),
                source.allowedLateness(),
                source.maxBeforeSeam(),
                erasures(source.erasures(), kafka));
        if (history != null) {
            Preflight.requireHistory(history);
        }
        return sources;
    }

    /** The ledger, whose key must be readable here, too. */
    private static @Nullable ErasureOptions erasures(@Nullable String keyFile, @Nullable KafkaConnection kafka) {
        if (keyFile == null || kafka == null) {
            return null;
        }
        try {
            ErasureKey.read(Path.of(keyFile));
        } catch (IllegalArgumentException unreadable) {
            throw new JobException(String.valueOf(unreadable.getMessage()), unreadable);
        }
        return new ErasureOptions(kafka, keyFile);
    }

    /** The folder of history, which must be given. */
    static String requireHistory(JobSourceOptions source) {
        String history = source.history();
        if (history == null) {
            throw new JobException("Expected --history, found none; name the folder that `leeway import` wrote");
        }
        return absolute(history);
    }

    /** A cluster's processes have another working directory than the client that submits. */
    static String absolute(String folder) {
        return folder.contains(":") ? folder : Path.of(folder).toAbsolutePath().toString();
    }

    /** The seam that was given, or the end of history. */
    private static Instant seam(JobSourceOptions source) {
        Instant seam = source.seam();
        if (seam != null) {
            return seam;
        }
        String folder = source.history();
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
