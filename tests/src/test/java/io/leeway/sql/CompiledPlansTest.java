package io.leeway.sql;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The compiled plans of sql/: the whole pipeline from topic to topic, and features of each other source. Another operator, key, state or uid is a plan that an old savepoint does not fit, and
 * shows here first.
 */
class CompiledPlansTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern LITERAL =
            Pattern.compile("(\"value\" : \"(models/\\w+)\",\\s+\"type\" : \"CHAR\\()\\d+\\)");

    @TempDir
    private static Path folder;

    @BeforeAll
    static void modelsAndHistory() {
        AnalyticModels.write(folder.resolve("models"));
        GoldenFiles.filesBelow(GoldenFiles.history())
                .forEach(file -> GoldenFiles.write(
                        folder.resolve("history").resolve(file.getFileName()), GoldenFiles.lines(file)));
        GoldenFiles.write(
                folder.resolve("history").resolve("_history.json"),
                List.of("{\"from\":\"" + GoldenHistory.FROM + "\",\"to\":\"" + GoldenHistory.SEAM
                        + "\",\"events\":0,\"counts\":{},\"slices\":[]}"));
    }

    @Test
    void fromTopicToTopic() throws Exception {
        TableEnvironment tables = session("kafka");
        Stream.of(
                        "30_scoring/models",
                        "30_scoring/scores",
                        "40_decisions/at_risk",
                        "40_decisions/audience",
                        "40_decisions/demand",
                        "50_sinks/kafka")
                .forEach(file -> execute(tables, file));
        String set = text("score").replaceFirst("(?s).*EXECUTE (STATEMENT SET.*END);\\s*$", "$1");
        requireGolden(tables, "kafka", set);
    }

    /** Of these no savepoint is promised: it is enough that sources, views and sinks fit. */
    @Test
    void decisionsFromTopicToTopic() {
        TableEnvironment tables = session("kafka");
        Stream.of(
                        "10_sources/decisions_kafka",
                        "10_sources/regions_kafka",
                        "30_scoring/models",
                        "30_scoring/scores",
                        "40_decisions/win_back",
                        "40_decisions/targeting",
                        "40_decisions/campaign_measures",
                        "40_decisions/popular_items",
                        "40_decisions/recommendations",
                        "40_decisions/regional_demand",
                        "50_sinks/decisions_kafka")
                .forEach(file -> execute(tables, file));
        String set = text("decide").replaceFirst("(?s).*EXECUTE (STATEMENT SET.*END);\\s*$", "$1");

        assertThat(String.valueOf(
                        tables.executeSql("EXPLAIN " + set).collect().next().getField(0)))
                .contains("win_back_out", "targeting_out", "campaign_measures_out", "regional_demand_out")
                // What is only counted up is not held against what was sent before.
                .doesNotContain("upsertMaterialize=[true]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"files", "hybrid"})
    void featuresOf(String source) throws Exception {
        TableEnvironment tables = session(source);
        tables.executeSql("CREATE TABLE seen (user_id STRING, as_of TIMESTAMP_LTZ(3), is_backfill BOOLEAN,"
                + " rowtime TIMESTAMP_LTZ(3)) WITH ('connector' = 'blackhole')");
        requireGolden(tables, source, "INSERT INTO seen SELECT user_id, as_of, is_backfill, rowtime FROM features");
    }

    private static void requireGolden(TableEnvironment tables, String name, String statements) throws IOException {
        Path plan = folder.resolve(name + ".json");
        tables.executeSql("COMPILE PLAN '" + plan + "' FOR " + statements);
        JsonNode found = fromOne(JSON.readTree(Files.readString(plan).replace(folder + "/", "")));
        // A literal's type has its length, which was the folder's too.
        String text = LITERAL.matcher(found.toPrettyString())
                .replaceAll(literal ->
                        literal.group(1) + requireNonNull(literal.group(2)).length() + ")");
        if (GoldenFiles.rewrite()) {
            GoldenFiles.write(GoldenFiles.plan(name), List.of(text));
        }
        List<String> lines = text.lines().toList();
        List<String> golden = GoldenFiles.lines(GoldenFiles.plan(name));
        for (int i = 0; i < Math.min(lines.size(), golden.size()); i++) {
            assertThat(lines.get(i))
                    .as(
                            "line %d of %s; where the change is meant, write it anew with -Dleeway.golden.rewrite=true, and tell that savepoints before it do not fit",
                            i + 1, GoldenFiles.plan(name))
                    .isEqualTo(golden.get(i));
        }
        assertThat(lines).hasSameSizeAs(golden);
    }

    /** Flink numbers nodes on through all plans of a process, whoever else planned before; here each plan begins with 1. */
    private static JsonNode fromOne(JsonNode plan) {
        int before = plan.path("nodes").path(0).path("id").asInt() - 1;
        for (JsonNode node : plan.path("nodes")) {
            shift((ObjectNode) node, "id", before);
        }
        for (JsonNode edge : plan.path("edges")) {
            shift((ObjectNode) edge, "source", before);
            shift((ObjectNode) edge, "target", before);
        }
        return plan;
    }

    private static void shift(ObjectNode node, String field, int by) {
        node.put(field, node.required(field).asInt() - by);
    }

    /** As SqlJob makes it, with features of a source. */
    private static TableEnvironment session(String source) {
        TableEnvironment tables = TableEnvironment.create(EnvironmentSettings.inStreamingMode());
        tables.getConfig().set("table.local-time-zone", "UTC");
        tables.getConfig().set("table.exec.async-ml-predict.max-concurrent-operations", "1000");
        Stream.of("functions", "10_sources/" + source, "20_features/computed").forEach(file -> execute(tables, file));
        return tables;
    }

    private static void execute(TableEnvironment tables, String file) {
        for (String statement : text(file).split(";\\s*(\\n|$)")) {
            tables.executeSql(statement);
        }
    }

    /** A file of sql/, with its paths in the folder. */
    private static String text(String file) {
        return String.join("\n", GoldenFiles.lines(GoldenFiles.statements().resolve(file + ".sql")))
                .replace("'models/", "'" + folder + "/models/")
                .replace("path' = 'history'", "path' = '" + folder + "/history'");
    }
}
