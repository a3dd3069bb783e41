package io.leeway.tables;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The two tables in a hybrid one. */
enum Half {
    HISTORICAL,
    LIVE;

    /** What its options begin with, without the dot. */
    String prefix() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The half's own options, out of the hybrid table's. */
    Map<String, String> options(Map<String, String> all) {
        String start = prefix() + ".";
        Map<String, String> own = new HashMap<>();
        all.forEach((key, value) -> {
            if (key.startsWith(start)) {
                own.put(key.substring(start.length()), value);
            }
        });
        return own;
    }
}
