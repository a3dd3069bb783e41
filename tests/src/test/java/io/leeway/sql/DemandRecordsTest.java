package io.leeway.sql;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leeway.topics.TopicSchema;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Flink's JSON of {@code regional_demand} is what the published schema of leeway.demand describes. */
class DemandRecordsTest {
    private static final Path GOLDEN =
            Path.of("../flink-jobs/dataflow/src/test/resources/io/leeway/topics/demand.json");
    private static final JsonMapper JSON = new JsonMapper();

    @Test
    void whatIsWrittenFitsTheSchemaAndNothingElseDoes(@TempDir Path folder) throws Exception {
        new TwinInput(1).write(folder);
        List<String> records = new TwinSession(folder, false)
                .with("10_sources/scores_files", "10_sources/regions_files", "40_decisions/regional_demand")
                .json("regional_demand", "50_sinks/decisions_kafka", "regional_demand_out");
        if (Boolean.getBoolean("leeway.golden.rewrite")) {
            Files.writeString(GOLDEN, records.get(0));
        }
        assertThat(records).first().isEqualTo(Files.readString(GOLDEN));

        TopicSchema schema = TopicSchema.written("demand");
        List<String> problems = new ArrayList<>();
        for (String record : records) {
            problems.addAll(schema.problems(JSON.readTree(record)));
        }
        assertThat(problems).isEmpty();
        assertThat(records).hasSizeGreaterThan(10);

        JsonNode golden = JSON.readTree(records.get(0));
        assertThat(schema.problems(((ObjectNode) golden.deepCopy()).put("day", "2026-01-05T12:00:00")))
                .hasSize(1);
        assertThat(schema.problems(((ObjectNode) golden.deepCopy()).putNull("region")))
                .hasSize(1);
        assertThat(schema.problems(((ObjectNode) golden.deepCopy()).put("scored", 1.5)))
                .hasSize(1);
        assertThat(schema.problems(((ObjectNode) golden.deepCopy()).without("shoppers")))
                .hasSize(1);
    }
}
