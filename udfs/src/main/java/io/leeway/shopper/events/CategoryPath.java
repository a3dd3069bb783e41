package io.leeway.shopper.events;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The normal form of a category's path: rule {@code category}. */
final class CategoryPath {
    private static final int MAX_LEVELS = 3;
    private static final int MAX_LENGTH = 96;

    private CategoryPath() {}

    /** The normal form, itself where it is normal; null where the path is empty. */
    static @Nullable String normalise(String path) {
        String lower = path.toLowerCase(Locale.ROOT);
        StringBuilder normal = new StringBuilder(lower.length());
        int levels = 0;
        // Written before the next visible character: a blank inside a level, a slash between
        // levels.
        boolean blank = false;
        boolean levelIsEmpty = true;
        for (int i = 0; i < lower.length(); i++) {
            char c = lower.charAt(i);
            if (c == '/') {
                levelIsEmpty = true;
                blank = false;
            } else if (Character.isWhitespace(c) || Character.isSpaceChar(c)) {
                blank = true;
            } else {
                if (levelIsEmpty) {
                    if (levels == MAX_LEVELS) {
                        break;
                    }
                    if (levels++ > 0) {
                        normal.append('/');
                    }
                } else if (blank) {
                    normal.append(' ');
                }
                normal.append(c);
                levelIsEmpty = false;
                blank = false;
            }
        }
        return named(cut(normal));
    }

    private static String cut(StringBuilder normal) {
        int length = normal.length();
        if (length > MAX_LENGTH) {
            length = MAX_LENGTH;
            // Neither half a character nor an open end may remain.
            if (Character.isHighSurrogate(normal.charAt(length - 1))) {
                length--;
            }
            while (normal.charAt(length - 1) == ' ' || normal.charAt(length - 1) == '/') {
                length--;
            }
        }
        return normal.substring(0, length);
    }

    private static @Nullable String named(String path) {
        return switch (path) {
            case "", "na", "n/a", "null", "unknown" -> null;
            default -> path;
        };
    }
}
