package io.leeway.kubernetes;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The metrics that a query of Prometheus asks for. */
final class MetricNames {
    private static final Set<String> WORDS = Set.of(
            "and",
            "or",
            "unless",
            "by",
            "without",
            "on",
            "ignoring",
            "group_left",
            "group_right",
            "offset",
            "bool",
            "inf",
            "nan",
            "atan2",
            "start",
            "end");
    private static final Pattern TEXT = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"|'(?:[^'\\\\]|\\\\.)*'");
    private static final Pattern LABELS = Pattern.compile("\\{[^}]*}");
    private static final Pattern RANGE = Pattern.compile("\\[[^\\]]*]");
    private static final Pattern GROUPING =
            Pattern.compile("\\b(by|without|on|ignoring|group_left|group_right)\\s*\\([^)]*\\)");
    private static final Pattern OFFSET = Pattern.compile("\\boffset\\s+-?\\w+");
    private static final Pattern NUMBER = Pattern.compile("\\b\\d[\\w.]*(?:[eE][+-]?\\d+)?");
    private static final Pattern NAME = Pattern.compile("[a-zA-Z_:][\\w:]*(?!\\w)(?!\\s*\\()");

    private MetricNames() {}

    /** The names in an expression: what is neither a word of the language, a function, a label nor a text. */
    static Set<String> in(String expression) {
        String bare = expression;
        for (Pattern other : new Pattern[] {TEXT, LABELS, RANGE, GROUPING, OFFSET, NUMBER}) {
            bare = other.matcher(bare).replaceAll(" ");
        }
        Set<String> names = new TreeSet<>();
        Matcher matcher = NAME.matcher(bare);
        while (matcher.find()) {
            if (!WORDS.contains(matcher.group())) {
                names.add(matcher.group());
            }
        }
        return names;
    }
}
