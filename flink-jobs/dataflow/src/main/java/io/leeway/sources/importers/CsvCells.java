package io.leeway.sources.importers;

import io.leeway.sources.importers.values.AbsentWords;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Parts a text into cells.
 *
 * @param delimiter between cells, or {@link CsvShape#BLANKS}
 */
record CsvCells(char delimiter) {

    /** Every quote is a character. */
    List<String> plain(String text) {
        if (delimiter == CsvShape.BLANKS) {
            return List.of(AbsentWords.strip(text).split("\\s+"));
        }
        List<String> cells = new ArrayList<>(16);
        int from = 0;
        for (int end = text.indexOf(delimiter); end >= 0; end = text.indexOf(delimiter, from)) {
            cells.add(text.substring(from, end));
            from = end + 1;
        }
        cells.add(text.substring(from));
        return cells;
    }

    /**
     * A quote at a cell's start opens it, and a doubled one within it is a character.
     *
     * @param backslash whether one behind a backslash is a character as well
     * @return null where a quote does not close, or closes elsewhere than at a cell's end
     */
    @Nullable
    List<String> quoted(String text, boolean backslash) {
        List<String> cells = new ArrayList<>(16);
        int at = 0;
        while (true) {
            if (at < text.length() && text.charAt(at) == '"') {
                StringBuilder cell = new StringBuilder();
                at = closing(text, at + 1, backslash, cell);
                while (at >= 0 && at < text.length() && text.charAt(at) == ' ' && delimiter != ' ') {
                    at++;
                }
                if (at < 0 || (at < text.length() && text.charAt(at) != delimiter)) {
                    return null;
                }
                cells.add(cell.toString());
            } else {
                int end = text.indexOf(delimiter, at);
                cells.add(text.substring(at, end < 0 ? text.length() : end));
                at = end < 0 ? text.length() : end;
            }
            if (at == text.length()) {
                return cells;
            }
            at++;
        }
    }

    /** Whether the text's last cell is still open. */
    boolean isOpen(CharSequence text) {
        boolean start = true;
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted) {
                if (c == '"') {
                    if (i + 1 < text.length() && text.charAt(i + 1) == '"') {
                        i++;
                    } else {
                        quoted = false;
                    }
                }
            } else if (c == '"' && start) {
                quoted = true;
                start = false;
            } else {
                start = c == delimiter;
            }
        }
        return quoted;
    }

    /** Whether a line is whole by itself: so many cells, and no quote but around whole cells. */
    boolean isWhole(String text, int cells) {
        if (text.indexOf('"') < 0) {
            return plain(text).size() == cells;
        }
        List<String> parted = quoted(text, false);
        return parted != null && parted.size() == cells && !hasQuoteInside(text);
    }

    private boolean hasQuoteInside(String text) {
        boolean start = true;
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' && !start && !quoted && text.charAt(i - 1) != '"') {
                return true;
            }
            quoted ^= c == '"';
            start = !quoted && c == delimiter;
        }
        return false;
    }

    /** Where the cell that begins here has closed, or -1. */
    private static int closing(String text, int from, boolean backslash, StringBuilder cell) {
        int at = from;
        while (at < text.length()) {
            char c = text.charAt(at);
            boolean more = at + 1 < text.length();
            if (backslash && c == '\\' && more && (text.charAt(at + 1) == '"' || text.charAt(at + 1) == '\\')) {
                cell.append(text.charAt(at + 1));
                at += 2;
            } else if (c != '"') {
                cell.append(c);
                at++;
            } else if (more && text.charAt(at + 1) == '"') {
                cell.append('"');
                at += 2;
            } else {
                return at + 1;
            }
        }
        return -1;
    }
}
