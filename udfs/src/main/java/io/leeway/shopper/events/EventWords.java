package io.leeway.shopper.events;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The words for types, social actions and platforms in JSON: names in lower case. */
final class EventWords {
    private static final Map<String, EventType> TYPES = words(EventType.values());
    private static final Map<String, SocialAction> SOCIAL = words(SocialAction.values());
    private static final Map<String, Platform> PLATFORMS = words(Platform.values());

    private EventWords() {}

    static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    static @Nullable EventType type(String word) {
        return TYPES.get(word);
    }

    static @Nullable SocialAction social(String word) {
        return SOCIAL.get(word);
    }

    static @Nullable Platform platform(String word) {
        return PLATFORMS.get(word);
    }

    private static <E extends Enum<E>> Map<String, E> words(E[] constants) {
        Map<String, E> byWord = new HashMap<>();
        for (E constant : constants) {
            byWord.put(of(constant), constant);
        }
        return Map.copyOf(byWord);
    }
}
