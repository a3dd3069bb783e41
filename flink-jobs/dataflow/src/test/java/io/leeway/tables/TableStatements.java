package io.leeway.tables;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;

/** A session of SQL in this JVM, its time zone UTC, of two subtasks. */
final class TableStatements {
    static final String EVENTS =
            "event_id STRING, type STRING, user_id STRING, event_time TIMESTAMP_LTZ(3), item_id STRING, category STRING, price DOUBLE, currency STRING,"
                    + " quantity INT, rating DOUBLE, social STRING, platform STRING";

    private final TableEnvironment session;

    private TableStatements(TableEnvironment session) {
        this.session = session;
        session.getConfig().set("table.local-time-zone", "UTC");
        session.getConfig().set("parallelism.default", "2");
    }

    static TableStatements streaming() {
        return new TableStatements(TableEnvironment.create(EnvironmentSettings.inStreamingMode()));
    }

    static TableStatements batch() {
        return new TableStatements(TableEnvironment.create(EnvironmentSettings.inBatchMode()));
    }

    /** Sets an option of the session. */
    TableStatements set(String key, String value) {
        session.getConfig().set(key, value);
        return this;
    }

    /** Does a statement that gives no rows. */
    TableStatements run(String statement) {
        session.executeSql(statement);
        return this;
    }

    /** The rows of a query, as text, sorted. */
    List<String> rows(String query) throws Exception {
        List<String> rows = inOrder(query);
        rows.sort(null);
        return rows;
    }

    /** The rows of a query, as text, as they come. */
    List<String> inOrder(String query) throws Exception {
        List<String> rows = new ArrayList<>();
        try (CloseableIterator<Row> results = session.executeSql(query).collect()) {
            for (Iterator<Row> each = results; each.hasNext(); ) {
                rows.add(each.next().toString());
            }
        }
        return rows;
    }

    /** The query's plan. */
    String plan(String query) {
        return session.explainSql(query);
    }

    /** An event's JSON. */
    static String event(String id, String type, String user, String time) {
        return "{\"v\":1,\"id\":\"" + id + "\",\"type\":\"" + type + "\",\"user\":\"" + user + "\",\"time\":\"" + time
                + "\"}";
    }

    /** Writes a file of lines; {@code .gz} is zipped. */
    static void write(Path file, String... lines) throws IOException {
        Files.createDirectories(file.getParent());
        byte[] bytes = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
        try (OutputStream out = file.toString().endsWith(".gz")
                ? new GZIPOutputStream(Files.newOutputStream(file))
                : Files.newOutputStream(file)) {
            out.write(bytes);
        }
    }
}
