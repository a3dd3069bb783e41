package io.leeway.shopper.reasons;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.leeway.shopper.FeatureSpec;
import io.leeway.shopper.FeatureValues;
import io.leeway.shopper.Reason;
import io.leeway.shopper.Task;
import io.leeway.shopper.ToldShopper;
import io.leeway.shopper.events.EventType;
import io.leeway.shopper.events.ShopperEvent;
import io.leeway.shopper.events.SocialAction;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class InterestReasonsTest {

    private static final long AS_OF = 1_700_000_000_000L;
    private static final double HOUR = 3_600_000;
    private static final EventType[] ACTIVITIES = {
        EventType.VIEW, EventType.CART, EventType.FAVOURITE, EventType.PURCHASE, EventType.SOCIAL, EventType.AD_CLICK
    };

    private final List<ShopperEvent> events = new ArrayList<>();

    private InterestReasonsTest did(double hoursAgo, EventType type, String category) {
        events.add(new ShopperEvent(
                "e" + events.size(),
                type,
                "u",
                null,
                category,
                1,
                null,
                1,
                0,
                type == EventType.SOCIAL ? SocialAction.LIKE : null,
                null,
                AS_OF - Math.round(hoursAgo * HOUR)));
        return this;
    }

    private FeatureValues values(Predicate<ShopperEvent> which) {
        return ToldShopper.profile(AS_OF, events.stream().filter(which).toList())
                .values(Task.INTEREST, AS_OF);
    }

    /**
     * A feature's values as names and numbers, so that it does not matter which number a category
     * has in which dictionary.
     */
    private static List<Object> told(FeatureValues values, String name) {
        FeatureSpec feature = Task.INTEREST.features().stream()
                .filter(spec -> spec.name().equals(name))
                .findFirst()
                .orElseThrow();
        int offset = Task.INTEREST.offset(feature);
        List<Object> told = new ArrayList<>();
        for (int i = 0; i < feature.width(); i++) {
            switch (feature.kind()) {
                case NUMBER -> told.add((double) values.numbers()[offset + i]);
                case CODE -> told.add(values.ids()[offset + i]);
                case CATEGORY -> {
                    int id = values.ids()[offset + i];
                    told.add(id == 0 ? "" : values.dictionary()[id - 1]);
                }
            }
        }
        return told;
    }

    /** Left out of the features is what is left out of the events. */
    @Test
    void withoutACategoryAShopperIsAsIfItsEventsHadNotBeen() {
        SplittableRandom random = new SplittableRandom(4);
        for (int n = 0; n < 200; n++) {
            events.clear();
            int actions = 1 + random.nextInt(31);
            for (int i = 0; i < actions; i++) {
                EventType type = ACTIVITIES[random.nextInt(ACTIVITIES.length)];
                did(random.nextDouble(0, 300), type, "c" + random.nextInt(8));
            }
            FeatureValues all = values(event -> true);
            List<Integer> categories = InterestReasons.categories(all, 32);
            assertThat(categories).isNotEmpty().doesNotHaveDuplicates();
            for (int category : categories) {
                String name = all.dictionary()[category - 1];
                FeatureValues without = InterestReasons.without(all, category);
                FeatureValues never = values(event -> !name.equals(event.category()));
                for (String feature : List.of("action_category", "action_type", "action_gap", "interest_short.names")) {
                    assertThat(told(without, feature)).as(feature).isEqualTo(told(never, feature));
                }
                List<Object> weights = told(without, "interest_short.weights");
                List<Object> expected = told(never, "interest_short.weights");
                for (int i = 0; i < weights.size(); i++) {
                    assertThat((double) weights.get(i)).isCloseTo((double) expected.get(i), within(1e-5));
                }
                for (String feature : List.of("interest_long.names", "interest_long.weights")) {
                    assertThat(told(without, feature)).isEqualTo(told(all, feature));
                }
            }
        }
    }

    @Test
    void whatWasDoneMostIsSaidWithWhenItWasLast() {
        did(50.5, EventType.VIEW, "baby/shoes")
                .did(3.5, EventType.VIEW, "baby/shoes")
                .did(2.5, EventType.CART, "baby/shoes")
                .did(200, EventType.PURCHASE, "garden")
                .did(0.5, EventType.SOCIAL, "books");
        FeatureValues values = values(event -> true);
        List<Integer> categories = InterestReasons.categories(values, 3);
        assertThat(categories.stream().map(id -> values.dictionary()[id - 1]))
                .containsExactly("books", "baby/shoes", "garden");
        assertThat(InterestReasons.of(values, categories, new double[] {0.1, 0.7, 0.1}, 3))
                .extracting(Reason::words)
                .containsExactly(
                        "viewed baby/shoes 2 times, last 3 hours ago",
                        "liked or shared books less than an hour ago",
                        "bought garden 8 days ago");
        assertThat(InterestReasons.of(values, categories, new double[] {0.04, -1, 0.2}, 3))
                .singleElement()
                .satisfies(reason -> {
                    assertThat(reason.code()).isEqualTo("bought");
                    assertThat(reason.value()).isOne();
                    assertThat(reason.contribution()).isEqualTo(0.2f);
                });
    }
}
