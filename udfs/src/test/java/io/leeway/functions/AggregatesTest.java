package io.leeway.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.flink.table.data.ArrayData;
import org.apache.flink.table.data.RowData;
import org.junit.jupiter.api.Test;

/**
 * The aggregates against a plain sum over the rows that are left: shuffled, partly taken back, and
 * in groups that are joined.
 */
class AggregatesTest {
    private static final long DAY = 86_400_000L;
    private static final long WEEK = 7 * DAY;
    private static final Instant BEGIN = Instant.parse("2026-01-05T10:00:00Z");
    private static final List<String> TYPES =
            List.of("view", "cart", "favourite", "purchase", "return", "review", "social", "ad_click", "ad_impression");

    private record Row(String category, String type, double weight, Instant time) {}

    private static List<Row> rows(Random random, int size, int days) {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            rows.add(new Row(
                    "c" + random.nextInt(30),
                    TYPES.get(random.nextInt(TYPES.size())),
                    1 + random.nextInt(5),
                    BEGIN.plus(Duration.ofMinutes(random.nextInt(days * 1_440)))));
        }
        return rows;
    }

    @Test
    void interestIsTheDecayedSumOfTheRowsThatAreLeft() {
        Random random = new Random(3);
        InterestProfile aggregate = new InterestProfile();
        for (int round = 0; round < 200; round++) {
            List<Row> rows = rows(random, 1 + random.nextInt(60), 200);
            List<InterestWeights> groups = List.of(aggregate.createAccumulator(), aggregate.createAccumulator());
            List<Row> left = new ArrayList<>();
            for (Row row : rows) {
                InterestWeights group = groups.get(random.nextInt(2));
                aggregate.accumulate(group, row.category(), row.weight(), row.time(), 10.0);
                if (random.nextInt(3) == 0) {
                    aggregate.retract(group, row.category(), row.weight(), row.time(), 10.0);
                } else {
                    left.add(row);
                }
            }
            aggregate.merge(groups.get(0), List.of(groups.get(1)));
            assertShares(aggregate.getValue(groups.get(0)), left, 10 * DAY);
        }
    }

    private static void assertShares(ArrayData answered, List<Row> left, double halfLifeMillis) {
        Map<String, Double> sums = new HashMap<>();
        for (Row row : left) {
            double age = (row.time().toEpochMilli() - BEGIN.toEpochMilli()) / halfLifeMillis;
            sums.merge(row.category(), row.weight() * Math.pow(2, age), Double::sum);
        }
        List<Map.Entry<String, Double>> largest = sums.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .limit(16)
                .toList();
        if (left.isEmpty()) {
            assertThat(answered).isNull();
            return;
        }
        double total = largest.stream().mapToDouble(Map.Entry::getValue).sum();
        assertThat(answered.size()).isEqualTo(largest.size());
        for (int i = 0; i < largest.size(); i++) {
            RowData row = answered.getRow(i, 2);
            assertThat(row.getDouble(1)).isCloseTo(sums.get(row.getString(0).toString()) / total, within(1e-9));
            assertThat(row.getDouble(1)).isCloseTo(largest.get(i).getValue() / total, within(1e-9));
        }
    }

    @Test
    void ofManyCategoriesTheSmallestGo() {
        InterestProfile aggregate = new InterestProfile();
        InterestWeights weights = aggregate.createAccumulator();
        for (int i = 0; i < 1_000; i++) {
            aggregate.accumulate(weights, "c" + i, 1.0 + i, BEGIN, null);
        }
        assertThat(weights.weights)
                .hasSize(InterestWeights.CATEGORIES)
                .containsKey("c999")
                .doesNotContainKey("c0");
        assertThat(aggregate.getValue(weights).size()).isEqualTo(16);
        assertThat(aggregate.getValue(weights).getRow(0, 2).getString(0)).hasToString("c999");
    }

    @Test
    void whatIsNoNumberOrNothingIsPassedOver() {
        InterestProfile aggregate = new InterestProfile();
        InterestWeights weights = aggregate.createAccumulator();
        aggregate.accumulate(weights, null, 1.0, BEGIN, null);
        aggregate.accumulate(weights, "c", null, BEGIN, null);
        aggregate.accumulate(weights, "c", Double.NaN, BEGIN, null);
        aggregate.accumulate(weights, "c", 1.0, null, null);
        assertThat(aggregate.getValue(weights)).isNull();
    }

    @Test
    void weeksCountTheRowsThatAreLeft() {
        Random random = new Random(4);
        ActivityWeeks aggregate = new ActivityWeeks();
        for (int round = 0; round < 200; round++) {
            List<Row> rows = rows(random, 1 + random.nextInt(80), 250);
            List<WeekCounts> groups = List.of(aggregate.createAccumulator(), aggregate.createAccumulator());
            List<Row> left = new ArrayList<>();
            for (Row row : rows) {
                WeekCounts group = groups.get(random.nextInt(2));
                aggregate.accumulate(group, row.type(), row.time());
                if (random.nextInt(3) == 0) {
                    aggregate.retract(group, row.type(), row.time());
                } else if (!row.type().equals("ad_impression")) {
                    left.add(row);
                }
            }
            aggregate.merge(groups.get(0), List.of(groups.get(1)));
            assertWeeks(aggregate.getValue(groups.get(0)), left);
        }
    }

    private static void assertWeeks(ArrayData answered, List<Row> left) {
        if (left.isEmpty()) {
            assertThat(answered).isNull();
            return;
        }
        long latest = left.stream().mapToLong(row -> week(row.time())).max().orElseThrow();
        List<List<String>> columns = List.of(
                List.of("view"),
                List.of("cart", "favourite"),
                List.of("purchase"),
                List.of("return"),
                List.of("review"),
                List.of("social"),
                List.of("ad_click"));
        assertThat(answered.size()).isEqualTo(26);
        for (int i = 0; i < 26; i++) {
            RowData row = answered.getRow(i, 8);
            long week = latest - 25 + i;
            Map<Integer, Long> expected = new LinkedHashMap<>();
            Map<Integer, Long> found = new LinkedHashMap<>();
            for (int column = 0; column < columns.size(); column++) {
                List<String> types = columns.get(column);
                expected.put(
                        column,
                        left.stream()
                                .filter(each -> week(each.time()) == week && types.contains(each.type()))
                                .count());
                found.put(column, row.getLong(column + 1));
            }
            assertThat(row.getInt(0)).isEqualTo(i);
            assertThat(found).isEqualTo(expected);
        }
    }

    private static long week(Instant time) {
        return Math.floorDiv(time.toEpochMilli(), WEEK);
    }
}
