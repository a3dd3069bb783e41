package io.leeway.tables;

import io.leeway.sources.importers.HistoryIndex;
import io.leeway.sources.importers.ImportException;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import org.apache.flink.table.api.ValidationException;
import org.jspecify.annotations.Nullable;

/** The hybrid table's own options. */
final class HybridOptions {
    static final String END_OF_HISTORY = "end-of-history";

    static final ConfigOption<String> SWITCH_AT = ConfigOptions.key("switch.at")
            .stringType()
            .noDefaultValue()
            .withDescription("History before it, live rows from it on: an instant, or '" + END_OF_HISTORY
                    + "', which the history's index says.");

    static final ConfigOption<String> SWITCH_COLUMN = ConfigOptions.key("switch.column")
            .stringType()
            .noDefaultValue()
            .withDescription("The column by whose time rows are separated. Default: event_time, or the only time.");

    static final ConfigOption<Duration> SWITCH_MARGIN = ConfigOptions.key("switch.margin")
            .durationType()
            .defaultValue(Duration.ofMinutes(10))
            .withDescription("How far before the switch a Kafka topic is read, by its records' timestamps.");

    static final ConfigOption<String> HISTORICAL_CONNECTOR = connector(Half.HISTORICAL);

    static final ConfigOption<String> LIVE_CONNECTOR = connector(Half.LIVE);

    static final ConfigOption<Boolean> HISTORICAL_ORDERED = ConfigOptions.key("historical.ordered")
            .booleanType()
            .noDefaultValue()
            .withDescription(
                    "Whether history is read in order of time, so that watermarks may follow its rows; otherwise they wait for its end. Default: true for 'history' alone.");

    private HybridOptions() {}

    private static ConfigOption<String> connector(Half half) {
        return ConfigOptions.key(half.prefix() + ".connector")
                .stringType()
                .noDefaultValue()
                .withDescription("The connector of this half; its options have the same prefix.");
    }

    /**
     * The instant of the switch.
     *
     * @param folder of the history, if it has one
     */
    static Instant switchAt(String value, @Nullable String folder) {
        if (value.equals(END_OF_HISTORY)) {
            return endOf(folder);
        }
        try {
            return Instant.parse(value);
        } catch (DateTimeException e) {
            throw new ValidationException("Expected 'switch.at' to be an instant such as 2026-04-01T00:00:00Z, or '"
                    + END_OF_HISTORY + "', found '" + value + "'");
        }
    }

    private static Instant endOf(@Nullable String folder) {
        if (folder == null) {
            throw new ValidationException("Expected 'historical.path' to name the history whose end is meant by '"
                    + END_OF_HISTORY + "', found none; give 'switch.at' an instant");
        }
        Path file = new Path(folder, HistoryIndex.FILE);
        try {
            FileSystem files = file.getFileSystem();
            if (!files.exists(file)) {
                throw new ValidationException("Expected " + file + " to say where history ends, found none; write the"
                        + " history with `leeway import`, or give 'switch.at' an instant");
            }
            try (FSDataInputStream in = files.open(file)) {
                return HistoryIndex.parse(in.readAllBytes(), file.toString()).to();
            }
        } catch (ImportException e) {
            throw new ValidationException(String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw new ValidationException(
                    "Expected to read " + file + ", found: " + e.getMessage() + "; check its permissions", e);
        }
    }

    /** Live options that begin at the switch, unless the user said otherwise. */
    static Map<String, String> startingAt(Map<String, String> live, Instant switchAt, Duration margin) {
        if (!"kafka".equals(live.get("connector")) || live.containsKey("scan.startup.mode")) {
            return live;
        }
        live.put("scan.startup.mode", "timestamp");
        live.put(
                "scan.startup.timestamp-millis",
                Long.toString(Math.max(0, switchAt.minus(margin).toEpochMilli())));
        return live;
    }
}
