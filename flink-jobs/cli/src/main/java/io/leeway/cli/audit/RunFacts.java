package io.leeway.cli.audit;

import io.leeway.cli.console.PrettyJson;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Figures of the process that ran the job; the auditor, another process, copies them into its
 * report.
 *
 * @param watermarkDelayMillis by how much the watermark stays behind the records' timestamps, event
 *     time
 * @param checkpointIntervalMillis wall clock
 * @param speed seconds of the shop's clock a second of wall clock
 */
public record RunFacts(
        long restarts,
        List<String> restartCauses,
        long watermarkDelayMillis,
        long checkpointIntervalMillis,
        double speed,
        List<AuditReport.Model> models) {

    public static final String FILE_NAME = "run.json";

    public RunFacts {
        restartCauses = List.copyOf(restartCauses);
        models = List.copyOf(models);
    }

    public void write(Path folder) throws IOException {
        PrettyJson.write(folder.resolve(FILE_NAME), this);
    }

    /** What a run wrote, or nothing but noughts where it wrote nothing. */
    static RunFacts read(Path folder) throws IOException {
        return PrettyJson.readIfThere(folder.resolve(FILE_NAME), RunFacts.class)
                .orElseGet(() -> new RunFacts(0, List.of(), 0, 0, 0, List.of()));
    }
}
