package io.leeway.shopper.reasons;

import java.util.Locale;
import java.util.Optional;

/**
 * What the features say on a topic.
 *
 * @param code for programs
 * @param feature what backs the words
 * @param value the value they rest on
 * @param words for people
 */
record ReasonText(String code, String feature, double value, String words) {
    /** A text if the features support it; {@code words} are formatted with {@code args}. */
    static Optional<ReasonText> when(
            boolean so, String code, String feature, double value, String words, Object... args) {
        return so
                ? Optional.of(new ReasonText(code, feature, value, String.format(Locale.ROOT, words, args)))
                : Optional.empty();
    }
}
