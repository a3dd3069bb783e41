package io.leeway.sql;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leeway.sql.ReferenceScores.Scored;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The checked-in files: the history, what sql/ has to say of it, and the plans. With {@code mvn test -Dleeway.golden.rewrite=true} {@link GoldenFilesTest} and {@link CompiledPlansTest} write
 * them anew.
 */
final class GoldenFiles {
    /** The tables of sql/50_sinks, and the folders below out/. */
    static final List<String> TABLES = List.of("churn", "interest", "at_risk", "audience", "demand");

    private static final double TOLERANCE = 1e-6;
    private static final Path FOLDER =
            Path.of("src", "test", "resources", "sql").toAbsolutePath();
    private static final JsonMapper JSON = new JsonMapper();

    private GoldenFiles() {}

    static Path history() {
        return FOLDER.resolve("history");
    }

    static Path expected(String table) {
        return FOLDER.resolve("expected").resolve(table + ".jsonl");
    }

    static Path plan(String name) {
        return FOLDER.resolve("plans").resolve(name + ".json");
    }

    /** The project's sql/. */
    static Path statements() {
        return Path.of("..", "sql").toAbsolutePath().normalize();
    }

    /** What a plain reference says of the checked-in history, by table; {@code features} too. */
    static Map<String, List<ObjectNode>> reference() {
        List<String> lines = new ArrayList<>();
        for (Path file : filesBelow(history())) {
            lines.addAll(lines(file));
        }
        List<Scored> scores = ReferenceScores.of(ReferenceEvents.byShopper(lines), GoldenHistory.UNTIL.toEpochMilli());
        return new TreeMap<>(Map.of(
                "features", ReferenceLines.features(scores),
                "churn", ReferenceLines.churn(scores),
                "interest", ReferenceLines.interest(scores),
                "at_risk", ReferenceLines.atRisk(scores),
                "audience", ReferenceLines.audience(scores),
                "demand", ReferenceLines.demand(scores)));
    }

    static boolean rewrite() {
        return Boolean.getBoolean("leeway.golden.rewrite");
    }

    static void write(Path file, List<?> lines) {
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, lines.stream().map(Object::toString).toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All files below a folder that are visible to a reader, by name. */
    static List<Path> filesBelow(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.getFileName().toString().startsWith("."))
                    .filter(file -> !file.getFileName().toString().startsWith("_"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<JsonNode> read(Iterable<Path> files) {
        List<JsonNode> lines = new ArrayList<>();
        for (Path file : files) {
            for (String line : lines(file)) {
                try {
                    lines.add(JSON.readTree(line));
                } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
                    throw new AssertionError(file + ": " + line, e);
                }
            }
        }
        return lines;
    }

    /** That the same lines are there in any order, numbers within the tolerance. */
    static void requireEqual(String what, List<? extends JsonNode> found, List<? extends JsonNode> expected) {
        Map<String, JsonNode> left = byKey(found);
        Map<String, JsonNode> right = byKey(expected);
        assertThat(left.keySet()).as(what).containsExactlyElementsOf(right.keySet());
        right.forEach((key, line) -> requireNear(what + " of " + key, requireNonNull(left.get(key)), line));
    }

    private static Map<String, JsonNode> byKey(List<? extends JsonNode> lines) {
        Map<String, JsonNode> byKey = new TreeMap<>();
        for (JsonNode line : lines) {
            StringBuilder key = new StringBuilder();
            for (String field : List.of("user", "asOf", "day", "category")) {
                key.append(line.has(field) ? text(field, line.get(field)) + " " : "");
            }
            assertThat(byKey.put(key.toString(), line))
                    .as("a second line of %s", key)
                    .isNull();
        }
        return byKey;
    }

    private static String text(String field, JsonNode value) {
        // Flink leaves zeros at the end of a fraction out.
        return field.equals("asOf") ? Instant.parse(value.asText()).toString() : value.asText();
    }

    private static void requireNear(String where, JsonNode found, JsonNode expected) {
        if (expected.isObject()) {
            for (Iterator<String> names = expected.fieldNames(); names.hasNext(); ) {
                String name = names.next();
                requireNear(where + "." + name, found.path(name), expected.get(name));
            }
            assertThat(found.size()).as(where + " " + found).isEqualTo(expected.size());
        } else if (expected.isArray()) {
            assertThat(found.size()).as(where + " " + found).isEqualTo(expected.size());
            for (int i = 0; i < expected.size(); i++) {
                requireNear(where + "[" + i + "]", found.path(i), expected.get(i));
            }
        } else if (expected.isFloatingPointNumber()) {
            assertThat(found.isNumber()).as(where + ": " + found).isTrue();
            assertThat(Math.abs(found.asDouble() - expected.asDouble()))
                    .as("%s: expected %s, found %s", where, expected, found)
                    .isLessThanOrEqualTo(TOLERANCE);
        } else {
            String field = where.substring(where.lastIndexOf('.') + 1);
            assertThat(text(field, found)).as(where).isEqualTo(text(field, expected));
        }
    }
}
