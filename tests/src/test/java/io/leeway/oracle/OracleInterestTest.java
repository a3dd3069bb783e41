package io.leeway.oracle;

import static io.leeway.oracle.Hand.DAY;
import static io.leeway.oracle.Hand.HOUR;
import static io.leeway.oracle.Hand.WEEK_START;
import static io.leeway.oracle.Hand.asOf;
import static io.leeway.oracle.Hand.event;
import static io.leeway.oracle.Hand.names;
import static io.leeway.oracle.Hand.numbers;
import static io.leeway.oracle.Hand.play;
import static io.leeway.oracle.Hand.review;
import static io.leeway.oracle.Hand.view;
import static org.assertj.core.api.Assertions.assertThat;

import io.leeway.oracle.Request.KnifeEdge;
import io.leeway.shopper.events.EventType;
import io.leeway.shopper.events.ShopperEvent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** The interest of section 4 on cases worked out by hand; every as-of time is the end of a window. */
class OracleInterestTest {

    private static final long T = WEEK_START;
    private static final Offset<Float> NEAR = Offset.offset(1e-6f);

    private static void assertInterest(Request request, String feature, String[] names, float... weights) {
        assertThat(names(request, feature + ".names")).isEqualTo(Arrays.copyOf(names, 16));
        assertThat(numbers(request, feature + ".weights")).containsExactly(Arrays.copyOf(weights, 16), NEAR);
    }

    @Test
    void weightsDecayByTheirHalfLives() {
        long now = T + 30 * DAY;
        Request request =
                asOf(play(now, event("1", EventType.PURCHASE, "a", T), event("2", EventType.CART, "b", now)), now);
        // 5/2 beside 3; 5/1024 beside 3.
        assertInterest(request, "interest_long", new String[] {"b", "a"}, 0.5454545f, 0.4545455f);
        assertInterest(request, "interest_short", new String[] {"b", "a"}, 0.9983750f, 0.0016250f);
        assertThat(request.knifeEdges()).isEmpty();
    }

    @Test
    void aReturnWeighsAgainstWhatIsLeft() {
        long now = T + 30 * DAY;
        Request request = asOf(
                play(
                        now,
                        event("1", EventType.PURCHASE, "a", T),
                        event("2", EventType.RETURN, "a", now),
                        view("3", "b", now)),
                now);
        // 5/2 − 2 beside 1; 5/1024 − 2 is gone.
        assertInterest(request, "interest_long", new String[] {"b", "a"}, 0.6666667f, 0.3333333f);
        assertInterest(request, "interest_short", new String[] {"b"}, 1);
    }

    @Test
    void whatFallsToNothingBeginsAgainAtNothing() {
        Request request = asOf(
                play(
                        T,
                        view("1", "a", T),
                        event("2", EventType.RETURN, "a", T),
                        view("3", "a", T),
                        event("4", EventType.CART, "b", T),
                        event("5", EventType.SOCIAL, "c", T),
                        event("6", EventType.RETURN, "c", T)),
                T);
        // a: 1 − 2 goes, then 1; b: 3; c: 2 − 2 goes.
        assertInterest(request, "interest_long", new String[] {"b", "a"}, 0.75f, 0.25f);
    }

    @Test
    void reviewsWeighByTheirRating() {
        Request request = asOf(
                play(
                        T,
                        review("1", "a", 5, T),
                        review("2", "b", 3.5, T),
                        review("3", "c", 3, T),
                        review("4", "d", 1, T),
                        review("5", "e", 0, T),
                        event("6", EventType.AD_IMPRESSION, "f", T)),
                T);
        // 2 and 1/2; nothing, below nothing, no rating, no activity.
        assertInterest(request, "interest_short", new String[] {"a", "b"}, 0.8f, 0.2f);
    }

    @Test
    void ofEqualsTheGreatestNameGoes() {
        List<ShopperEvent> events = new ArrayList<>();
        String[] left = new String[16];
        float[] equal = new float[16];
        for (int i = 16; i >= 0; i--) {
            // The greatest name comes first and the least last.
            events.add(view("id" + (50 - i), name(i), T));
            if (i < 16) {
                left[i] = name(i);
                equal[i] = 0.0625f;
            }
        }
        Request request = asOf(new Oracle().play(events, T), T);
        assertInterest(request, "interest_long", left, equal);
        assertThat(request.knifeEdges()).isEmpty();

        events.add(view("z", name(16), T + HOUR));
        Request later = asOf(new Oracle().play(events, T + HOUR), T + HOUR);
        assertThat(names(later, "interest_long.names")).startsWith("k16", "k00").endsWith("k14");
    }

    @Test
    void aNewcomerThatIsSmallestGoesEachTimeItComes() {
        List<ShopperEvent> events = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            events.add(event("cart" + i, EventType.CART, name(i), T));
        }
        for (int i = 0; i < 4; i++) {
            events.add(view("view" + i, "a", T + HOUR));
        }
        Request request = asOf(new Oracle().play(events, T + HOUR), T + HOUR);
        assertThat(names(request, "interest_long.names")).startsWith("k00").endsWith("k15");
    }

    @Test
    void equalityByDifferentSumsIsAKnifeEdge() {
        long now = T + 30 * DAY;
        ShopperEvent[] events = {
            event("1", EventType.SOCIAL, "a", T), view("2", "a", now), event("3", EventType.SOCIAL, "b", now)
        };
        // 2/2 + 1 = 2 in the long run only.
        assertThat(asOf(play(now, events), now).knifeEdges())
                .containsOnlyKeys("interest_long.names", "interest_long.weights")
                .containsValue(KnifeEdge.ORDER);

        Request gone = asOf(
                play(
                        now,
                        event("1", EventType.PURCHASE, "a", T - 30 * DAY),
                        event("2", EventType.CART, "a", T - 30 * DAY),
                        event("3", EventType.RETURN, "a", now)),
                now);
        // (5 + 3)/4 − 2 = 0.
        assertThat(gone.knifeEdges()).containsEntry("interest_long.names", KnifeEdge.MEMBERS);
    }

    private static String name(int i) {
        return (i < 10 ? "k0" : "k") + i;
    }
}
