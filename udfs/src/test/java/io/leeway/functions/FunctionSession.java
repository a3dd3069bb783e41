package io.leeway.functions;

import io.leeway.model.TestModels;
import io.leeway.shopper.FeatureSpec;
import io.leeway.shopper.FeatureValues;
import io.leeway.shopper.PendingEvent;
import io.leeway.shopper.ProfileSettings;
import io.leeway.shopper.ShopperProfile;
import io.leeway.shopper.Task;
import io.leeway.shopper.events.EventType;
import io.leeway.shopper.events.ShopperEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.table.types.logical.utils.LogicalTypeParser;
import org.apache.flink.table.types.utils.TypeConversions;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;
import org.jspecify.annotations.Nullable;

/**
 * A SQL session with the functions, real models of both tasks, a table {@code events} of one
 * shopper and the shopper's {@code features}.
 */
record FunctionSession(TableEnvironment tables, Path models) {

    static final long FIRST = Instant.parse("2026-01-05T10:00:00Z").toEpochMilli();
    private static final String[] CATEGORIES = {"baby", "baby", "garden", "baby/toddler", "garden", "elsewhere"};
    private static final EventType[] TYPES = {EventType.VIEW, EventType.CART, EventType.PURCHASE, EventType.VIEW};

    /** Both models below a folder. */
    static void writeModels(Path models) {
        for (Task task : Task.values()) {
            TestModels.serving(models, task, ProfileSettings.DEFAULTS.featureSettings());
        }
        TestModels.halfPlusTwo(models.resolve("half_plus_two"));
    }

    static FunctionSession open(boolean streaming, Path models, Path folder) throws IOException {
        TableEnvironment tables = TableEnvironment.create(
                streaming ? EnvironmentSettings.inStreamingMode() : EnvironmentSettings.inBatchMode());
        tables.getConfig().set("parallelism.default", "1");
        tables.executeSql("LOAD MODULE leeway");
        Files.createDirectories(folder);
        Files.write(
                folder.resolve("events.json"),
                events().stream().map(FunctionSession::json).toList());
        tables.executeSql("CREATE TABLE events (event_id STRING, type STRING, user_id STRING, category STRING,"
                + " event_time TIMESTAMP_LTZ(3), record_time AS event_time, WATERMARK FOR record_time AS record_time"
                + " - INTERVAL '10' MINUTE) WITH ('connector' = 'filesystem', 'path' = '" + folder
                + "', 'format' = 'json', 'json.timestamp-format.standard' = 'ISO-8601')");
        FunctionSession session = new FunctionSession(tables, models);
        session.createFeatures();
        return session;
    }

    private void createFeatures() {
        FeatureValues churn = values(Task.CHURN);
        FeatureValues interest = values(Task.INTEREST);
        Row broken = row(Task.CHURN, churn);
        broken.<Float[]>getFieldAs(1)[3] = null;
        tables.createTemporaryView(
                "features",
                tables.fromValues(
                        DataTypes.ROW(
                                DataTypes.FIELD("user_id", DataTypes.STRING()),
                                DataTypes.FIELD("as_of", DataTypes.TIMESTAMP_LTZ(3)),
                                DataTypes.FIELD("triggers", DataTypes.ARRAY(DataTypes.STRING())),
                                DataTypes.FIELD("churn", type(FeatureRowType.CHURN)),
                                DataTypes.FIELD("interest", type(FeatureRowType.INTEREST))),
                        row("u1", row(Task.CHURN, churn), row(Task.INTEREST, interest)),
                        row("nothing", null, null),
                        row("broken", broken, row(Task.INTEREST, interest))));
    }

    private static Row row(String user, @Nullable Row churn, @Nullable Row interest) {
        return Row.of(user, Instant.ofEpochMilli(FIRST), new String[] {"session-end", "window"}, churn, interest);
    }

    private static org.apache.flink.table.types.DataType type(String sql) {
        return TypeConversions.fromLogicalToDataType(
                LogicalTypeParser.parse(sql, Thread.currentThread().getContextClassLoader()));
    }

    /** Features as a user's row, made another way than {@link FeatureRowType}. */
    private static Row row(Task task, FeatureValues values) {
        Row row = new Row(task.features().size());
        for (int at = 0; at < row.getArity(); at++) {
            FeatureSpec feature = task.features().get(at);
            List<Object> cells = new ArrayList<>();
            for (int i = task.offset(feature); i < task.offset(feature) + feature.width(); i++) {
                cells.add(
                        switch (feature.kind()) {
                            case NUMBER -> values.numbers()[i];
                            case CODE -> values.ids()[i];
                            case CATEGORY -> values.ids()[i] == 0 ? null : values.dictionary()[values.ids()[i] - 1];
                        });
            }
            row.setField(
                    at,
                    switch (feature.kind()) {
                        case NUMBER -> cells.toArray(Float[]::new);
                        case CODE -> cells.toArray(Integer[]::new);
                        case CATEGORY -> cells.toArray(String[]::new);
                    });
        }
        return row;
    }

    /** What is known of the shopper an hour after the last event. */
    static FeatureValues values(Task task) {
        ShopperProfile profile = new ShopperProfile(ProfileSettings.DEFAULTS);
        List<PendingEvent> pending =
                events().stream().map(event -> new PendingEvent(event, 0)).toList();
        long end = pending.get(pending.size() - 1).event().eventTimeMillis() + 3_600_000;
        profile.advanceTo(end, pending, new ShopperProfile.Listener() {
            @Override
            public void due(long asOfMillis, int triggers, ShopperProfile shopper) {}

            @Override
            public void applied(ShopperEvent event) {}

            @Override
            public void duplicate(ShopperEvent event) {}

            @Override
            public void tooMany(ShopperEvent event) {}

            @Override
            public void erased(ShopperEvent event) {}

            @Override
            public void objected(ShopperEvent event) {}
        });
        return profile.values(task, end);
    }

    static List<ShopperEvent> events() {
        List<ShopperEvent> events = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            events.add(new ShopperEvent(
                    "e" + i,
                    TYPES[i % TYPES.length],
                    "u1",
                    null,
                    CATEGORIES[i % CATEGORIES.length],
                    0,
                    null,
                    1,
                    0,
                    null,
                    null,
                    FIRST + i * 40_000_000L));
        }
        return events;
    }

    private static String json(ShopperEvent event) {
        return "{\"event_id\":\"%s\",\"type\":\"%s\",\"user_id\":\"u1\",\"category\":\"%s\",\"event_time\":\"%s\"}"
                .formatted(
                        event.eventId(),
                        event.type().name().toLowerCase(Locale.ROOT),
                        event.category(),
                        Instant.ofEpochMilli(event.eventTimeMillis()));
    }

    /** The rows of a query, in which {@code 'models/…'} is where the models are. */
    List<Row> rows(String query) throws Exception {
        List<Row> rows = new ArrayList<>();
        try (CloseableIterator<Row> found =
                tables.executeSql(query.replace("'models/", "'" + models + "/")).collect()) {
            found.forEachRemaining(rows::add);
        }
        return rows;
    }
}
