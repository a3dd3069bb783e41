package io.leeway.oracle;

import static io.leeway.oracle.Hand.DAY;
import static io.leeway.oracle.Hand.HOUR;
import static io.leeway.oracle.Hand.MINUTE;
import static io.leeway.oracle.Hand.WEEK_START;
import static io.leeway.oracle.Hand.asOf;
import static io.leeway.oracle.Hand.consent;
import static io.leeway.oracle.Hand.due;
import static io.leeway.oracle.Hand.erase;
import static io.leeway.oracle.Hand.event;
import static io.leeway.oracle.Hand.numbers;
import static io.leeway.oracle.Hand.objection;
import static io.leeway.oracle.Hand.play;
import static io.leeway.oracle.Hand.view;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.leeway.shopper.events.EventType;
import io.leeway.shopper.events.ShopperEvent;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Sections 2 and 3 of the rule book on cases worked out by hand. Bits: 1 session end, 2 window, 4 silence. */
class OracleDueTest {

    private static final long T = WEEK_START;
    private static final double LN2 = 0.6931472;

    @Test
    void oneActivityMakesASessionEndAWindowAndFourSilences() {
        Answer answer = play(T + 57 * DAY, view("a", null, T + 10 * MINUTE));
        assertThat(due(answer, T + 10 * MINUTE))
                .containsExactly(
                        30 * MINUTE + ":1",
                        50 * MINUTE + ":2",
                        7 * DAY + ":4",
                        14 * DAY + ":4",
                        28 * DAY + ":4",
                        56 * DAY + ":4");
        assertThat(answer.applied()).isEqualTo(1);
    }

    @Test
    void activityAtExactlyTheSessionEndContinuesIt() {
        assertThat(due(play(T + DAY, view("a", null, T + 10 * MINUTE), view("b", null, T + 40 * MINUTE)), T))
                .containsExactly(60 * MINUTE + ":2", 70 * MINUTE + ":1");
        assertThat(due(play(T + DAY, view("a", null, T + 10 * MINUTE), view("b", null, T + 40 * MINUTE + 1)), T))
                .containsExactly(40 * MINUTE + ":1", 60 * MINUTE + ":2", 70 * MINUTE + 1 + ":1");
    }

    @Test
    void activityAtAWindowsEndBelongsToIt() {
        assertThat(due(play(T + DAY, view("a", null, T)), T)).containsExactly("0:2", 30 * MINUTE + ":1");
        assertThat(due(play(T + DAY, view("a", null, T + 1)), T)).containsExactly(30 * MINUTE + 1 + ":1", HOUR + ":2");
    }

    @Test
    void whatFallsOnOneInstantIsOneRequest() {
        assertThat(due(play(T + DAY, view("a", null, T + 30 * MINUTE)), T)).containsExactly(HOUR + ":3");
    }

    @Test
    void activityAtExactlyASilenceEndsIt() {
        Answer answer = play(T + 63 * DAY, view("a", null, T), view("b", null, T + 7 * DAY));
        assertThat(due(answer, T))
                .containsExactly(
                        "0:2",
                        30 * MINUTE + ":1",
                        7 * DAY + ":2",
                        7 * DAY + 30 * MINUTE + ":1",
                        14 * DAY + ":4",
                        21 * DAY + ":4",
                        35 * DAY + ":4",
                        63 * DAY + ":4");
    }

    @Test
    void theEndOfTheRunIsIncluded() {
        ShopperEvent view = view("a", null, T + 10 * MINUTE);
        assertThat(due(play(T + 40 * MINUTE, view), T)).containsExactly(40 * MINUTE + ":1");
        assertThat(due(play(T + 40 * MINUTE - 1, view), T)).isEmpty();
        assertThat(play(T + 10 * MINUTE - 1, view).applied()).isZero();
    }

    @Test
    void impressionsAskNothingButAreSeenAtTheirInstant() {
        ShopperEvent shown = event("i", EventType.AD_IMPRESSION, null, T + 40 * MINUTE);
        assertThat(play(T + 100 * DAY, shown).requests()).isEmpty();

        Answer answer = play(T + DAY, shown, view("a", null, T + 10 * MINUTE));
        assertThat(due(answer, T)).containsExactly(40 * MINUTE + ":1", HOUR + ":2");
        assertThat(numbers(asOf(answer, T + 40 * MINUTE), "frequency")[7]).isCloseTo((float) LN2, within(1e-6f));
    }

    @Test
    void duplicatesReachBackSixHoursAndAreNotRenewed() {
        assertThat(play(T + DAY, view("a", null, T), view("a", null, T + 6 * HOUR))
                        .duplicates())
                .isEqualTo(1);
        assertThat(play(T + DAY, view("a", null, T), view("a", null, T + 6 * HOUR + 1))
                        .duplicates())
                .isZero();
        Answer thrice = play(T + DAY, view("a", null, T), view("a", null, T + 5 * HOUR), view("a", null, T + 7 * HOUR));
        assertThat(thrice.applied()).isEqualTo(2);
        assertThat(thrice.duplicates()).isEqualTo(1);
        assertThat(due(play(T + DAY, view("a", null, T), view("a", null, T + 30 * MINUTE)), T))
                .as("a duplicate continues no session")
                .containsExactly("0:2", 30 * MINUTE + ":1");
    }

    @Test
    void duplicatesReachBackSixtyFourAppliedEvents() {
        assertThat(afterOthers(63).duplicates()).isEqualTo(1);
        assertThat(afterOthers(64).duplicates()).isZero();
        assertThat(afterOthers(64).applied()).isEqualTo(66);
    }

    private static Answer afterOthers(int others) {
        List<ShopperEvent> events = new ArrayList<>();
        events.add(view("again", null, T));
        for (int i = 1; i <= others; i++) {
            events.add(view("other-" + i, null, T + i));
        }
        events.add(view("again", null, T + HOUR));
        return new Oracle().play(events, T + DAY);
    }

    @Test
    void anObjectionHoldsThroughYearsAndAnErasureUntilAConsent() {
        long back = T + 900 * DAY;
        Answer answer = play(
                back + HOUR,
                view("a", null, T),
                view("b", null, T + 10 * MINUTE),
                consent("before", T + 10 * MINUTE),
                objection("o", T + 10 * MINUTE),
                view("c", null, T + 20 * MINUTE),
                erase("e", T + DAY),
                view("d", null, T + 500 * DAY),
                view("at", null, back),
                consent("o", back),
                view("at", null, back + 1));
        // Of the first profile only the window that ends with its first event.
        assertThat(due(answer, back)).containsExactly(-900 * DAY + ":2", 30 * MINUTE + 1 + ":1", HOUR + ":2");
        assertThat(answer.applied()).isEqualTo(3);
        assertThat(answer.erased()).isEqualTo(1);
        assertThat(answer.objected()).isEqualTo(6);
        assertThat(answer.duplicates()).isZero();
        assertThat(numbers(asOf(answer, back + HOUR), "frequency")[0]).isCloseTo((float) LN2, within(1e-6f));
    }

    @Test
    void anErasureDropsItsInstantAndWhatWasDueAtIt() {
        Answer answer = play(
                T + 30 * DAY,
                erase("a", T + HOUR),
                view("b", null, T + HOUR),
                view("a", null, T + 10 * MINUTE),
                erase("e", T + HOUR),
                view("a", null, T + HOUR + 1));
        // Of the first profile only the end of its session; the id is new to the second.
        assertThat(due(answer, T))
                .containsExactly(
                        40 * MINUTE + ":1",
                        90 * MINUTE + 1 + ":1",
                        2 * HOUR + ":2",
                        7 * DAY + HOUR + 1 + ":4",
                        14 * DAY + HOUR + 1 + ":4",
                        28 * DAY + HOUR + 1 + ":4");
        assertThat(answer.applied()).isEqualTo(3);
        assertThat(answer.erased()).isEqualTo(2);
        assertThat(answer.duplicates()).isZero();
        assertThat(numbers(asOf(answer, T + 2 * HOUR), "frequency")[0]).isCloseTo((float) LN2, within(1e-6f));
    }

    @Test
    void aShopperIsForgottenAfterFourHundredDaysWithoutAnyEvent() {
        ShopperEvent first = view("a", null, T);
        ShopperEvent shown = event("i", EventType.AD_IMPRESSION, null, T + 10 * DAY);
        long end = T + 410 * DAY;
        Answer kept = play(end + DAY, first, shown, view("b", null, end));
        // Two views, the first 410 days ago: ln 3 and ln 411.
        assertThat(numbers(asOf(kept, end), "frequency")[0]).isCloseTo(1.0986123f, within(1e-6f));
        assertThat(numbers(asOf(kept, end), "recency")[3]).isCloseTo(6.0185933f, within(1e-5f));

        Answer forgotten = play(end + DAY, first, shown, view("b", null, end + 1));
        Request anew = asOf(forgotten, end + 1 + 30 * MINUTE);
        // One view, the first half an hour ago: ln 2 and ln(1 + 1/48).
        assertThat(numbers(anew, "frequency")[0]).isCloseTo((float) LN2, within(1e-6f));
        assertThat(numbers(anew, "recency")[3]).isCloseTo(0.0206193f, within(1e-6f));
        assertThat(forgotten.applied()).isEqualTo(3);
    }
}
