package io.leeway.sources.importers.values;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Words that say that a cell has no value, in any case; an empty cell always says so. Immutable.
 *
 * <p>No-break spaces and marks that cannot be seen count as blanks.
 */
public final class AbsentWords {

    /** In any column. */
    public static final AbsentWords USUAL = new AbsentWords(List.of(
            "NA",
            "N/A",
            "#N/A",
            "null",
            "(null)",
            "nil",
            "NaN",
            "None",
            "(none)",
            "(not set)",
            "undefined",
            "\\N",
            "-"));

    /** Of users besides: what shops write for a visitor whom they do not know. */
    public static final AbsentWords USUAL_USERS = new AbsentWords(
            List.of("0", "0.0", "-1", "guest", "anonymous", "anon", "unknown", "not logged in", "(anonymous)"));

    private final Set<String> words;
    private final int longest;

    public AbsentWords(Collection<String> words) {
        this.words = words.stream().map(word -> word.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
        this.longest = this.words.stream().mapToInt(String::length).max().orElse(0);
    }

    /** These words and those. */
    public AbsentWords and(AbsentWords others) {
        return new AbsentWords(
                Stream.concat(words.stream(), others.words.stream()).toList());
    }

    /** The cell's text without blanks at its ends, or null where it says that there is none. */
    public @Nullable String presentOr(String cell) {
        String text = strip(cell);
        return text.isEmpty() || means(text) ? null : text;
    }

    private boolean means(String text) {
        return text.length() <= longest && words.contains(text.toLowerCase(Locale.ROOT));
    }

    /** The text without blanks of any kind at its ends. */
    public static String strip(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && isBlank(text.charAt(from))) {
            from++;
        }
        while (to > from && isBlank(text.charAt(to - 1))) {
            to--;
        }
        return text.substring(from, to);
    }

    static boolean isBlank(char c) {
        return c <= ' '
                || (c >= 0x80
                        && (Character.isWhitespace(c)
                                || Character.isSpaceChar(c)
                                || c == '\uFEFF'
                                || (c >= '\u200B' && c <= '\u200F')));
    }
}
