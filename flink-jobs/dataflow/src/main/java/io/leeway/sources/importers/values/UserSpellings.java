package io.leeway.sources.importers.values;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Watches users' ids for what is two spellings of one, or no user at all. Of the first
 * {@value #MOST_USERS} users only, so that memory is bounded. For one thread.
 */
public final class UserSpellings {

    static final int MOST_USERS = 100_000;

    /** Below, any share is plausible. */
    private static final long FEWEST_LINES = 1_000;

    private static final double IMPLAUSIBLE_SHARE = 0.1;
    private static final int FEWEST_USERS = 20;

    private final Map<String, Seen> users = new HashMap<>();
    private long lines;
    private long otherCase;
    private long otherNumber;
    private @Nullable String caseExample;
    private @Nullable String numberExample;
    private @Nullable String exponentExample;
    private @Nullable String floatExample;

    private static final class Seen {
        private final String id;
        private final String where;
        private long lines;

        Seen(String id, String where) {
            this.id = id;
            this.where = where;
        }
    }

    /** Takes a line's user, as it will be in the event, and the file's name. */
    public void add(String id, String file, long line) {
        lines++;
        String whole = UserIds.whole(id);
        String folded = whole.toLowerCase(Locale.ROOT);
        Seen seen = users.get(folded);
        if (seen == null && users.size() < MOST_USERS) {
            seen = new Seen(id, file);
            users.put(folded, seen);
        }
        if (exponentExample == null && UserIds.isExponent(id)) {
            exponentExample = "'" + id + "' (" + file + ", line " + line + ")";
        } else if (floatExample == null && whole.length() < id.length()) {
            floatExample = "'" + id + "' (" + file + ", line " + line + ")";
        }
        if (seen != null) {
            seen.lines++;
            if (!seen.id.equals(id)) {
                note(seen, id, file + ", line " + line);
            }
        }
    }

    private void note(Seen seen, String id, String where) {
        String example = "'" + seen.id + "' (" + seen.where + ") and '" + id + "' (" + where + ")";
        if (seen.id.equalsIgnoreCase(id)) {
            otherCase++;
            caseExample = caseExample == null ? example : caseExample;
        } else {
            otherNumber++;
            numberExample = numberExample == null ? example : numberExample;
        }
    }

    /** A line of what is implausible, each; none where nothing is. */
    public List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        if (numberExample != null) {
            warnings.add("users that are one number, in " + otherNumber + " lines, such as " + numberExample
                    + ": two shoppers, unless --user-ids whole");
        } else if (floatExample != null) {
            warnings.add("users that end in .0, such as " + floatExample
                    + ": the same users elsewhere may not; add --user-ids whole");
        }
        if (exponentExample != null) {
            warnings.add(
                    "users whose last digits a spreadsheet cut, such as " + exponentExample + ": export them as text");
        }
        if (caseExample != null) {
            warnings.add("users that differ by case alone, in " + otherCase + " lines, such as " + caseExample
                    + ": two shoppers, unless --user-ids lower");
        }
        users.values().stream()
                .filter(seen ->
                        lines >= FEWEST_LINES && users.size() >= FEWEST_USERS && seen.lines > lines * IMPLAUSIBLE_SHARE)
                .map(seen -> String.format(
                        Locale.ROOT,
                        "user '%s' has %.0f %% of all lines: if it stands for no user, add --no-user '%s'",
                        seen.id,
                        100.0 * seen.lines / lines,
                        seen.id))
                .forEach(warnings::add);
        return warnings;
    }
}
