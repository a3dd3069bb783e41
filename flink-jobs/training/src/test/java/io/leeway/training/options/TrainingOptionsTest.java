package io.leeway.training.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leeway.training.options.TrainingOptions.LabelOptions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrainingOptionsTest {
    private static final LabelOptions LABELS = new LabelOptions(28, TrainingOptions.PURCHASE, Map.of());
    private static final PrivacyOptions.Key KEY = new PrivacyOptions.Key(new byte[32]);

    private static TrainingOptions given(long version, int search, Optional<PrivacyOptions> privacy, boolean distil) {
        return new TrainingOptions(
                7,
                version,
                LABELS,
                Path.of("models"),
                TrainingBudget.defaults(),
                Hyperparameters.defaults(),
                search,
                privacy,
                distil,
                "train");
    }

    private static void requireRefusal(Runnable made, String message) {
        assertThatThrownBy(made::run).isInstanceOf(TrainingException.class).hasMessage(message);
    }

    @Test
    void versionsAndSearchesAreCounts() {
        requireRefusal(
                () -> given(0, 0, Optional.empty(), false),
                "Expected a version of 1 or more, found 0; give another --version");
        requireRefusal(
                () -> given(1, -1, Optional.empty(), false),
                "Expected a search of 0 or more, found -1; give another --search");
    }

    /** A student of a private model would see the shoppers again. */
    @Test
    void noiseAndStudentsExcludeEachOther() {
        Optional<PrivacyOptions> privacy = Optional.of(new PrivacyOptions(1, 1, 1e-5, 100, 1, KEY));
        assertThatThrownBy(() -> given(1, 0, privacy, true))
                .isInstanceOf(TrainingException.class)
                .hasMessageStartingWith("Expected --distil or --dp-noise, found both");
        assertThatThrownBy(() -> given(1, 1, privacy, false))
                .isInstanceOf(TrainingException.class)
                .hasMessageStartingWith("Expected --dp-noise without --search, --dropout and --class-weight");
        assertThat(given(1, 0, privacy, false).privacy()).isPresent();
        assertThat(given(1, 0, Optional.empty(), true).distil()).isTrue();
    }

    @Test
    void otherHyperparametersKeepAllButTheSearch() {
        Hyperparameters others = Hyperparameters.defaults().drawn(new SplittableRandom(1));
        TrainingOptions changed = given(3, 5, Optional.empty(), true).with(others);
        assertThat(changed)
                .isEqualTo(new TrainingOptions(
                        7,
                        3,
                        LABELS,
                        Path.of("models"),
                        TrainingBudget.defaults(),
                        others,
                        0,
                        Optional.empty(),
                        true,
                        "train"));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN})
    void aHorizonIsAboveZero(double days) {
        requireRefusal(
                () -> new LabelOptions(days, TrainingOptions.ACTIVITY, Map.of()),
                "Expected a horizon above 0 days, found " + days + "; give another --horizon");
    }

    @Test
    void labelsSayWhatCountsAndKeepTheirProfile() {
        requireRefusal(
                () -> new LabelOptions(28, "visit", Map.of()),
                "Expected purchase or activity as what counts as coming back, found 'visit'");
        Map<String, Long> profile = new HashMap<>(Map.of("window", 1L));
        LabelOptions labels = new LabelOptions(28, TrainingOptions.ACTIVITY, profile);
        profile.clear();
        assertThat(labels.profile()).containsExactly(Map.entry("window", 1L));
    }

    @ParameterizedTest
    @CsvSource({"0,1,0.1", "NaN,1,0.1", "Infinity,1,0.1", "1,0,0.1", "1,NaN,0.1"})
    void noiseAndClippingAreAboveZero(double noise, double clip, double delta) {
        requireRefusal(
                () -> new PrivacyOptions(noise, clip, delta, 1, 1, KEY),
                "Expected noise and a clipping norm above 0, found " + noise + " and " + clip
                        + "; give others with --dp-noise and --dp-clip");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 1, Double.NaN})
    void aDeltaIsAChance(double delta) {
        requireRefusal(
                () -> new PrivacyOptions(1, 1, delta, 1, 1, KEY),
                "Expected a delta between 0 and 1, found " + delta + "; give another --dp-delta");
    }

    @Test
    void shoppersAreSaidAndNotCounted() {
        requireRefusal(
                () -> new PrivacyOptions(1, 1, 1e-5, 0, 8, KEY),
                "Expected 1 or more shoppers and examples of each, found 0 and 8; give others with --dp-shoppers and"
                        + " --dp-examples");
        requireRefusal(
                () -> new PrivacyOptions(1, 1, 1e-5, 100_000, 8, KEY),
                "Expected a delta below 1 in 100000 shoppers, found 1.0E-5; give a smaller --dp-delta, or other"
                        + " --dp-shoppers");
    }

    /** Noise that can be guessed is none, and a printed key is no secret. */
    @Test
    void aKeyIsLongEnoughItsOwnAndNotPrinted() {
        requireRefusal(
                () -> new PrivacyOptions.Key(new byte[31]),
                "Expected a key of at least 32 random bytes, found 31; make one with: head -c 32 /dev/urandom > FILE");
        byte[] bytes = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
        PrivacyOptions.Key key = new PrivacyOptions.Key(bytes);
        byte[] given = bytes.clone();
        bytes[0] = 1;
        key.bytes()[1] = 1;
        assertThat(key.bytes()).isEqualTo(given);
        assertThat(new PrivacyOptions(1, 1, 1e-5, 100, 1, key).toString()).doesNotContain("0123456789", "48, 49");
    }

    @Test
    void aBudgetOfNothingIsRefused() {
        requireRefusal(
                () -> new TrainingBudget(1, 1, 0, 1),
                "Expected caps of 1 or more, found 1 examples, 1 test examples, 0 steps, 1 categories");
    }

    /** So that a small set still makes enough steps, and a large one not too many. */
    @ParameterizedTest
    @CsvSource({"1,16,24", "256,16,24", "1600,100,24", "40000,256,6", "4000000,256,2"})
    void batchesAndPassesFollowTheRows(int rows, int batch, int epochs) {
        TrainingBudget budget = TrainingBudget.defaults();
        assertThat(budget.batch(rows)).isEqualTo(batch);
        assertThat(budget.epochs(rows, batch)).isEqualTo(epochs);
    }

    /** Of its own, else the first session of the process would decide for all. */
    @Test
    void sessionsTrainInOrder() {
        assertThat(SessionThreads.inOrder().getInterOpParallelismThreads()).isOne();
        assertThat(SessionThreads.inOrder().getUsePerSessionThreads()).isTrue();
        assertThat(WeightStorage.BFLOAT16.id()).isEqualTo("bfloat16");
        assertThat(Hyperparameters.defaults().epochs()).isEqualTo(OptionalInt.empty());
    }
}
