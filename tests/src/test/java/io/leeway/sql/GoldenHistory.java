package io.leeway.sql;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Wrote the history of the golden files, once: five weeks of ten shoppers whose taste moves half-way, with what happens to real ones: a line twice, an erasure, events of one instant, without a
 * category, with one in other letters, and a line that says nothing.
 */
final class GoldenHistory {
    static final Instant FROM = Instant.parse("2026-03-02T00:00:00Z");

    /** Between the last events and the last of what is due after them. */
    static final Instant UNTIL = Instant.parse("2026-05-20T12:00:00Z");

    /** What is due before it is backfill. */
    static final Instant SEAM = Instant.parse("2026-03-23T00:00:00Z");

    static final List<String> CATEGORIES =
            List.of("baby", "baby/toddler", "baby/toddler/shoes", "books", "garden", "garden/tools", "kitchen", "toys");

    private static final int SHOPPERS = 10;
    private static final int WEEKS = 5;
    private static final List<String> TYPES = List.of(
            "view",
            "view",
            "view",
            "cart",
            "favourite",
            "purchase",
            "purchase",
            "return",
            "review",
            "social",
            "ad_impression",
            "ad_click");
    private static final List<String> SOCIAL = List.of("follow", "like", "share", "comment");
    private static final JsonMapper JSON = new JsonMapper();

    private final Random random = new Random(20260302);
    private final List<Line> lines = new ArrayList<>();

    private record Line(long atMillis, String text) {}

    private GoldenHistory() {}

    /** The lines of two files, in order of time. */
    static List<List<String>> files() {
        GoldenHistory history = new GoldenHistory();
        for (int shopper = 0; shopper < SHOPPERS; shopper++) {
            history.live("u" + shopper, shopper);
        }
        history.odd();
        history.lines.sort(Comparator.comparingLong(Line::atMillis));
        List<String> all = history.lines.stream().map(Line::text).toList();
        int half = all.size() / 2;
        return List.of(all.subList(0, half), all.subList(half, all.size()));
    }

    private void live(String user, int shopper) {
        int sessions = 3 + shopper % 5;
        for (int session = 0; session < sessions; session++) {
            long week = (long) session * WEEKS / sessions;
            long at = FROM.plus(Duration.ofDays(7 * week + random.nextInt(6))).toEpochMilli()
                    + random.nextInt(86_000) * 1000L;
            // Taste moves from one pair of neighbours to another.
            int taste = shopper + (2 * week >= WEEKS ? 3 : 0);
            for (int event = 2 + random.nextInt(5); event > 0; event--) {
                add(user, at, TYPES.get(random.nextInt(TYPES.size())), category(taste), Map.of());
                at += (1 + random.nextInt(720)) * 1000L;
            }
        }
    }

    private String category(int taste) {
        int step = random.nextInt(10) == 0 ? random.nextInt(CATEGORIES.size()) : random.nextInt(2);
        return CATEGORIES.get((taste + step) % CATEGORIES.size());
    }

    private void odd() {
        long noon = FROM.plus(Duration.ofDays(9)).plus(Duration.ofHours(12)).toEpochMilli();
        add("u1", noon, "purchase", "books", Map.of("id", "twice"));
        add("u1", noon + 120_000, "purchase", "books", Map.of("id", "twice"));
        add("u3", noon, "view", "", Map.of());
        add("u4", noon, "view", "garden", Map.of());
        add("u4", noon, "cart", "garden", Map.of());
        add("u4", noon, "purchase", "kitchen", Map.of());
        add("u5", noon, "view", " Baby / Toddler ", Map.of());
        add("u2", noon + 86_400_000, "erase", "", Map.of());
        lines.add(new Line(noon, "{\"id\":\"odd\",\"type\":\"glance\",\"user\":\"u1\",\"time\":" + noon + "}"));
    }

    private void add(String user, long at, String type, String category, Map<String, String> given) {
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("id", given.getOrDefault("id", "e" + lines.size()));
        event.put("type", type);
        event.put("user", user);
        event.put("time", Instant.ofEpochMilli(at).toString());
        if (!category.isEmpty()) {
            event.put("category", category);
        }
        switch (type) {
            case "purchase", "return" -> {
                event.put("price", (100 + random.nextInt(9_900)) / 100.0);
                event.put("currency", "EUR");
                event.put("quantity", 1 + random.nextInt(3));
            }
            case "review" -> event.put("rating", 1 + random.nextInt(5));
            case "social" -> event.put("social", SOCIAL.get(random.nextInt(SOCIAL.size())));
            default -> {}
        }
        try {
            lines.add(new Line(at, JSON.writeValueAsString(event)));
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
