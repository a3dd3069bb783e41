package io.leeway.sql;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.TableResult;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.apache.flink.types.Row;
import org.apache.flink.types.RowKind;
import org.apache.flink.util.CloseableIterator;

/** A session of SQL over the hybrid table of {@link SeamInput}: streaming, in UTC. */
record SeamSession(StreamTableEnvironment tables) {
    static final String COLUMNS =
            "event_id STRING, user_id STRING, event_time TIMESTAMP_LTZ(3), arrived TIMESTAMP_LTZ(3) METADATA FROM 'timestamp',"
                    + " record_time AS COALESCE(arrived, event_time), is_backfill BOOLEAN NOT NULL METADATA VIRTUAL,"
                    + " WATERMARK FOR record_time AS record_time - INTERVAL '10' MINUTE";

    /** Of tables that have no metadata. */
    static final String PLAIN_COLUMNS =
            "event_id STRING, user_id STRING, event_time TIMESTAMP_LTZ(3), is_backfill BOOLEAN NOT NULL METADATA VIRTUAL,"
                    + " WATERMARK FOR event_time AS event_time - INTERVAL '10' MINUTE";

    static SeamSession of(int parallelism) {
        return of(parallelism, new Configuration());
    }

    static SeamSession of(int parallelism, Configuration configuration) {
        StreamTableEnvironment tables = StreamTableEnvironment.create(
                StreamExecutionEnvironment.createLocalEnvironment(parallelism, configuration));
        tables.getConfig().set("table.local-time-zone", "UTC");
        return new SeamSession(tables);
    }

    /** With checkpoints, and restarts after failures. */
    static Configuration robust() {
        Configuration configuration = new Configuration();
        configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(50));
        configuration.set(CheckpointingOptions.TOLERABLE_FAILURE_NUMBER, 20);
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 50);
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(20));
        return configuration;
    }

    /** Creates the table {@code events}. */
    SeamSession events(String columns, String historical, String live, String more) {
        tables.executeSql("CREATE TABLE events (" + columns + ") WITH ('connector'='hybrid', 'switch.at'='"
                + SeamInput.SEAM + "', " + historical + ", " + live + more + ")");
        return this;
    }

    /** Options of a half over history. */
    static String history(String prefix, java.nio.file.Path folder) {
        return "'%1$sconnector'='history', '%1$spath'='%2$s', '%1$sformat'='shopper-event'".formatted(prefix, folder);
    }

    /** Options of a half over a topic. */
    static String topic(String prefix, String servers, String topic) {
        return "'%1$sconnector'='kafka', '%1$stopic'='%2$s', '%1$sproperties.bootstrap.servers'='%3$s', '%1$sformat'='shopper-event'"
                .formatted(prefix, topic, servers);
    }

    /** That reads what the topic holds now. */
    static String bounded(String prefix) {
        return ", '" + prefix + "scan.bounded.mode'='latest-offset'";
    }

    /** All rows of a query, retractions left out. */
    List<Row> rows(String query) throws Exception {
        return rowsUntil(query, rows -> false);
    }

    /** The first rows of a query, which need not end. */
    List<Row> rowsUntil(String query, Predicate<List<Row>> enough) throws Exception {
        List<Row> rows = new ArrayList<>();
        TableResult result = tables.executeSql(query);
        try (CloseableIterator<Row> each = result.collect()) {
            while (!enough.test(rows) && each.hasNext()) {
                Row row = each.next();
                if (row.getKind() == RowKind.INSERT || row.getKind() == RowKind.UPDATE_AFTER) {
                    rows.add(row);
                }
            }
        }
        return rows;
    }
}
