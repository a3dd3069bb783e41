package io.leeway.cli.audit;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a demo decided and what came of it. Only the process that ran the jobs knows; the auditor copies it into its report.
 *
 * @param simulated whether shoppers and their answers are the simulator's: then no figure says anything of a real shop
 * @param lists lists of recommendations
 * @param recommendations items by the source they came from
 * @param campaigns bids by campaign
 * @param winBack shoppers by treatment
 */
public record DecisionReport(
        boolean simulated,
        long lists,
        Map<String, DecisionFigures> recommendations,
        Map<String, DecisionFigures> campaigns,
        Map<String, DecisionFigures> winBack) {
    private static final String FILE_NAME = "decisions.json";
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    @JsonIgnore
    boolean isEmpty() {
        return recommendations.isEmpty() && campaigns.isEmpty() && winBack.isEmpty();
    }

    public void write(Path folder) throws IOException {
        JSON.writeValue(folder.resolve(FILE_NAME).toFile(), this);
    }

    /** What a run wrote; null where nobody decided. */
    static @Nullable DecisionReport read(Path folder) throws IOException {
        Path file = folder.resolve(FILE_NAME);
        if (!Files.exists(file)) {
            return null;
        }
        DecisionReport report = JSON.readValue(file.toFile(), DecisionReport.class);
        return report.isEmpty() ? null : report;
    }
}
