package io.leeway.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.leeway.functions.ShopperFeatures;
import io.leeway.shopper.FeatureSpec;
import io.leeway.shopper.Task;
import io.leeway.shopper.Trigger;
import io.leeway.shopper.events.ShopperEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.Schema;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SHOPPER_FEATURES in a streaming job against the oracle: many shoppers at once, their events shuffled as far as the allowed lateness lets them. */
class ShopperFeaturesTest {

    private static final int SHOPPERS = 60;
    private static final int LATENESS = 600_000;

    /** An event and when it arrived. */
    private record Arrived(ShopperEvent event, long atMillis) {}

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void agreesWithTheOracle(long seed) throws Exception {
        Random random = new Random(seed * 0x9E3779B97F4A7C15L);
        List<RandomShopper> shoppers = new ArrayList<>();
        List<Arrived> arrived = new ArrayList<>();
        for (int i = 0; i < SHOPPERS; i++) {
            RandomShopper shopper = RandomShoppers.of(10_000 * seed + i);
            shoppers.add(shopper);
            shopper.events()
                    .forEach(event ->
                            arrived.add(new Arrived(event, event.eventTimeMillis() + random.nextInt(LATENESS + 1))));
        }
        arrived.sort(Comparator.comparingLong(Arrived::atMillis));
        // Every shopper has an end of its own in mind; a job has one for all.
        long until = shoppers.stream()
                .mapToLong(RandomShopper::untilMillis)
                .sorted()
                .skip(SHOPPERS * 3 / 4)
                .findFirst()
                .orElseThrow();
        long seam = shoppers.get(random.nextInt(SHOPPERS)).events().get(0).eventTimeMillis();

        Map<String, List<Row>> rows = run(arrived, until, seam);

        Oracle oracle = new Oracle();
        int requests = 0;
        for (RandomShopper shopper : shoppers) {
            String user = shopper.events().get(0).userId();
            Answer expected = oracle.play(shopper.events(), until);
            List<Row> found = rows.getOrDefault(user, List.of());
            Answer answer = new Answer(
                    found.stream().map(ShopperFeaturesTest::request).toList(),
                    expected.applied(),
                    expected.duplicates(),
                    expected.erased(),
                    expected.objected());
            assertThat(Comparison.difference(expected, answer))
                    .as("shopper %d", shopper.seed())
                    .isEmpty();
            found.forEach(row ->
                    assertThat(row.getFieldAs("is_backfill") == Boolean.TRUE).isEqualTo(asOf(row) < seam));
            requests += found.size();
        }
        assertThat(requests).as("requests in all").isGreaterThan(300);
    }

    private static Map<String, List<Row>> run(List<Arrived> arrived, long until, long seam) throws Exception {
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment();
        environment.setParallelism(2);
        StreamTableEnvironment tables = StreamTableEnvironment.create(environment);
        tables.createTemporarySystemFunction("SHOPPER_FEATURES", ShopperFeatures.class);
        tables.createTemporaryView(
                "events",
                environment
                        .fromCollection(
                                arrived.stream().map(ShopperFeaturesTest::row).toList(), TYPE)
                        .setParallelism(1),
                Schema.newBuilder()
                        .column("quantity", "INT")
                        .column("user_id", "STRING")
                        .column("type", "STRING")
                        .column("event_id", "STRING")
                        .column("category", "STRING")
                        .column("item_id", "STRING")
                        .column("price", "DOUBLE")
                        .column("rating", "DOUBLE")
                        .column("social", "STRING")
                        .column("event_time", "TIMESTAMP_LTZ(3)")
                        .column("record_time", "TIMESTAMP_LTZ(3)")
                        .watermark("record_time", "record_time - INTERVAL '10' MINUTE")
                        .build());
        Map<String, List<Row>> rows = new TreeMap<>();
        try (CloseableIterator<Row> found = tables.executeSql("SELECT user_id, as_of, triggers, is_backfill, churn,"
                        + " interest FROM SHOPPER_FEATURES(events => TABLE events PARTITION BY user_id,"
                        + " on_time => DESCRIPTOR(record_time), until => '" + Instant.ofEpochMilli(until)
                        + "', seam => '" + Instant.ofEpochMilli(seam) + "')")
                .collect()) {
            found.forEachRemaining(row -> rows.computeIfAbsent(row.getFieldAs("user_id"), none -> new ArrayList<>())
                    .add(row));
        }
        rows.values().forEach(each -> each.sort(Comparator.comparingLong(ShopperFeaturesTest::asOf)));
        return rows;
    }

    private static final TypeInformation<Row> TYPE = Types.ROW_NAMED(
            new String[] {
                "quantity",
                "user_id",
                "type",
                "event_id",
                "category",
                "item_id",
                "price",
                "rating",
                "social",
                "event_time",
                "record_time"
            },
            Types.INT,
            Types.STRING,
            Types.STRING,
            Types.STRING,
            Types.STRING,
            Types.STRING,
            Types.DOUBLE,
            Types.DOUBLE,
            Types.STRING,
            Types.INSTANT,
            Types.INSTANT);

    private static Row row(Arrived arrived) {
        ShopperEvent event = arrived.event();
        return Row.of(
                event.quantity(),
                event.userId(),
                event.type().name().toLowerCase(Locale.ROOT),
                event.eventId(),
                event.category(),
                event.itemId(),
                event.price(),
                event.rating() == 0 ? null : event.rating(),
                event.social() == null ? null : event.social().name().toLowerCase(Locale.ROOT),
                Instant.ofEpochMilli(event.eventTimeMillis()),
                Instant.ofEpochMilli(arrived.atMillis()));
    }

    private static long asOf(Row row) {
        return row.<Instant>getFieldAs("as_of").toEpochMilli();
    }

    private static Request request(Row row) {
        int mask = 0;
        for (String id : row.<String[]>getFieldAs("triggers")) {
            for (Trigger trigger : Trigger.values()) {
                mask |= trigger.id().equals(id) ? trigger.mask() : 0;
            }
        }
        Map<String, Object> features = new HashMap<>();
        for (Task task : Task.values()) {
            Row values = row.getFieldAs(task.id());
            for (FeatureSpec feature : task.features()) {
                features.put(
                        feature.name(), value(values.getField(feature.name().replace('.', '_'))));
            }
        }
        return new Request(asOf(row), mask, features);
    }

    /** The plain arrays that the oracle gives. */
    private static Object value(@Nullable Object array) {
        if (array instanceof Float[] numbers) {
            float[] plain = new float[numbers.length];
            for (int i = 0; i < plain.length; i++) {
                plain[i] = numbers[i];
            }
            return plain;
        }
        if (array instanceof Integer[] codes) {
            int[] plain = new int[codes.length];
            for (int i = 0; i < plain.length; i++) {
                plain[i] = codes[i];
            }
            return plain;
        }
        return array == null ? "null" : array;
    }
}
