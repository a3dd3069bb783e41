package io.leeway.shopper;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The words that stand for types, social actions and platforms in JSON: the constants' names in lower case. */
final class EventWords {

    private static final Map<String, EventType> TYPES = words(EventType.values());
    private static final Map<String, SocialAction> SOCIAL = words(SocialAction.values());
    private static final Map<String, Platform> PLATFORMS = words(Platform.values());

    private static final String[] TYPE_WORDS = wordsInOrder(EventType.values());
    private static final String[] SOCIAL_WORDS = wordsInOrder(SocialAction.values());
    private static final String[] PLATFORM_WORDS = wordsInOrder(Platform.values());

    private EventWords() {}

    static String of(EventType type) {
        return TYPE_WORDS[type.ordinal()];
    }

    static String of(SocialAction action) {
        return SOCIAL_WORDS[action.ordinal()];
    }

    static String of(Platform platform) {
        return PLATFORM_WORDS[platform.ordinal()];
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

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static <E extends Enum<E>> Map<String, E> words(E[] constants) {
        Map<String, E> byWord = new HashMap<>();
        for (E constant : constants) {
            byWord.put(word(constant), constant);
        }
        return Map.copyOf(byWord);
    }

    private static String[] wordsInOrder(Enum<?>[] constants) {
        String[] words = new String[constants.length];
        for (int i = 0; i < words.length; i++) {
            words[i] = word(constants[i]);
        }
        return words;
    }
}
