package io.leeway.parity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leeway.local.EmbeddedBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The same dataflow in SQL: the files of {@code sql/}, in the real SQL client, a process of its own. */
final class SqlRuns {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, String> FOLDERS = Map.of("churn", "out/churn", "interest", "out/interest");
    private static final String STATEMENT = """
            SET 'table.dml-sync' = 'true';
            EXECUTE STATEMENT SET
            BEGIN
              INSERT INTO churn_out
              SELECT score_id, user_id, as_of, triggers, model_version, is_backfill, probability FROM churn_scores;
              INSERT INTO interest_out
              SELECT score_id, user_id, as_of, triggers, model_version, is_backfill, drift, moves_from, moves_to, next_categories FROM interest_scores;
            END;
            """;

    private final ParityInput input;
    private final Path models;
    private final Path scratch;

    SqlRuns(ParityInput input, Path models, Path scratch) {
        this.input = input;
        this.models = models;
        this.scratch = scratch;
    }

    /** A hybrid table, the features of SHOPPER_FEATURES, ML_PREDICT, streaming. */
    Map<String, Scored> streaming(EmbeddedBroker broker, String topic) throws Exception {
        Path folder = workshop("sql-streaming");
        Files.createSymbolicLink(folder.resolve("history"), input.history());
        String source = sql("10_sources/hybrid.sql")
                .replace("'end-of-history'", "'" + input.seam() + "'")
                .replace(
                        "'live.topic' = 'leeway.events'",
                        "'live.topic' = '" + topic + "', 'live.scan.bounded.mode' = 'latest-offset'")
                .replace("localhost:9092", broker.bootstrapServers());
        String features = sql("20_features/computed.sql")
                .replace(
                        "uid => 'features'",
                        "until => '" + input.end() + "', seam => '" + input.seam() + "', uid => 'features'");
        assertThat(source)
                .contains(topic, broker.bootstrapServers(), input.seam().toString());
        assertThat(features).contains("until", "seam");
        run(folder, source + features + scoring());
        return scores(folder);
    }

    /** The feature rows that a backfill wrote, ML_PREDICT, batch. */
    Map<String, Scored> batch(Path features) throws Exception {
        Path folder = workshop("sql-batch");
        Files.createSymbolicLink(folder.resolve("features"), features);
        run(folder, sql("20_features/stored.sql") + scoring(), "--batch");
        return scores(folder);
    }

    private Path workshop(String name) throws IOException {
        Path folder = Files.createDirectories(scratch.resolve(name));
        Files.createSymbolicLink(folder.resolve("models"), models);
        return folder;
    }

    private static String scoring() throws IOException {
        return sql("30_scoring/models.sql") + sql("30_scoring/scores.sql") + sql("50_sinks/files.sql") + STATEMENT;
    }

    private static String sql(String file) throws IOException {
        return Files.readString(ROOT.resolve("sql").resolve(file));
    }

    private static void run(Path folder, String script, String... options) throws Exception {
        Files.writeString(folder.resolve("script.sql"), script);
        List<String> command = new ArrayList<>(List.of(ROOT.resolve("leeway").toString(), "sql", "-f", "script.sql"));
        command.addAll(List.of(options));
        Path output = folder.resolve("output.log");
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor(6, TimeUnit.MINUTES)).as("it ends").isTrue();
            assertThat(process.exitValue()).as(Files.readString(output)).isZero();
        } finally {
            process.destroy();
        }
    }

    private static Map<String, Scored> scores(Path folder) throws IOException {
        Map<String, Scored> scores = new HashMap<>();
        for (Map.Entry<String, String> each : FOLDERS.entrySet()) {
            try (Stream<Path> files = Files.walk(folder.resolve(each.getValue()))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    for (String line : Files.readAllLines(file)) {
                        ObjectNode json = (ObjectNode) JSON.readTree(line);
                        // What the table has no column for; the id was hashed over the model.
                        json.put("model", each.getKey()).put("digest", "").put("features", "");
                        Scored before = scores.put(json.required("id").asText(), Scored.of(json));
                        assertThat(before).as("doubled").isNull();
                    }
                }
            }
        }
        return scores;
    }
}
