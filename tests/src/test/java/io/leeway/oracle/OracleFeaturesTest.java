package io.leeway.oracle;

import static io.leeway.oracle.Hand.DAY;
import static io.leeway.oracle.Hand.HOUR;
import static io.leeway.oracle.Hand.MINUTE;
import static io.leeway.oracle.Hand.WEEK_START;
import static io.leeway.oracle.Hand.asOf;
import static io.leeway.oracle.Hand.event;
import static io.leeway.oracle.Hand.names;
import static io.leeway.oracle.Hand.numbers;
import static io.leeway.oracle.Hand.play;
import static io.leeway.oracle.Hand.priced;
import static io.leeway.oracle.Hand.review;
import static io.leeway.oracle.Hand.social;
import static io.leeway.oracle.Hand.view;
import static org.assertj.core.api.Assertions.assertThat;

import io.leeway.shopper.events.EventType;
import io.leeway.shopper.events.ShopperEvent;
import io.leeway.shopper.events.SocialAction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Section 4 of the rule book, interest aside, on cases worked out by hand. */
class OracleFeaturesTest {

    private static final long T = WEEK_START;
    private static final Offset<Float> NEAR = Offset.offset(1e-6f);
    private static final float LN2 = 0.6931472f;
    private static final float LN3 = 1.0986123f;
    private static final float LN4 = 1.3862944f;
    private static final float LN6 = 1.7917595f;
    private static final float LN11 = 2.3978953f;
    private static final float LN21 = 3.0445223f;
    private static final float LN401 = 5.9939613f;

    /** Two weeks: 20 spent and rated 4 in the first; a view, 5 returned and a purchase without a price in the second. */
    private static Request twoWeeks() {
        long asOf = T + 9 * DAY + 30 * MINUTE;
        return asOf(
                play(
                        asOf,
                        priced("p1", EventType.PURCHASE, 10, 2, T + DAY),
                        review("r1", null, 4, T + DAY + HOUR),
                        review("r2", null, 0, T + DAY + 2 * HOUR),
                        event("c", EventType.CART, null, T + 2 * DAY),
                        view("v", null, T + 7 * DAY),
                        priced("b", EventType.RETURN, 5, 1, T + 8 * DAY),
                        priced("p2", EventType.PURCHASE, 0, 1, T + 9 * DAY)),
                asOf);
    }

    @Test
    void weeks() {
        float[] weeks = numbers(twoWeeks(), "weeks");
        assertThat(weeks).hasSize(26 * 9);
        assertThat(Arrays.copyOfRange(weeks, 0, 24 * 9)).containsOnly(0);
        assertThat(Arrays.copyOfRange(weeks, 24 * 9, 25 * 9))
                .containsExactly(new float[] {0, LN2, LN2, LN21, 0, 0.8f, 0, 0, LN3}, NEAR);
        assertThat(Arrays.copyOfRange(weeks, 25 * 9, 26 * 9))
                .containsExactly(new float[] {LN2, 0, LN2, 0, LN2, 0, 0, 0, LN4}, NEAR);
    }

    @Test
    void recencyFrequencyAndMoney() {
        Request request = twoWeeks();
        // Days since: 1/48, 1/48, 7 1/48, 8 1/48, 1 1/48, 7 15/16.
        assertThat(numbers(request, "recency"))
                .containsExactly(
                        new float[] {0.0206193f, 0.0206193f, 2.0820422f, 2.1995368f, 0.7035100f, 2.1902559f}, NEAR);
        assertThat(numbers(request, "frequency"))
                .containsExactly(new float[] {LN2, LN2, 0, LN3, LN2, LN3, 0, 0, 0, LN3}, NEAR);
        // 20 in two purchases, 5 given back.
        assertThat(numbers(request, "monetary")).containsExactly(new float[] {LN21, LN11, LN6, 0.25f, 0.8f}, NEAR);
    }

    @Test
    void rhythm() {
        // Purchase days 1 and 9, the last 1/48 day ago; 1 view, 1 cart and 2 purchases of late, none before; 2 1/48
        // days into the week.
        assertThat(numbers(twoWeeks(), "rhythm")).containsExactly(new float[] {8, 0.0026042f, 4, 0.2886905f}, NEAR);
    }

    @Test
    void rhythmComparesFourCalendarWeeksWithTheFourBefore() {
        Answer answer = play(
                T + 28 * DAY,
                view("a", null, T),
                view("b", null, T),
                view("c", null, T + 7 * DAY - 1),
                view("d", null, T + 28 * DAY),
                event("e", EventType.FAVOURITE, null, T + 28 * DAY),
                event("f", EventType.AD_CLICK, null, T + 28 * DAY));
        // Two of late, three before: 2 / (3 + 1). The week has just begun.
        assertThat(numbers(asOf(answer, T + 28 * DAY), "rhythm")).containsExactly(new float[] {0, 0, 0.5f, 0}, NEAR);
    }

    @Test
    void theTwentySeventhWeekIsGoneButItsCountsStay() {
        long now = T + 26 * 7 * DAY;
        Request request = asOf(play(now, view("a", null, T), view("b", null, now)), now);
        float[] weeks = numbers(request, "weeks");
        assertThat(Arrays.copyOfRange(weeks, 0, 25 * 9)).containsOnly(0);
        assertThat(weeks[25 * 9]).isCloseTo(LN2, NEAR);
        assertThat(numbers(request, "frequency")[0]).isCloseTo(LN3, NEAR);
    }

    @Test
    void ratingsSocialActionsAndAds() {
        List<ShopperEvent> events = new ArrayList<>(List.of(
                review("r1", null, 5, T),
                review("r2", null, 2, T),
                review("r3", null, 0, T),
                social("s1", SocialAction.FOLLOW, T),
                social("s2", SocialAction.LIKE, T),
                social("s3", SocialAction.LIKE, T),
                social("s4", SocialAction.COMMENT, T),
                event("k1", EventType.AD_CLICK, null, T),
                event("k2", EventType.AD_CLICK, null, T)));
        for (int i = 0; i < 10; i++) {
            events.add(event("i" + i, EventType.AD_IMPRESSION, null, T));
        }
        Request request = asOf(new Oracle().play(events, T), T);
        assertThat(numbers(request, "social")).containsExactly(new float[] {LN2, LN3, 0, LN2}, NEAR);
        assertThat(numbers(request, "ads")).containsExactly(new float[] {LN11, LN3, 0.1f}, NEAR);
        // No money at all; (5 + 2) / 2 / 5.
        assertThat(numbers(request, "monetary")).containsExactly(new float[] {0, 0, 0, 0, 0.7f}, NEAR);
        assertThat(numbers(request, "recency")).containsExactly(new float[] {0, LN401, LN401, 0, LN401, 0}, NEAR);
        assertThat(numbers(request, "weeks")[25 * 9 + 8]).isCloseTo(LN2, NEAR);
    }

    @Test
    void actionsAreRightAlignedInOrderOfIdWithinAnInstant() {
        Request request = asOf(
                play(
                        T + HOUR,
                        event("2", EventType.PURCHASE, "b", T + 30 * MINUTE),
                        event("1", EventType.REVIEW, "c", T + 30 * MINUTE),
                        view("0", null, T + 30 * MINUTE),
                        event("3", EventType.AD_IMPRESSION, "d", T + 30 * MINUTE),
                        view("9", "a", T)),
                T + HOUR);
        String[] categories = names(request, "action_category");
        assertThat(categories).hasSize(32).endsWith("a", "c", "b");
        assertThat(Arrays.copyOf(categories, 29)).containsOnlyNulls();
        int[] types = (int[]) request.features().get("action_type");
        assertThat(Arrays.copyOf(types, 29)).containsOnly(0);
        assertThat(Arrays.copyOfRange(types, 29, 32)).containsExactly(1, 6, 4);
        // An hour, and twice half an hour.
        float[] gaps = numbers(request, "action_gap");
        assertThat(Arrays.copyOf(gaps, 29)).containsOnly(0);
        assertThat(Arrays.copyOfRange(gaps, 29, 32)).containsExactly(new float[] {LN2, 0.4054651f, 0.4054651f}, NEAR);
    }

    @Test
    void theThirtyThirdActionPushesOutTheOldest() {
        List<ShopperEvent> events = new ArrayList<>();
        for (int i = 0; i < 33; i++) {
            events.add(view("v" + i, "c" + i, T + i * MINUTE));
        }
        Request request = asOf(new Oracle().play(events, T + HOUR), T + HOUR);
        assertThat(names(request, "action_category")).startsWith("c1", "c2").endsWith("c31", "c32");
    }
}
