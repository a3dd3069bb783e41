package io.leeway.shopper;

import static io.leeway.shopper.FeatureSpec.Kind.CATEGORY;
import static io.leeway.shopper.FeatureSpec.Kind.CODE;
import static io.leeway.shopper.FeatureSpec.Kind.NUMBER;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What is asked of a shopper, and which features the question carries, in this order.
 *
 * <p>NUMBER features follow each other in a vector's numbers, CODE and CATEGORY features in its
 * ids.
 */
public enum Task {
    /** Will they stay away for the horizon? */
    CHURN(List.of(
            new FeatureSpec("weeks", NUMBER, List.of(26, 9)),
            new FeatureSpec("recency", NUMBER, List.of(6)),
            new FeatureSpec("frequency", NUMBER, List.of(10)),
            new FeatureSpec("monetary", NUMBER, List.of(5)),
            new FeatureSpec("social", NUMBER, List.of(4)),
            new FeatureSpec("ads", NUMBER, List.of(3)),
            new FeatureSpec("rhythm", NUMBER, List.of(4)))),
    /** Which categories come next, and how far is that from what they used to like? */
    INTEREST(List.of(
            new FeatureSpec("action_category", CATEGORY, List.of(32)),
            new FeatureSpec("action_type", CODE, List.of(32)),
            new FeatureSpec("action_gap", NUMBER, List.of(32)),
            new FeatureSpec("interest_long.names", CATEGORY, List.of(16)),
            new FeatureSpec("interest_long.weights", NUMBER, List.of(16)),
            new FeatureSpec("interest_short.names", CATEGORY, List.of(16)),
            new FeatureSpec("interest_short.weights", NUMBER, List.of(16))));

    private final List<FeatureSpec> features;
    private final String id;
    private final int numbers;
    private final int ids;

    Task(List<FeatureSpec> features) {
        this.features = features;
        this.id = name().toLowerCase(Locale.ROOT);
        this.numbers = features.stream()
                .filter(feature -> feature.kind() == NUMBER)
                .mapToInt(FeatureSpec::width)
                .sum();
        this.ids = features.stream().mapToInt(FeatureSpec::width).sum() - numbers;
    }

    /** The features, in the order in which a vector carries them. */
    public List<FeatureSpec> features() {
        return features;
    }

    /** The task's name in records, manifests and topics. */
    public String id() {
        return id;
    }

    public FeatureSpec feature(String name) {
        return features.stream()
                .filter(feature -> feature.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("The task " + id() + " has no feature " + name));
    }

    /** Where a feature's values begin: in the numbers for NUMBER, in the ids for the others. */
    public int offset(FeatureSpec feature) {
        int offset = 0;
        for (FeatureSpec other : features) {
            if (other.equals(feature)) {
                return offset;
            }
            if ((other.kind() == NUMBER) == (feature.kind() == NUMBER)) {
                offset += other.width();
            }
        }
        throw new IllegalArgumentException("The task " + id() + " has no feature " + feature.name());
    }

    public int numbers() {
        return numbers;
    }

    public int ids() {
        return ids;
    }

    /** The task of a name; empty where no task has it. */
    public static Optional<Task> find(String id) {
        return Arrays.stream(values()).filter(task -> task.id().equals(id)).findFirst();
    }

    public static Task of(String id) {
        return find(id).orElseThrow(
                        () -> new IllegalArgumentException("Expected a task churn or interest, found '" + id + "'"));
    }
}
