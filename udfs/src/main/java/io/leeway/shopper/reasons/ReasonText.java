package io.leeway.shopper.reasons;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * What the features say on a topic.
 *
 * @param code for programs
 * @param words for people
 * @param feature what backs them
 * @param value the value they rest on
 */
record ReasonText(String code, String words, String feature, double value) {
    /** A saying if the features bear it out. */
    static Optional<ReasonText> when(boolean so, String code, Supplier<String> words, String feature, double value) {
        return so ? Optional.of(new ReasonText(code, words.get(), feature, value)) : Optional.empty();
    }
}
