package io.leeway.cli.savepoint;

import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How one state of an operator is written.
 *
 * @param name its name, which never changes once released
 * @param type its kind, its key and its serialisers with their versions, in words that are compared
 *     to the letter
 * @param format the version that its bytes carry themselves, where they are bytes to Flink and
 *     there is one to look at
 */
public record StateSchema(String name, String type, OptionalInt format) {
    private static final Pattern LINE = Pattern.compile("(\\S+)\\s+(.*?)(?:, format (\\d+))?");

    /** Reads what {@link #toString()} wrote. */
    static StateSchema parse(String line) {
        Matcher matcher = LINE.matcher(line.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("Expected a state's name and its type, found \"" + line + "\"");
        }
        String format = matcher.group(3);
        return new StateSchema(
                matcher.group(1),
                matcher.group(2),
                format == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(format)));
    }

    /** The type and format on one line. */
    public String words() {
        return type + (format.isPresent() ? ", format " + format.getAsInt() : "");
    }

    @Override
    public String toString() {
        return name + "  " + words();
    }
}
