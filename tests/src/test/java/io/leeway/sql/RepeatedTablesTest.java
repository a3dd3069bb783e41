package io.leeway.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Files of sql/ that stand for each other repeat tables and views, because Flink's SQL client has no include and a shared file would be one more to name in each command. What they repeat is
 * the same.
 */
class RepeatedTablesTest {
    private static final Pattern TABLE = Pattern.compile("(?ms)^CREATE TABLE (\\w+) \\((.*?)\n\\) WITH \\(");
    private static final Pattern VIEW = Pattern.compile("(?ms)^CREATE VIEW (\\w+) AS\n(.*?);$");
    /** What a column is called and holds; where it comes from depends on the connector. */
    private static final Pattern COLUMN = Pattern.compile("(?m)^  `?(\\w+)`? ([A-Z][^\\n]*?),?$");

    private static final Pattern OF_CONNECTOR = Pattern.compile("(?:FOR|KEY|AS) .*|.* METADATA .*");

    @ParameterizedTest
    @ValueSource(strings = {"10_sources", "50_sinks"})
    void tablesOfOneNameHaveTheSameColumnsAndViewsTheSameQuery(String folder) {
        Map<String, Map<String, String>> byName = new LinkedHashMap<>();
        GoldenFiles.filesBelow(GoldenFiles.statements().resolve(folder))
                .forEach(file -> definitions(String.join("\n", GoldenFiles.lines(file)))
                        .forEach((name, content) -> byName.computeIfAbsent(name, none -> new LinkedHashMap<>())
                                .put(file.getFileName().toString(), content)));
        assertThat(byName).hasSizeGreaterThan(5);
        assertThat(byName.values()).anyMatch(each -> each.size() > 1);
        assertThat(byName).allSatisfy((name, byFile) -> assertThat(byFile.values())
                .as(name + " in " + byFile.keySet())
                .containsOnly(first(byFile)));
    }

    @Test
    void anotherColumnOrQueryIsFound() {
        String table =
                "CREATE TABLE t (\n  `a` STRING,\n  b INT METADATA VIRTUAL,\n  `c` ROW<`x` INT, `y` INT>\n) WITH (\n  'k' = 'v'\n);\n\n";
        String view = "CREATE VIEW v AS\nSELECT 1;\n";
        Map<String, String> definitions = definitions(table + view);
        assertThat(definitions)
                .containsExactly(Map.entry("t", "a STRING, c ROW<`x` INT, `y` INT>"), Map.entry("v", "SELECT 1"));
        assertThat(definitions(table.replace("`a` STRING", "`a` INT") + view.replace("1", "2"))
                        .values())
                .doesNotContainAnyElementsOf(definitions.values());
    }

    private static String first(Map<String, String> byFile) {
        return List.copyOf(byFile.values()).get(0);
    }

    /** By name, the physical columns of tables and the queries of views. */
    private static Map<String, String> definitions(String script) {
        Map<String, String> definitions = new LinkedHashMap<>();
        TABLE.matcher(script).results().forEach(table -> definitions.put(table.group(1), columns(table.group(2))));
        VIEW.matcher(script).results().forEach(view -> definitions.put(view.group(1), view.group(2)));
        return definitions;
    }

    private static String columns(String body) {
        StringBuilder columns = new StringBuilder();
        for (Matcher column = COLUMN.matcher(body); column.find(); ) {
            if (!OF_CONNECTOR.matcher(column.group(2)).matches()) {
                columns.append(columns.length() == 0 ? "" : ", ")
                        .append(column.group(1))
                        .append(' ')
                        .append(column.group(2));
            }
        }
        return columns.toString();
    }
}
