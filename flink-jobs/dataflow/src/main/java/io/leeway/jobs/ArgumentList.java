package io.leeway.jobs;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Arguments of a command line, without those that say what holds by default: another build may not
 * know them.
 */
final class ArgumentList {
    private final List<String> arguments = new ArrayList<>();

    /** An option, unless its value is null or the default. */
    ArgumentList add(String option, @Nullable Object value, @Nullable Object byDefault) {
        if (value != null && !value.equals(byDefault)) {
            arguments.add(option);
            arguments.add(value.toString());
        }
        return this;
    }

    /** A threshold, of which infinity is written as none. */
    ArgumentList addThreshold(String option, double value, double byDefault) {
        return add(option, value == Double.POSITIVE_INFINITY ? "none" : value, byDefault);
    }

    /** An option without a value, where it is set. */
    ArgumentList addFlag(String option, boolean set) {
        if (set) {
            arguments.add(option);
        }
        return this;
    }

    List<String> list() {
        return List.copyOf(arguments);
    }
}
