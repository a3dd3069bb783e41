package io.leeway.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.leeway.jobs.BackfillJob;
import io.leeway.jobs.options.BackfillJobOptions;
import io.leeway.jobs.options.JobSourceOptions;
import io.leeway.jobs.options.ModelOptions;
import io.leeway.records.FeatureVector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.types.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole shop's history through the real dataflow in batch. */
class BackfillIT {

    @Test
    void everyEventIsAccountedForAndEveryRequestIsScoredOnceByBothModels(@TempDir Path folder) throws Exception {
        SmallShop small = SmallShop.get();
        Path output = folder.resolve("scores");
        Path features = folder.resolve("features");
        StreamExecutionEnvironment env = SmallShop.batch();
        BackfillJobOptions options = new BackfillJobOptions(
                JobSourceOptions.of(small.history()).withSeam(small.seam()),
                ModelOptions.of(small.models()),
                null,
                false,
                new BackfillJobOptions.Outputs(output.toString(), features.toString(), null));
        BackfillJob.define(env, options);
        env.execute();
        assertThatThrownBy(() -> BackfillJob.define(SmallShop.batch(), options))
                .hasMessageStartingWith("Expected with --output a folder without files, found file:" + output)
                .hasMessageContaining("name another folder, or delete what an earlier run has written");

        Map<String, Long> tallies = new HashMap<>();
        for (JsonNode tally : lines(output.resolve("leeway.tallies"))) {
            tally.get("counts")
                    .fields()
                    .forEachRemaining(count ->
                            tallies.merge(count.getKey(), count.getValue().asLong(), Long::sum));
        }
        long dead = tallies.entrySet().stream()
                .filter(e -> e.getKey().startsWith("dead."))
                .mapToLong(Map.Entry::getValue)
                .sum();
        assertThat(tallies.get("history"))
                .isEqualTo(tallies.get("applied") + tallies.get("duplicates") + tallies.get("erased") + dead);
        assertThat(tallies.get("history")).isEqualTo(small.shop().planted().historyEvents());

        Set<String> ids = new HashSet<>();
        int scores = 0;
        for (String topic : List.of("leeway.scores.churn", "leeway.scores.interest")) {
            for (JsonNode score : lines(output.resolve(topic))) {
                scores++;
                ids.add(score.get("id").asText());
                double value = score.get(topic.endsWith("churn") ? "probability" : "drift")
                        .asDouble();
                assertThat(value).isBetween(0.0, 1.0);
                assertThat(score.get("backfill").asBoolean()).isTrue();
            }
        }
        assertThat(ids).hasSize(scores);
        assertThat(scores).isEqualTo(2 * tallies.get("requests").intValue()).isGreaterThan(10_000);

        Map<String, Map<String, FeatureVector>> vectors = FeatureRowFiles.vectors(small);
        FeatureRowFiles.requireEqual(lines(features), vectors);
        long rows = tallies.get("requests");
        assertThat((long) vectors.size()).isEqualTo(rows);
        long acted = vectors.values().stream()
                .filter(request -> request.get("interest").ids()[0] != 0)
                .count();
        assertThat(FeatureRowFiles.counted(features))
                .isEqualTo(Row.of(rows, (int) rows * 26 * 9, rows, acted, (int) rows));
    }

    private static List<JsonNode> lines(Path folder) throws IOException {
        List<JsonNode> nodes = new ArrayList<>();
        ObjectMapper mapper = new ObjectMapper();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                for (String line : Files.readAllLines(file)) {
                    nodes.add(mapper.readTree(line));
                }
            }
        }
        return nodes;
    }
}
