package io.leeway.training.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.leeway.training.options.Hyperparameters;
import io.leeway.training.options.PrivacyOptions;
import io.leeway.training.options.TrainingBudget;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SamplingPlanTest {
    private static final SamplingPlan PLAN = new SamplingPlan(5, 0.05, 400);
    private static final PrivacyOptions.Key KEY = new PrivacyOptions.Key(new byte[32]);

    /** Of 60 shoppers, who have one to three rows each, those of one shopper apart in time. */
    private static final List<String> USERS = IntStream.range(0, 120)
            .mapToObj(row -> "u" + (row < 60 ? row : (row * row) % 60))
            .toList();

    @Test
    void ratesFollowFromWhatIsPublished() {
        assertThat(SamplingPlan.of(10_000, Hyperparameters.defaults(), TrainingBudget.defaults()))
                .isEqualTo(new SamplingPlan(256, 0.0256, 938));
        assertThat(SamplingPlan.of(10, Hyperparameters.defaults(), TrainingBudget.defaults()))
                .isEqualTo(new SamplingPlan(10, 1, 24));
    }

    /** The draws as shoppers and the number of their row, which do not move with other rows. */
    private static List<List<String>> draws(List<String> users) {
        List<String> names = new ArrayList<>();
        for (int row = 0; row < users.size(); row++) {
            String user = users.get(row);
            names.add(user + " row "
                    + users.subList(0, row).stream().filter(user::equals).count());
        }
        return PLAN.draw(users, KEY, "a training").stream()
                .map(step -> step.stream().map(names::get).sorted().toList())
                .toList();
    }

    @Test
    void oneShopperMoreOrLessChangesNoDrawOfTheOthers() {
        List<List<String>> all = draws(USERS);
        for (String removed : new HashSet<>(USERS)) {
            List<String> users =
                    USERS.stream().filter(user -> !user.equals(removed)).toList();
            assertThat(draws(users))
                    .isEqualTo(all.stream()
                            .map(step -> step.stream()
                                    .filter(drawn -> !drawn.startsWith(removed + " "))
                                    .toList())
                            .toList());
        }
    }

    @Test
    void eachShopperIsInAStepOnceAtMostAndAsOftenAsTheRateSays() {
        List<List<Integer>> steps = PLAN.draw(USERS, KEY, "a training");
        assertThat(steps).hasSize(400).allSatisfy(step -> assertThat(
                        step.stream().map(USERS::get).toList())
                .doesNotHaveDuplicates());
        int shoppers = new HashSet<>(USERS).size();
        double drawn = steps.stream().mapToInt(List::size).sum();
        // Four standard deviations of so many throws.
        assertThat(drawn / (400 * shoppers)).isCloseTo(0.05, within(4 * Math.sqrt(0.05 * 0.95 / (400 * shoppers))));
        assertThat(PLAN.draw(USERS, KEY, "another")).isNotEqualTo(steps);
        // Of two rows of a shopper neither is preferred.
        List<Integer> ofTwo = new SamplingPlan(1, 1, 1000)
                .draw(List.of("a", "a"), KEY, "a training").stream()
                        .flatMap(List::stream)
                        .toList();
        assertThat(ofTwo.stream().mapToInt(row -> row).average().orElseThrow()).isCloseTo(0.5, within(0.07));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.5, 1, 2, 4, 8})
    void theNoiseForAnEpsilonSpendsHardlyLess(double epsilon) {
        SamplingPlan plan = new SamplingPlan(1000, 0.25, 100);
        double noise = plan.noise(epsilon, 1e-5);
        assertThat(plan.epsilon(noise, 1e-5)).isLessThanOrEqualTo(epsilon).isGreaterThan(0.998 * epsilon);
    }
}
