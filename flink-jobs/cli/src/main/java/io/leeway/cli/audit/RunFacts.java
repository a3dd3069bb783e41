package io.leeway.cli.audit;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What only the process that ran the job knows; the auditor, which is another, copies it into its report.
 *
 * @param restarts how often the job was restarted
 * @param restartCauses why, each time
 * @param watermarkDelayMillis by how much the watermark stays behind the records' timestamps, event time
 * @param checkpointIntervalMillis wall clock
 * @param speed seconds of the shop's clock a second of wall clock
 * @param models what scored
 */
public record RunFacts(
        long restarts,
        List<String> restartCauses,
        long watermarkDelayMillis,
        long checkpointIntervalMillis,
        double speed,
        List<AuditReport.Model> models) {

    /** The file's name in the folder of scores. */
    public static final String FILE_NAME = "run.json";

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    public RunFacts {
        restartCauses = List.copyOf(restartCauses);
        models = List.copyOf(models);
    }

    public void write(Path folder) throws IOException {
        JSON.writeValue(folder.resolve(FILE_NAME).toFile(), this);
    }

    /** What a run wrote, or nothing but noughts where it wrote nothing. */
    static RunFacts read(Path folder) throws IOException {
        Path file = folder.resolve(FILE_NAME);
        return Files.exists(file)
                ? JSON.readValue(file.toFile(), RunFacts.class)
                : new RunFacts(0, List.of(), 0, 0, 0, List.of());
    }
}
