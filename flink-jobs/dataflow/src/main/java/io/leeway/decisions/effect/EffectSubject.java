package io.leeway.decisions.effect;

import java.util.Arrays;
import java.util.Locale;

/**
 * What figures are about.
 *
 * @param name of the model or of the kind of decision
 * @param version a model's; 0 of others
 */
record EffectSubject(Kind kind, String name, long version) {
    enum Kind {
        MODEL,
        OFFERS,
        TREATMENT,
        POLICY;

        String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The key of state: kind, name and version with slashes between; names may contain some. */
    String key() {
        return kind.id() + '/' + name + '/' + version;
    }

    static EffectSubject of(String key) {
        int first = key.indexOf('/');
        int last = key.lastIndexOf('/');
        Kind kind = Arrays.stream(Kind.values())
                .filter(each -> each.id().equals(key.substring(0, first)))
                .findFirst()
                .orElseThrow();
        return new EffectSubject(kind, key.substring(first + 1, last), Long.parseLong(key.substring(last + 1)));
    }
}
