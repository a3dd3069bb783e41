package io.leeway.shopper.reasons;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.leeway.shopper.Reason;
import io.leeway.shopper.Task;
import io.leeway.shopper.ToldShopper;
import io.leeway.shopper.events.EventType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ChurnReasonsTest {

    private static final long DAY = 86_400_000L;
    private static final long AS_OF = 1_700_000_000_000L;

    /** Attributions that all lie on one place. */
    private static float[] on(String feature, int place, float value) {
        float[] attributions = new float[Task.CHURN.numbers()];
        attributions[ChurnFacts.offset(feature) + place] = value;
        return attributions;
    }

    private static List<String> words(float[] numbers, float[] attributions) {
        return ChurnReasons.of(numbers, attributions, 3).stream()
                .map(Reason::words)
                .toList();
    }

    private static ToldShopper shopper() {
        return new ToldShopper(AS_OF);
    }

    @Test
    void silenceIsSaidInWholeWeeks() {
        // Seven days exactly went through a logarithm in float32, and are seven days still.
        for (int weeks : new int[] {2, 4, 8}) {
            float[] numbers = shopper().daysAgo(7.0 * weeks, EventType.VIEW).numbers();
            assertThat(words(numbers, on("recency", 0, 1))).containsExactly("silent for " + weeks + " weeks");
        }
        float[] numbers = shopper().daysAgo(7, EventType.VIEW).numbers();
        assertThat(words(numbers, on("recency", 0, 1))).containsExactly("silent for 7 days");
    }

    /**
     * Both ways: the model pushes and the features don't say so; the features say so and the model
     * doesn't push.
     */
    @Test
    void aReasonNeedsTheModelAndTheFeatures() {
        float[] silent = shopper().daysAgo(40, EventType.VIEW).numbers();
        float[] active = shopper().daysAgo(2.5, EventType.VIEW).numbers();
        assertThat(words(silent, on("recency", 0, 0.3f))).containsExactly("silent for 5 weeks");
        assertThat(words(active, on("recency", 0, 0.3f))).isEmpty();
        assertThat(words(active, on("recency", 0, -0.3f))).containsExactly("active 2 days ago");
        assertThat(words(silent, on("recency", 0, -0.3f))).isEmpty();
        assertThat(words(silent, on("recency", 0, 0.01f))).as("hardly").isEmpty();
    }

    @Test
    void spendIsComparedAWeek() {
        ToldShopper shopper = shopper().daysAgo(100, EventType.VIEW);
        for (int week = 5; week < 13; week++) {
            shopper.bought(7 * week, 20);
        }
        float[] nothing = shopper.numbers();
        assertThat(words(nothing, on("weeks", 25 * 9 + 3, 1)))
                .singleElement()
                .asString()
                .matches("nothing spent for 3 weeks, (20|17|22)\\.\\d a week before");
        shopper.bought(1, 20).bought(8, 20);
        assertThat(ChurnReasons.of(shopper.numbers(), on("weeks", 25 * 9 + 3, 1), 3))
                .singleElement()
                .satisfies(reason -> {
                    assertThat(reason.code()).isEqualTo("spend-down");
                    assertThat(reason.words()).matches("spend (halved|down 4\\d %)");
                    assertThat(reason.feature()).isEqualTo("weeks.amount");
                    assertThat(reason.contribution()).isEqualTo(1);
                });
    }

    @Test
    void weeksBeforeTheShopperWasThereSayThatTheShopperIsNewAndOnce() {
        float[] numbers = shopper().daysAgo(20, EventType.VIEW).numbers();
        float[] attributions = on("weeks", 10 * 9 + 3, 1);
        attributions[ChurnFacts.offset("weeks") + 10 * 9 + 8] = 0.9f;
        attributions[ChurnFacts.offset("recency") + 3] = 0.8f;
        attributions[ChurnFacts.offset("recency")] = 0.7f;
        assertThat(words(numbers, attributions)).containsExactly("new: first seen 2 weeks ago", "silent for 2 weeks");
    }

    @Test
    void aRhythmIsKnownFromTheThirdPurchaseDay() {
        ToldShopper twice = shopper().bought(90, 10).bought(60, 10);
        assertThat(words(twice.numbers(), on("rhythm", 1, 1))).containsExactly("no purchase for 8 weeks");
        ToldShopper thrice = twice.bought(75, 10);
        assertThat(words(thrice.numbers(), on("rhythm", 1, 1)))
                .containsExactly("a purchase overdue: 4.0 × the usual 15 days");
        assertThat(words(thrice.bought(3.5, 10).numbers(), on("rhythm", 1, -1)))
                .containsExactly("buys every 29 days, last 3 days ago");
    }

    @Test
    void theWeightiestComeFirstAndOfEqualsTheFirstListed() {
        float[] numbers = shopper()
                .rated(70, 5)
                .bought(66, 40)
                .daysAgo(58, EventType.CART)
                .rated(50, 2)
                .daysAgo(45, EventType.AD_CLICK)
                .numbers();
        float[] attributions = on("recency", 0, 0.5f);
        attributions[ChurnFacts.offset("frequency") + 3] = 0.5f;
        attributions[ChurnFacts.offset("recency") + 2] = 0.7f;
        attributions[ChurnFacts.offset("weeks") + 19 * 9 + 5] = 0.6f;
        // Not the score's way.
        attributions[ChurnFacts.offset("ads")] = -1f;
        assertThat(words(numbers, attributions))
                .containsExactly(
                        "cart or favourite of 8 weeks ago, nothing bought since",
                        "ratings turned bad: 2.0 of 5 lately, 5.0 before",
                        "silent for 6 weeks");
        assertThat(ChurnReasons.of(numbers, attributions, 9))
                .extracting(Reason::code)
                .containsExactly("cart-left", "ratings-down", "silent", "few-purchases");
        // The score is below the baseline's: what speaks for staying.
        attributions[ChurnFacts.offset("ads")] = -3f;
        assertThat(words(numbers, attributions)).containsExactly("clicked ads once");
    }

    @Test
    void contributionsAreTheSumsOfTheirFeatures() {
        SplittableRandom random = new SplittableRandom(3);
        float[] attributions = new float[Task.CHURN.numbers()];
        double silence = 0;
        double visits = 0;
        for (int i = 0; i < attributions.length; i++) {
            attributions[i] = (float) random.nextDouble(0.01, 1);
            int week = i % 9;
            boolean weeks = i < ChurnFacts.offset("recency");
            if (weeks && (week == 0 || week == 8)
                    || i == ChurnFacts.offset("frequency")
                    || i == ChurnFacts.offset("rhythm") + 2) {
                visits += attributions[i];
            }
            silence += i == ChurnFacts.offset("recency") ? attributions[i] : 0;
        }
        ToldShopper shopper = shopper();
        for (double days = 24.5; days < 90; days++) {
            shopper.daysAgo(days, EventType.VIEW);
        }
        List<Reason> reasons = ChurnReasons.of(shopper.numbers(), attributions, 20);
        assertThat(reasons).extracting(Reason::code).contains("silent", "visits-down");
        for (Reason reason : reasons) {
            switch (reason.code()) {
                case "silent" -> assertThat(reason.contribution()).isCloseTo((float) silence, within(1e-4f));
                case "visits-down" -> assertThat(reason.contribution()).isCloseTo((float) visits, within(1e-4f));
                default -> assertThat(reason.contribution()).isPositive();
            }
        }
    }

    /** Every number but the day of the week speaks for one topic. */
    @Test
    void topicsCoverTheFeatures() {
        int[] topics = ChurnTopic.byNumber();
        for (int i = 0; i < topics.length; i++) {
            assertThat(topics[i] < 0).as("number %d", i).isEqualTo(i == ChurnFacts.offset("rhythm") + 3);
        }
        assertThat(Arrays.stream(topics).filter(topic -> topic >= 0).distinct().count())
                .isEqualTo(ChurnTopic.values().length);
    }

    /**
     * Whatever the events and whatever the attributions: what is said is true of the events, by a
     * reading of them that knows no feature.
     */
    @Test
    void wordsAreTrueOfTheEvents() {
        SplittableRandom random = new SplittableRandom(11);
        TreeSet<String> codes = new TreeSet<>();
        for (int n = 0; n < 4000; n++) {
            ToldShopper shopper = ToldShopper.random(AS_OF + random.nextLong(7 * DAY), random.split());
            float[] attributions = new float[Task.CHURN.numbers()];
            double lean = random.nextBoolean() ? 0.02 : -0.02;
            for (int i = 0; i < attributions.length; i++) {
                attributions[i] = (float) (lean + random.nextDouble(-0.1, 0.1));
            }
            double total = 0;
            for (float attribution : attributions) {
                total += attribution;
            }
            List<Reason> reasons = ChurnReasons.of(shopper.numbers(), attributions, 11);
            assertThat(reasons).extracting(Reason::code).doesNotHaveDuplicates();
            List<Float> weights = new ArrayList<>();
            for (Reason reason : reasons) {
                assertThat(reason.contribution() > 0).isEqualTo(total > 0);
                weights.add(-Math.abs(reason.contribution()));
                shopper.assertTrue(reason);
                codes.add(reason.code());
            }
            assertThat(weights).isSorted();
        }
        assertThat(codes).as("every kind of reason came up").containsExactlyInAnyOrderElementsOf(ToldShopper.CODES);
    }

    @Test
    void otherNumbersAreRefused() {
        assertThatThrownBy(() -> ChurnReasons.of(new float[3], new float[3], 3)).hasMessageContaining("found 3");
        assertThatThrownBy(() -> ChurnReasons.of(new float[Task.CHURN.numbers()], new float[3], 3))
                .hasMessageContaining("found 3");
    }
}
