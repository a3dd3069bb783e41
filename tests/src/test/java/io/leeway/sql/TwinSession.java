package io.leeway.sql;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.apache.flink.types.Row;
import org.apache.flink.types.RowKind;
import org.apache.flink.util.CloseableIterator;

/** A session that runs files of sql/ over files in a folder, in batch or streaming, and tells what views come to. */
final class TwinSession {
    private static final TypeInformation<Row> CHANGE = Types.ROW(Types.STRING, Types.BOOLEAN, Types.STRING);

    private final Path folder;
    private final boolean isStreaming;
    private final StreamTableEnvironment tables;
    private final String servers;

    TwinSession(Path folder, boolean isStreaming) {
        this(folder, isStreaming, "localhost:9092");
    }

    /** @param servers the broker of its topics, which are read up to what they hold now */
    TwinSession(Path folder, boolean isStreaming, String servers) {
        this.servers = servers;
        this.folder = folder;
        this.isStreaming = isStreaming;
        Configuration configuration = new Configuration();
        configuration.set(
                ExecutionOptions.RUNTIME_MODE,
                isStreaming ? RuntimeExecutionMode.STREAMING : RuntimeExecutionMode.BATCH);
        // One file a table and one reader: then rows come in order of time, as topics' do.
        configuration.setString("parallelism.default", "1");
        configuration.setString("table.local-time-zone", "UTC");
        EnvironmentSettings.Builder settings = EnvironmentSettings.newInstance().withConfiguration(configuration);
        this.tables = StreamTableEnvironment.create(
                StreamExecutionEnvironment.getExecutionEnvironment(configuration),
                isStreaming
                        ? settings.inStreamingMode().build()
                        : settings.inBatchMode().build());
    }

    /** Runs files of sql/, by their names without the ending. */
    TwinSession with(String... files) {
        for (String file : files) {
            String text = String.join(
                            "\n", GoldenFiles.lines(GoldenFiles.statements().resolve(file + ".sql")))
                    .replace("'path' = '", "'path' = '" + folder + "/")
                    .replace("localhost:9092", servers)
                    // Only tables that are read have it.
                    .replace(
                            "'properties.isolation.level' =",
                            "'scan.bounded.mode' = 'latest-offset', 'properties.isolation.level' =");
            if (isStreaming && file.endsWith("scores_files")) {
                // What scores have where they are computed in streaming.
                text = text.replace("\n) WITH (", ",\nWATERMARK FOR `asOf` AS `asOf` - INTERVAL '10' MINUTE) WITH (");
            }
            for (String statement : text.split(";\\s*(\\n|$)")) {
                tables.executeSql(statement);
            }
        }
        return this;
    }

    /** Runs the statement set of a file of sql/, to its end. */
    void run(String file) throws Exception {
        tables.getConfig().set("execution.checkpointing.interval", "1 s");
        String text =
                String.join("\n", GoldenFiles.lines(GoldenFiles.statements().resolve(file + ".sql")));
        tables.executeSql(text.replaceFirst("(?s)^.*(EXECUTE STATEMENT SET.*END);\\s*$", "$1"))
                .await();
    }

    /** The rows of a view as Flink's format writes them with the columns and the format's options of a sink's table, in order of their text. */
    List<String> json(String view, String file, String sink) throws Exception {
        String text =
                String.join("\n", GoldenFiles.lines(GoldenFiles.statements().resolve(file + ".sql")));
        Matcher columns = Pattern.compile(
                        "(?s)CREATE TABLE " + sink + " \\((.*?),\\s*PRIMARY KEY.*?\\) WITH \\((.*?)\\);")
                .matcher(text);
        if (!columns.find()) {
            throw new AssertionError("Expected the table " + sink + " in " + file);
        }
        Path output = folder.resolve(sink);
        String format = columns.group(2)
                .lines()
                .filter(line -> line.contains("'value."))
                .map(line -> line.replace("'value.", "'"))
                .collect(Collectors.joining("\n"));
        tables.executeSql("CREATE TABLE " + sink + " (" + columns.group(1)
                + ") WITH ('connector' = 'filesystem', 'path' = '" + output + "', " + format + ")");
        tables.executeSql("INSERT INTO " + sink + " SELECT * FROM " + view).await();
        List<String> lines = new ArrayList<>();
        try (Stream<Path> files = Files.walk(output)) {
            files.filter(Files::isRegularFile).forEach(each -> lines.addAll(GoldenFiles.lines(each)));
        }
        lines.sort(null);
        return lines;
    }

    /** What views come to when all is read, in one job: by view the rows that were not taken back, as {@link TwinReference#text} has them, in their order. */
    Map<String, List<String>> rows(List<String> views) throws Exception {
        DataStream<Row> all = null;
        for (String view : views) {
            DataStream<Row> changes = tables.toChangelogStream(tables.from(view))
                    .map(row -> Row.of(
                            view,
                            row.getKind() == RowKind.INSERT || row.getKind() == RowKind.UPDATE_AFTER,
                            TwinReference.text(row)))
                    .returns(CHANGE);
            all = all == null ? changes : all.union(changes);
        }
        Map<String, List<String>> rows = new TreeMap<>();
        views.forEach(view -> rows.put(view, new ArrayList<>()));
        if (all != null) {
            try (CloseableIterator<Row> each = all.executeAndCollect()) {
                each.forEachRemaining(change -> {
                    List<String> ofView = rows.get(String.valueOf(change.getField(0)));
                    String row = String.valueOf(change.getField(2));
                    if (Boolean.TRUE.equals(change.getField(1))) {
                        ofView.add(row);
                    } else if (!ofView.remove(row)) {
                        throw new AssertionError("Takes back what was never said: " + row);
                    }
                });
            }
        }
        rows.values().forEach(ofView -> ofView.sort(null));
        return rows;
    }
}
