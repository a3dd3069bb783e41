package io.leeway.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leeway.records.SourceRecord;
import io.leeway.records.TrainingExample;
import io.leeway.shopper.FeatureSpec;
import io.leeway.shopper.PendingEvent;
import io.leeway.shopper.ProfileSettings;
import io.leeway.shopper.Task;
import io.leeway.shopper.events.EventType;
import io.leeway.shopper.events.ShopperEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The three ways to choose as-of times, and what a label sees from each. */
class ExamplesTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final long DAY = 86_400_000;
    private static final AsOf AT_DAY_TEN = new AsOf.Cuts(List.of(day(10)));

    @Test
    void aCutIsOneExampleOfEveryShopperThatIsKnownThen() throws Exception {
        List<TrainingExample> examples = examples(
                new AsOf.Cuts(List.of(day(20), day(10), day(10))),
                event("e1", "early", EventType.PURCHASE, 3, "a"),
                event("e2", "late", EventType.PURCHASE, 15, "a"),
                event("e3", "later", EventType.PURCHASE, 25, "a"),
                event("e4", "forgotten", EventType.PURCHASE, -391, "a"));

        assertThat(examples)
                .filteredOn(example -> example.features().task().equals("churn"))
                .extracting(example -> example.features().userId() + " "
                        + (example.features().asOfMillis() - START.toEpochMilli()) / DAY)
                .containsExactlyInAnyOrder("early 10", "early 20", "late 20");
        assertThat(examples).as("of each task").hasSize(6).allMatch(example -> !example.features()
                .isErasure());
    }

    @Test
    void whatHappensAtTheCutIsKnownAndWhatHappensAfterItIsTheLabel() throws Exception {
        List<TrainingExample> examples = examples(
                AT_DAY_TEN,
                event("e1", "at", EventType.PURCHASE, 10, "a"),
                event("e2", "inside", EventType.PURCHASE, 9, "a"),
                event("e3", "inside", EventType.PURCHASE, 17, "b"),
                event("e4", "outside", EventType.PURCHASE, 9, "a"),
                new ShopperEvent(
                        "e5",
                        EventType.PURCHASE,
                        "outside",
                        null,
                        "b",
                        1,
                        null,
                        1,
                        0,
                        null,
                        null,
                        day(17).toEpochMilli() + 1),
                event("e6", "viewer", EventType.VIEW, 9, "a"),
                event("e7", "viewer", EventType.VIEW, 12, "b"));

        assertThat(returned(examples, "at"))
                .as("the cut's own event is no return")
                .isZero();
        assertThat(returned(examples, "inside")).as("at the horizon's end").isOne();
        assertThat(returned(examples, "outside")).as("just after it").isZero();
        assertThat(returned(examples, "viewer")).as("a view is no purchase").isZero();
        assertThat(purchaseDays(examples, "at")).isEqualTo((float) Math.log1p(1));
    }

    @Test
    void aLabelThatHistoryCutsShortIsUnknown() throws Exception {
        List<TrainingExample> examples = examples(
                new AsOf.Cuts(List.of(day(24))),
                event("e1", "u", EventType.PURCHASE, 3, "a"),
                event("e2", "u", EventType.PURCHASE, 25, "a"));
        assertThat(returned(examples, "u")).isEqualTo(-1);
    }

    @Test
    void beforeEachEventTheNextCategoriesBeginWithThatEvents() throws Exception {
        List<TrainingExample> examples = examples(
                new AsOf.EachEvent(4),
                event("e1", "u", EventType.VIEW, 1, "a"),
                event("e2", "u", EventType.VIEW, 2, null),
                event("e3", "u", EventType.VIEW, 3, "b"),
                // Both of one instant: one example, and neither sees the other.
                event("e4", "u", EventType.VIEW, 5, "c"),
                event("e5", "u", EventType.VIEW, 5, "d"),
                event("e5", "u", EventType.VIEW, 5, "d"),
                event("e6", "u", EventType.RETURN, 6, "a"),
                event("f1", "few", EventType.VIEW, 1, "a"),
                event("f2", "few", EventType.VIEW, 2, "b"),
                event("f2", "few", EventType.VIEW, 2, "b"),
                event("f3", "few", EventType.VIEW, 3, "b"));

        List<TrainingExample> interest = examples.stream()
                .filter(example -> example.features().task().equals("interest"))
                .toList();
        assertThat(interest)
                .extracting(example -> example.features().userId() + " "
                        + (day(5).toEpochMilli() - example.features().asOfMillis() - 1) / DAY + " days before "
                        + List.of(example.nextCategories()) + " after "
                        + List.of(example.features().dictionary()))
                .containsExactly("u 2 days before [b, c, d] after [a]", "u 0 days before [c, d] after [a, b]");
    }

    @Test
    void beforeARepetitionThereIsNothingToPredict() throws Exception {
        List<TrainingExample> examples = examples(
                new AsOf.EachEvent(1),
                event("e1", "u", EventType.VIEW, 1, "a"),
                new ShopperEvent(
                        "e1", EventType.VIEW, "u", null, "a", 0, null, 1, 0, null, null, day(1).toEpochMilli() + 1000));
        assertThat(examples).isEmpty();
    }

    @Test
    void anErasedShopperTeachesNothing() throws Exception {
        assertThat(examples(
                        AT_DAY_TEN,
                        event("e1", "u", EventType.PURCHASE, 3, "a"),
                        event("e2", "u", EventType.ERASE, 20, null)))
                .isEmpty();
        assertThat(examples(
                        new AsOf.Cuts(List.of(day(10), day(20))),
                        event("e1", "u", EventType.PURCHASE, 3, "a"),
                        event("e2", "u", EventType.ERASE, 12, null),
                        event("e3", "u", EventType.PURCHASE, 15, "a")))
                .extracting(example -> example.features().asOfMillis())
                .containsOnly(day(20).toEpochMilli());
    }

    @Test
    void aShopperWhoObjectsTeachesNothingUntilAConsent() throws Exception {
        assertThat(examples(
                        new AsOf.Cuts(List.of(day(10), day(14), day(20))),
                        event("e1", "u", EventType.PURCHASE, 3, "a"),
                        event("e2", "u", EventType.OBJECTION, 12, null),
                        event("e3", "u", EventType.PURCHASE, 13, "a"),
                        event("e4", "u", EventType.CONSENT, 15, null),
                        event("e5", "u", EventType.PURCHASE, 16, "b")))
                .isNotEmpty()
                .allSatisfy(example -> {
                    assertThat(example.features().asOfMillis()).isEqualTo(day(20).toEpochMilli());
                    assertThat(example.features().dictionary()).doesNotContain("a");
                });
    }

    @Test
    void aCutAfterHistoryIsRefused() {
        assertThatThrownBy(() -> options(new AsOf.Cuts(List.of(day(31)))))
                .hasMessageContaining("Expected cuts up to 2026-01-31T00:00:00Z");
    }

    private static int returned(List<TrainingExample> examples, String user) {
        return churn(examples, user).returned();
    }

    private static float purchaseDays(List<TrainingExample> examples, String user) {
        FeatureSpec frequency = Task.CHURN.features().stream()
                .filter(feature -> feature.name().equals("frequency"))
                .findFirst()
                .orElseThrow();
        return churn(examples, user).features().numbers()[Task.CHURN.offset(frequency) + 9];
    }

    private static TrainingExample churn(List<TrainingExample> examples, String user) {
        return examples.stream()
                .filter(example -> example.features().userId().equals(user))
                .filter(example -> example.features().task().equals("churn"))
                .findFirst()
                .orElseThrow();
    }

    private static ExampleOptions options(AsOf asOf) {
        return new ExampleOptions(
                ProfileSettings.DEFAULTS,
                List.of(Task.values()),
                asOf,
                day(30),
                Duration.ofDays(7),
                Duration.ofDays(7),
                true);
    }

    private static List<TrainingExample> examples(AsOf asOf, ShopperEvent... events) throws Exception {
        try (KeyedOneInputStreamOperatorTestHarness<String, SourceRecord, TrainingExample> harness =
                new KeyedOneInputStreamOperatorTestHarness<>(
                        new KeyedProcessOperator<>(new Examples(options(asOf))), SourceRecord::userId, Types.STRING)) {
            harness.open();
            for (ShopperEvent event : events) {
                long time = event.eventTimeMillis();
                harness.processElement(
                        new SourceRecord(
                                SourceRecord.Kind.EVENT,
                                event.userId(),
                                time,
                                time,
                                false,
                                new PendingEvent(event, 0).toBytes(),
                                "",
                                "",
                                ""),
                        time);
            }
            harness.processWatermark(Long.MAX_VALUE);
            return Arrays.asList(harness.extractOutputValues().toArray(TrainingExample[]::new));
        }
    }

    private static ShopperEvent event(String id, String user, EventType type, int day, @Nullable String category) {
        return new ShopperEvent(id, type, user, null, category, 1, null, 1, 0, null, null, day(day).toEpochMilli());
    }

    private static Instant day(int day) {
        return START.plus(Duration.ofDays(day));
    }
}
