package io.leeway.shopper.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.leeway.shopper.RandomEvents;
import io.leeway.shopper.events.EventRules.Accepted;
import io.leeway.shopper.events.EventRules.Outcome;
import io.leeway.shopper.events.EventRules.Rejected;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class EventRulesTest {

    private static final long NOW = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();

    @ParameterizedTest
    @CsvSource({
        // type, price, quantity, type after, price after, quantity after, rules
        "PURCHASE, 2.5, 3, PURCHASE, 2.5, 3, ''",
        "PURCHASE, 2.5, -3, RETURN, 2.5, 3, sign",
        "PURCHASE, -2.5, 3, RETURN, 2.5, 3, sign",
        "PURCHASE, -2.5, -3, RETURN, 2.5, 3, sign",
        "RETURN, -2.5, -3, RETURN, 2.5, 3, sign",
        "RETURN, 2.5, 3, RETURN, 2.5, 3, ''",
        "PURCHASE, 2.5, 0, PURCHASE, 2.5, 1, clipped-quantity",
        "PURCHASE, 2.5, 10000, PURCHASE, 2.5, 10000, ''",
        "PURCHASE, 2.5, 10001, PURCHASE, 2.5, 10000, clipped-quantity",
        "PURCHASE, 2.5, -2147483648, RETURN, 2.5, 10000, sign clipped-quantity",
        "PURCHASE, 1000000, 1, PURCHASE, 1000000, 1, ''",
        "PURCHASE, 1000000.01, 1, PURCHASE, 1000000, 1, clipped-price",
        "PURCHASE, -5000000, 0, RETURN, 1000000, 1, sign clipped-quantity clipped-price",
        "VIEW, 1e9, 1, VIEW, 1000000, 1, clipped-price",
        "CART, 2, -4, CART, 2, 1, clipped-quantity",
    })
    void normalisesPricesAndQuantities(
            EventType type,
            double price,
            int quantity,
            EventType after,
            double priceAfter,
            int quantityAfter,
            String rules) {
        Accepted accepted = accepted(event(type, price, quantity, 0, null));
        assertThat(accepted.event()).isEqualTo(event(after, priceAfter, quantityAfter, 0, null));
        assertThat(String.join(" ", accepted.changedBy())).isEqualTo(rules);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, ''",
        "1, 1, ''",
        "5, 5, ''",
        "3.5, 3.5, ''",
        "0.9, 1, clipped-rating",
        "-2, 1, clipped-rating",
        "5.1, 5, clipped-rating",
        "4.9E-324, 1, clipped-rating",
        "Infinity, 5, clipped-rating",
        "NaN, 1, clipped-rating"
    })
    void clipsRatings(double rating, double after, String rules) {
        Accepted accepted = accepted(event(EventType.REVIEW, 0, 1, rating, null));
        assertThat(accepted.event().rating()).isEqualTo(after);
        assertThat(String.join(" ", accepted.changedBy())).isEqualTo(rules);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "baby/toddler/shoes | baby/toddler/shoes | ''",
                "Baby/Toddler | baby/toddler | category",
                "' baby /  toddler   shoes ' | baby/toddler shoes | category",
                "//baby///shoes/ | baby/shoes | category",
                "a/b/c/d/e | a/b/c | category",
                "a/ / b/\u00a0/c | a/b/c | category",
                "'' | NULL | ''",
                "' / / ' | NULL | ''",
                "NA | NULL | ''",
                "N/A | NULL | ''",
                "' unknown ' | NULL | ''",
                "null | NULL | ''",
                "na/shoes | na/shoes | ''",
                "ÄÖ/İ | äö/i̇ | category",
            })
    void normalisesCategories(String path, String after, String rules) {
        Accepted accepted = accepted(event(EventType.VIEW, 0, 1, 0, path));
        assertThat(accepted.event().category()).isEqualTo("NULL".equals(after) ? null : after);
        assertThat(String.join(" ", accepted.changedBy())).isEqualTo(rules);
    }

    @Test
    void cutsLongCategoriesAtWholeCharacters() {
        assertThat(categoryOf("a".repeat(97))).isEqualTo("a".repeat(96));
        assertThat(categoryOf("a".repeat(95) + "/b")).isEqualTo("a".repeat(95));
        assertThat(categoryOf("a".repeat(94) + " bc")).isEqualTo("a".repeat(94) + " b");
        assertThat(categoryOf("a".repeat(95) + " b")).isEqualTo("a".repeat(95));
        assertThat(categoryOf("a".repeat(95) + "👟")).isEqualTo("a".repeat(95));
        assertThat(categoryOf("a".repeat(94) + "👟")).isEqualTo("a".repeat(94) + "👟");
    }

    @ParameterizedTest
    @EnumSource(EventType.class)
    void onlyPurchasesAndReturnsMayBeNegative(EventType type) {
        Outcome outcome = EventRules.apply(event(type, -1, 1, 0, null), OptionalLong.empty());
        if (type == EventType.PURCHASE || type == EventType.RETURN) {
            assertThat(outcome).isInstanceOf(Accepted.class);
        } else {
            assertRejected(outcome, "implausible-price", "at least 0, found -1.0");
        }
        for (double price : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
            assertRejected(
                    EventRules.apply(event(type, price, 1, 0, null), OptionalLong.empty()),
                    "implausible-price",
                    "found " + price);
        }
    }

    @Test
    void timesHaveLimits() {
        ShopperEvent event = event(EventType.VIEW, 0, 1, 0, null);
        long newMillennium = Instant.parse("2000-01-01T00:00:00Z").toEpochMilli();
        assertThat(accepted(event.at(newMillennium)).event()).isEqualTo(event.at(newMillennium));
        assertRejected(
                EventRules.apply(event.at(newMillennium - 1), OptionalLong.empty()),
                "implausible-time",
                "1999-12-31T23:59:59.999Z");
        assertThat(EventRules.apply(event, OptionalLong.of(NOW - 300_000))).isInstanceOf(Accepted.class);
        assertRejected(
                EventRules.apply(event, OptionalLong.of(NOW - 300_001)),
                "implausible-time",
                "5 minutes after the record's 2025-12-31T23:54:59.999Z, found 2026-01-01T00:00:00Z");
        assertRejected(
                EventRules.apply(event.at(Long.MAX_VALUE), OptionalLong.of(NOW)), "implausible-time", "5 minutes");
        long nextCentury = Instant.parse("2200-01-01T00:00:00Z").toEpochMilli();
        assertThat(accepted(event.at(nextCentury - 1)).event()).isEqualTo(event.at(nextCentury - 1));
        assertRejected(
                EventRules.apply(event.at(nextCentury), OptionalLong.empty()), "implausible-time", "before 2200");
        // Microseconds of 2026, read as milliseconds.
        assertRejected(EventRules.apply(event.at(1000 * NOW), OptionalLong.empty()), "implausible-time", "found +5797");
        assertRejected(
                EventRules.apply(event.at(Long.MAX_VALUE), OptionalLong.empty()), "implausible-time", "before 2200");
        assertRejected(
                EventRules.apply(event.at(Long.MIN_VALUE), OptionalLong.of(NOW)), "implausible-time", "2000-01-01");
    }

    @Test
    void idsHaveLimits() {
        assertThat(EventRules.apply(ids(256, 256), OptionalLong.empty())).isInstanceOf(Accepted.class);
        assertRejected(EventRules.apply(ids(257, 1), OptionalLong.empty()), "implausible-id", "event id");
        assertRejected(EventRules.apply(ids(1, 257), OptionalLong.empty()), "implausible-id", "a user of at most 256");
    }

    /** A field is never cut without a word: the shop's record is refused. */
    @Test
    void textsHaveLimits() {
        assertThat(EventRules.apply(texts("i".repeat(256), "c".repeat(1024), "x".repeat(16)), OptionalLong.empty()))
                .isInstanceOf(Accepted.class);
        assertRejected(
                EventRules.apply(texts("i".repeat(900_000), null, null), OptionalLong.empty()),
                "implausible-id",
                "an item of at most 256 characters, found 900000");
        assertRejected(
                EventRules.apply(texts(null, "c".repeat(1025), null), OptionalLong.empty()),
                "implausible-text",
                "a category of at most 1024 characters, found 1025");
        assertRejected(
                EventRules.apply(texts(null, null, "x".repeat(17)), OptionalLong.empty()),
                "implausible-text",
                "a currency of at most 16 characters, found 17");
    }

    private static ShopperEvent texts(@Nullable String item, @Nullable String category, @Nullable String currency) {
        return new ShopperEvent("e", EventType.VIEW, "u", item, category, 0, currency, 1, 0, null, null, NOW);
    }

    @Test
    void normalisingTwiceChangesNothingMore() {
        RandomEvents events = new RandomEvents(7);
        int accepted = 0;
        for (int i = 0; i < 50_000; i++) {
            if (EventRules.apply(events.next(), OptionalLong.empty()) instanceof Accepted once) {
                accepted++;
                assertThat(accepted(once.event())).isEqualTo(new Accepted(once.event(), List.of()));
                assertThat(Double.doubleToRawLongBits(once.event().price())).isNotNegative();
            }
        }
        assertThat(accepted).isGreaterThan(20_000);
    }

    private static @Nullable String categoryOf(String path) {
        return accepted(event(EventType.VIEW, 0, 1, 0, path)).event().category();
    }

    private static Accepted accepted(ShopperEvent event) {
        Outcome outcome = EventRules.apply(event, OptionalLong.empty());
        assertThat(outcome).isInstanceOf(Accepted.class);
        return (Accepted) outcome;
    }

    private static void assertRejected(Outcome outcome, String rule, String detail) {
        assertThat(outcome).isInstanceOfSatisfying(Rejected.class, rejected -> {
            assertThat(rejected.rule()).isEqualTo(rule);
            assertThat(rejected.detail()).contains(detail);
        });
    }

    private static ShopperEvent event(
            EventType type, double price, int quantity, double rating, @Nullable String category) {
        return new ShopperEvent("e", type, "u", null, category, price, null, quantity, rating, null, null, NOW);
    }

    private static ShopperEvent ids(int eventIdLength, int userLength) {
        return new ShopperEvent(
                "e".repeat(eventIdLength),
                EventType.VIEW,
                "u".repeat(userLength),
                null,
                null,
                0,
                null,
                1,
                0,
                null,
                null,
                NOW);
    }
}
