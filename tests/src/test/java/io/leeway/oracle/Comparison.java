package io.leeway.oracle;

import io.leeway.oracle.Request.KnifeEdge;
import io.leeway.shopper.FeatureSpec;
import io.leeway.shopper.Task;
import io.leeway.shopper.Trigger;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds the first thing in which an answer differs from the oracle's. */
final class Comparison {

    /** Absolute below 1, relative above. */
    static final double TOLERANCE = 1e-5;

    private Comparison() {}

    /**
     * The first difference, in one line; empty where the answers agree. As-of times, triggers, counts, codes and names agree exactly, numbers
     * within {@link #TOLERANCE}, and what the oracle marks as a knife edge as far as it can vouch for it.
     */
    static Optional<String> difference(Answer expected, Answer found) {
        int shared = Math.min(expected.requests().size(), found.requests().size());
        for (int i = 0; i < shared; i++) {
            Request wanted = expected.requests().get(i);
            Request got = found.requests().get(i);
            if (wanted.asOfMillis() != got.asOfMillis()) {
                return Optional.of("request " + i + ": expected " + text(wanted) + ", found " + text(got));
            }
            Optional<String> difference = difference(wanted, got);
            if (difference.isPresent()) {
                return difference;
            }
        }
        if (expected.requests().size() != found.requests().size()) {
            return Optional.of("request " + shared + ": expected "
                    + (shared < expected.requests().size()
                            ? text(expected.requests().get(shared))
                            : "none")
                    + ", found "
                    + (shared < found.requests().size() ? text(found.requests().get(shared)) : "none"));
        }
        return count("applied", expected.applied(), found.applied())
                .or(() -> count("duplicates", expected.duplicates(), found.duplicates()))
                .or(() -> count("erased", expected.erased(), found.erased()))
                .or(() -> count("objected", expected.objected(), found.objected()));
    }

    private static Optional<String> count(String name, int expected, int found) {
        return expected == found
                ? Optional.empty()
                : Optional.of("count of " + name + ": expected " + expected + ", found " + found);
    }

    private static Optional<String> difference(Request expected, Request found) {
        String head = "as of " + Instant.ofEpochMilli(expected.asOfMillis()) + ", ";
        if (expected.triggers() != found.triggers()) {
            return Optional.of(head + "triggers: expected " + Trigger.ids(expected.triggers()) + ", found "
                    + Trigger.ids(found.triggers()));
        }
        for (Task task : Task.values()) {
            for (FeatureSpec feature : task.features()) {
                Object wanted = Objects.requireNonNull(expected.features().get(feature.name()), feature.name());
                Object got = found.features().get(feature.name());
                Optional<String> difference =
                        difference(wanted, got, expected.knifeEdges().get(feature.name()));
                if (difference.isPresent()) {
                    return Optional.of(head + feature.name() + difference.get());
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<String> difference(Object expected, @Nullable Object found, @Nullable KnifeEdge edge) {
        if (edge == KnifeEdge.MEMBERS) {
            return Optional.empty();
        }
        if (expected instanceof String[] names && found instanceof String[] others) {
            return edge == KnifeEdge.ORDER
                    ? names(sorted(names), sorted(others), " (in order of name)")
                    : names(names, others, "");
        }
        if (expected instanceof float[] numbers && found instanceof float[] others) {
            return numbers(numbers, others);
        }
        if (expected instanceof int[] codes && found instanceof int[] others) {
            return codes(codes, others);
        }
        String name = found == null ? "nothing" : found.getClass().getSimpleName();
        return Optional.of(": expected " + expected.getClass().getSimpleName() + ", found " + name);
    }

    private static Optional<String> names(@Nullable String[] expected, @Nullable String[] found, String how) {
        for (int i = 0; i < expected.length && i < found.length; i++) {
            if (!Objects.equals(expected[i], found[i])) {
                return at(i + how, expected[i], found[i]);
            }
        }
        return lengths(expected.length, found.length);
    }

    private static Optional<String> numbers(float[] expected, float[] found) {
        for (int i = 0; i < expected.length && i < found.length; i++) {
            double allowed = TOLERANCE * Math.max(1, Math.abs(expected[i]));
            // Written so that a NaN is a difference.
            if (!(Math.abs((double) expected[i] - found[i]) <= allowed)) {
                String index = expected.length == 26 * 9 ? i / 9 + ", " + i % 9 : String.valueOf(i);
                return at(index, expected[i], found[i]);
            }
        }
        return lengths(expected.length, found.length);
    }

    private static Optional<String> codes(int[] expected, int[] found) {
        for (int i = 0; i < expected.length && i < found.length; i++) {
            if (expected[i] != found[i]) {
                return at(String.valueOf(i), expected[i], found[i]);
            }
        }
        return lengths(expected.length, found.length);
    }

    private static Optional<String> lengths(int expected, int found) {
        return expected == found ? Optional.empty() : Optional.of(": expected " + expected + " values, found " + found);
    }

    private static Optional<String> at(String index, @Nullable Object expected, @Nullable Object found) {
        return Optional.of("[" + index + "]: expected " + expected + ", found " + found);
    }

    private static @Nullable String[] sorted(@Nullable String[] names) {
        String[] sorted = names.clone();
        Arrays.sort(sorted, Comparator.nullsLast(Comparator.naturalOrder()));
        return sorted;
    }

    private static String text(Request request) {
        return Instant.ofEpochMilli(request.asOfMillis()) + " " + Trigger.ids(request.triggers());
    }
}
