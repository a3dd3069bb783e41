package io.leeway.jobs;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The statements of a SQL script, parted by semicolons.
 *
 * <p>A semicolon in a string ({@code '…'}), a quoted name ({@code `…`} or {@code "…"}) or a comment ({@code -- …}, {@code /* … *}{@code /}) parts nothing, and one between
 * {@code BEGIN} and {@code END} of a statement set belongs to the set. Comments stay with the statement that they stand before or in.
 */
final class SqlScript {
    private static final Pattern OPENS_SET =
            Pattern.compile("(?is)^\\s*(EXECUTE\\s+STATEMENT\\s+SET\\s+BEGIN|BEGIN\\s+STATEMENT\\s+SET)\\b.*");
    private static final Pattern CLOSES_SET = Pattern.compile("(?is)^\\s*END\\s*$");
    private static final char NONE = 0;

    private final String script;
    private final List<Statement> statements = new ArrayList<>();
    /** The statement so far, as it is written. */
    private final StringBuilder text = new StringBuilder();
    /** What is read now without its comments, since the last semicolon. */
    private final StringBuilder part = new StringBuilder();

    private boolean inSet;
    private int line = 1;
    private int firstLine = 1;

    private SqlScript(String script) {
        this.script = script;
    }

    /**
     * One statement.
     *
     * @param text as it is written, with its comments, without the semicolon at its end
     * @param line where it begins, comments before it left out; the first line is 1
     */
    record Statement(String text, int line) {
        /** Its first line that is no comment, for messages. */
        String firstWords() {
            String bare = text.strip();
            String start = bare.lines().findFirst().orElse("").strip();
            return start.length() <= 60 ? start : start.substring(0, 57) + "…";
        }

        /** Whether it begins with this word, whatever the case. */
        boolean startsWith(String word) {
            String bare = text.strip().toUpperCase(Locale.ROOT);
            return bare.equals(word)
                    || (bare.startsWith(word) && !Character.isLetterOrDigit(bare.charAt(word.length())));
        }
    }

    /**
     * The statements of a script, in order; empty ones are none.
     *
     * @throws JobException when a string, a quoted name, a comment or a statement set does not end
     */
    static List<Statement> split(String script) {
        return new SqlScript(script).read();
    }

    private List<Statement> read() {
        int i = 0;
        while (i < script.length()) {
            char c = script.charAt(i);
            if (script.startsWith("--", i)) {
                i = comment(i, "\n", false);
            } else if (script.startsWith("/*", i)) {
                i = comment(i, "*/", true);
            } else if (c == '\'' || c == '"' || c == '`') {
                i = quoted(i, c);
            } else if (c == ';') {
                semicolon();
                i++;
            } else {
                take(c);
                i++;
            }
        }
        if (inSet) {
            throw new JobException("Expected END; to close the statement set of line " + firstLine
                    + ", found the end of the script; add it");
        }
        finish();
        return List.copyOf(statements);
    }

    /** Comments before a statement are no part of it; in it they stay, for the line numbers of an error. */
    private int comment(int from, String end, boolean mustEnd) {
        int to = script.indexOf(end, from + 2);
        if (to < 0 && mustEnd) {
            throw new JobException(
                    "Expected */ to end the comment of line " + line + ", found the end of the script; add it");
        }
        // The line's end after -- is no part of the comment.
        int next = to < 0 ? script.length() : to + (mustEnd ? end.length() : 0);
        String comment = script.substring(from, next);
        line += (int) comment.chars().filter(c -> c == '\n').count();
        if (text.length() > 0) {
            text.append(comment);
        }
        part.append(' ');
        return next;
    }

    private int quoted(int from, char quote) {
        int startLine = line;
        char open = NONE;
        int i = from;
        while (i < script.length()) {
            char c = script.charAt(i++);
            take(c);
            if (open == NONE) {
                open = c;
            } else if (c == quote) {
                // Two in a row are one of the text.
                if (i >= script.length() || script.charAt(i) != quote) {
                    return i;
                }
                take(script.charAt(i++));
            }
        }
        throw new JobException("Expected " + quote + " to end what it begins in line " + startLine
                + ", found the end of the script; add it");
    }

    private void take(char c) {
        if (text.length() == 0) {
            if (Character.isWhitespace(c)) {
                line += c == '\n' ? 1 : 0;
                return;
            }
            firstLine = line;
        }
        line += c == '\n' ? 1 : 0;
        text.append(c);
        part.append(c);
    }

    private void semicolon() {
        if (!inSet && OPENS_SET.matcher(part).matches()) {
            inSet = true;
        } else if (inSet && CLOSES_SET.matcher(part).matches()) {
            inSet = false;
        }
        part.setLength(0);
        if (inSet) {
            text.append(';');
        } else {
            finish();
        }
    }

    private void finish() {
        String bare = text.toString().strip();
        if (!bare.isEmpty()) {
            statements.add(new Statement(bare, firstLine));
        }
        text.setLength(0);
        part.setLength(0);
    }
}
