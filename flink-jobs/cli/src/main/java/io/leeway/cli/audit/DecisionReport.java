package io.leeway.cli.audit;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.leeway.cli.console.PrettyJson;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a demo decided, with the outcomes: figures of the process that ran the jobs, which the
 * auditor copies into its report.
 *
 * @param simulated whether shoppers and their answers are the simulator's: then no figure says
 *     anything of a real shop
 */
public record DecisionReport(
        boolean simulated,
        long lists,
        Map<String, DecisionFigures> recommendations,
        Map<String, DecisionFigures> campaigns,
        Map<String, DecisionFigures> winBack) {
    private static final String FILE_NAME = "decisions.json";

    @JsonIgnore
    boolean isEmpty() {
        return recommendations.isEmpty() && campaigns.isEmpty() && winBack.isEmpty();
    }

    public void write(Path folder) throws IOException {
        PrettyJson.write(folder.resolve(FILE_NAME), this);
    }

    /** What a run wrote; null without decisions. */
    static @Nullable DecisionReport read(Path folder) throws IOException {
        return PrettyJson.readIfThere(folder.resolve(FILE_NAME), DecisionReport.class)
                .filter(report -> !report.isEmpty())
                .orElse(null);
    }
}
