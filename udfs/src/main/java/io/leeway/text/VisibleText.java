package io.leeway.text;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Text from outside, such as a user's id, made safe for the place where it is shown. Stateless.
 *
 * <p>What cannot be seen, or moves or hides what is beside it, becomes {@code \}{@code uXXXX}, as
 * in JSON and Java: control characters (C0, DEL, C1), Unicode's format characters (marks, overrides
 * and isolates of direction, zero-width ones, soft hyphens, tags), line and paragraph separators,
 * lone surrogates, blank letters and variation selectors. Letters of all scripts stay as they are.
 * Joiners stay between letters of scripts that need them (Arabic to Mongolian) and within emoji,
 * and so does a selector behind an emoji.
 *
 * <p>{@link #of}, {@link #cell} and {@link #html} are injective: different ids are shown as
 * different text. For that a backslash that would read as an escape is escaped itself.
 */
public final class VisibleText {
    private static final Pattern ESCAPE = Pattern.compile("\\\\u[0-9a-fA-F]{4}");

    /** What a spreadsheet takes for a formula, in its narrow and its full-width form. */
    private static final Pattern FORMULA = Pattern.compile("(?<=^|;)([\\s\\p{Z}]*)([=+\\-@＝＋－＠])");

    /** Letters and marks without a shape of their own: fillers, joiners of graphemes, selectors. */
    private static final String BLANK = "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u3164\uffa0";

    private VisibleText() {}

    /** A value, for a terminal or a log, within a line of other text. */
    public static String of(String value) {
        return visible(value, true);
    }

    /** A line whose values are visible already, or JSON, which keeps its meaning. */
    public static String line(String line) {
        return visible(line, false);
    }

    /**
     * A value, for CSV: also no formula in a spreadsheet, whether the file is read with commas or
     * with semicolons. Quotes are the writer's.
     */
    public static String cell(String value) {
        return FORMULA.matcher(of(value))
                .replaceAll(start -> Matcher.quoteReplacement(
                        start.group(1) + escaped(start.group(2).charAt(0))));
    }

    /** A value, for HTML and SVG: between tags, and within quotes of either kind. */
    public static String html(String value) {
        return of(value)
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    private static String visible(String text, boolean backslashes) {
        StringBuilder visible = new StringBuilder(text.length());
        Matcher escape = ESCAPE.matcher(text);
        int length;
        for (int i = 0; i < text.length(); i += length) {
            int each = text.codePointAt(i);
            length = Character.charCount(each);
            boolean reads = backslashes
                    && each == '\\'
                    && escape.region(i, text.length()).lookingAt();
            if (reads || isHidden(each) && !belongs(text, i, each)) {
                text.substring(i, i + length).chars().forEach(unit -> visible.append(escaped(unit)));
            } else {
                visible.appendCodePoint(each);
            }
        }
        return visible.toString();
    }

    private static String escaped(int unit) {
        return String.format(Locale.ROOT, "\\u%04x", unit);
    }

    private static boolean isHidden(int each) {
        return switch (Character.getType(each)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> true;
            default -> BLANK.indexOf(each) >= 0 || isSelector(each) || each >= 0xe0100 && each <= 0xe01ef;
        };
    }

    /** Whether a joiner or selector is where a script or an emoji needs it. */
    private static boolean belongs(String text, int at, int each) {
        if (at == 0 || at + 1 == text.length() && !isSelector(each)) {
            return false;
        }
        int before = text.codePointBefore(at);
        if (isSelector(each)) {
            return isEmoji(before);
        }
        return (each == 0x200c || each == 0x200d) && joins(before) && joins(text.codePointAt(at + 1));
    }

    private static boolean joins(int each) {
        return each >= 0x600 && each <= 0x18af || isSelector(each) || isEmoji(each);
    }

    private static boolean isSelector(int each) {
        return each >= 0xfe00 && each <= 0xfe0f;
    }

    private static boolean isEmoji(int each) {
        return each >= 0x2190 && each <= 0x2bff || each >= 0x1f000 && each <= 0x1faff;
    }
}
