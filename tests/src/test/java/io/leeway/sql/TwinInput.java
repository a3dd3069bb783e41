package io.leeway.sql;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leeway.records.Decision;
import io.leeway.records.DecisionKind;
import io.leeway.records.Outcome;
import io.leeway.records.SinkRecord;
import io.leeway.shopper.events.EventJson;
import io.leeway.shopper.events.EventType;
import io.leeway.shopper.events.ShopperEvent;
import io.leeway.topics.DecisionJson;
import io.leeway.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;

/** Random scores, events, decisions and outcomes, as values for a reference and as files for SQL, written by the classes that the jobs write with. */
final class TwinInput {
    static final Instant FROM = Instant.parse("2026-03-02T00:00:00Z");
    static final List<String> CATEGORIES = List.of("baby", "books", "garden", "toys");

    /** A probability that a shopper stays away. */
    record Churn(String id, String user, long atMillis, float probability) {}

    /** Where a shopper's interest moves. */
    record Moves(String id, String user, long atMillis, double drift, Map<String, Float> to, Map<String, Float> next) {}

    /** A bid with its campaign. */
    record Ad(Decision decision, String campaign) {}

    final List<Churn> churn = new ArrayList<>();
    final List<Moves> interest = new ArrayList<>();
    final List<ShopperEvent> events = new ArrayList<>();
    final List<Ad> ads = new ArrayList<>();
    final List<Decision> offers = new ArrayList<>();
    final List<Decision> recommended = new ArrayList<>();
    final List<Outcome> outcomes = new ArrayList<>();
    final Map<String, String> regions = new TreeMap<>();

    private static final JsonMapper JSON = new JsonMapper();
    private final List<Line> recommendations = new ArrayList<>();
    private final Random random;

    private record Line(long atMillis, String text) {}

    TwinInput(long seed) {
        this.random = new Random(seed);
        for (int user = 0; user < 12; user++) {
            shopper("u" + user);
        }
        churn.sort(Comparator.comparingLong(Churn::atMillis));
        interest.sort(Comparator.comparingLong(Moves::atMillis));
        events.sort(ShopperEvent.ORDER);
        ads.sort(Comparator.comparingLong(ad -> ad.decision().asOfMillis()));
        offers.sort(Comparator.comparingLong(Decision::asOfMillis));
        recommendations.sort(Comparator.comparingLong(Line::atMillis));
        outcomes.sort(Comparator.comparingLong(Outcome::timeMillis));
    }

    private void shopper(String user) {
        if (random.nextInt(4) > 0) {
            regions.put(user, List.of("north", "south").get(random.nextInt(2)));
        }
        for (int i = 0; i < 60; i++) {
            long at = instant(120);
            churn.add(new Churn("c" + churn.size(), user, at, random.nextFloat()));
        }
        for (int i = 0; i < 12; i++) {
            interest.add(new Moves("m" + interest.size(), user, instant(15), random.nextDouble(), gains(), shares()));
        }
        for (int i = 0; i < 150; i++) {
            int item = random.nextInt(20);
            EventType type = List.of(
                            EventType.VIEW, EventType.VIEW, EventType.CART, EventType.PURCHASE, EventType.SOCIAL)
                    .get(random.nextInt(5));
            events.add(new ShopperEvent(
                    "e" + events.size(),
                    type,
                    user,
                    "i" + item,
                    CATEGORIES.get(item % CATEGORIES.size()),
                    (5 + item) * (0.7 + 0.1 * random.nextInt(5)),
                    "EUR",
                    1,
                    0,
                    null,
                    null,
                    instant(15)));
        }
        for (int i = 0; i < 20; i++) {
            decide(user, i);
        }
    }

    private void decide(String user, int number) {
        long at = instant(15);
        String campaign = "campaign-" + random.nextInt(3);
        Decision ad = decision(DecisionKind.AD, user, at, "ad" + number, campaign + "/app", false);
        ads.add(new Ad(ad, campaign));
        long shown = at + 1000 + random.nextInt(86_400_000);
        if (random.nextInt(3) > 0) {
            outcomes.add(new Outcome(ad.id(), user, Outcome.Kind.IMPRESSION, shown, -0.01 * random.nextInt(50)));
            if (random.nextBoolean()) {
                outcomes.add(new Outcome(ad.id(), user, Outcome.Kind.CLICK, shown + 1000, 0));
                if (random.nextBoolean()) {
                    // Some come too late to count.
                    long later = shown + Duration.ofDays(random.nextInt(9)).toMillis() + 5000;
                    outcomes.add(new Outcome(ad.id(), user, Outcome.Kind.CONVERSION, later, random.nextInt(90)));
                }
            }
        }
        boolean control = random.nextInt(4) == 0;
        Decision offer = decision(
                DecisionKind.OFFER,
                user,
                instant(15),
                "o" + number,
                control ? "none" : "coupon-" + random.nextInt(2),
                control);
        offers.add(offer);
        if (random.nextBoolean()) {
            long back =
                    offer.asOfMillis() + Duration.ofHours(random.nextInt(800)).toMillis() + 1;
            outcomes.add(new Outcome(offer.id(), user, Outcome.Kind.RETURN, back, 12));
            outcomes.add(new Outcome(offer.id(), user, Outcome.Kind.RETURN, back + 60_000, 3));
        }
        recommend(user, number);
    }

    private void recommend(String user, int number) {
        Decision list = decision(DecisionKind.RECOMMENDATION, user, instant(15), "r" + number, "list", false);
        ObjectNode node = DecisionJson.object(list);
        node.remove(List.of("action", "propensity", "predicted"));
        ArrayNode items = node.putArray("items");
        for (int position = 0; position < 3; position++) {
            ObjectNode item = items.addObject()
                    .put("item", "i" + random.nextInt(20))
                    .put("position", position)
                    .put("score", random.nextDouble())
                    .put("propensity", 0.25);
            if (random.nextInt(5) > 0) {
                item.put("predicted", random.nextDouble());
            }
            item.put("reason", "popular");
            if (random.nextInt(3) == 0) {
                outcomes.add(new Outcome(
                        DecisionJson.itemId(list.id(), position),
                        user,
                        random.nextBoolean() ? Outcome.Kind.CLICK : Outcome.Kind.IMPRESSION,
                        list.asOfMillis() + 1 + random.nextInt(900_000_000),
                        0));
            }
        }
        SinkRecord outgoing = DecisionJson.outgoing(Topics.RECOMMENDATIONS, list, node);
        String text = text(outgoing);
        recommendations.add(new Line(list.asOfMillis(), text));
        recommended.addAll(DecisionJson.decisions(text.getBytes(StandardCharsets.UTF_8)));
    }

    private Decision decision(DecisionKind kind, String user, long at, String subject, String action, boolean control) {
        return new Decision(
                Decision.id(kind, user, at, subject),
                kind,
                user,
                at,
                "",
                kind == DecisionKind.OFFER ? "uplift" : "click",
                1 + random.nextInt(2),
                action,
                0.5,
                random.nextInt(5) == 0 ? Double.NaN : random.nextDouble(),
                control,
                random.nextInt(5));
    }

    private long instant(int days) {
        return FROM.toEpochMilli() + (long) (random.nextDouble() * days * 86_400_000);
    }

    private Map<String, Float> gains() {
        Map<String, Float> gains = new TreeMap<>();
        CATEGORIES.stream()
                .filter(category -> random.nextBoolean())
                .forEach(category -> gains.put(category, 0.3f * random.nextFloat()));
        return gains;
    }

    private Map<String, Float> shares() {
        Map<String, Float> shares = new TreeMap<>();
        CATEGORIES.forEach(category -> shares.put(category, random.nextFloat() / CATEGORIES.size()));
        return shares;
    }

    /** Writes the files that sql/10_sources/*_files.sql name, a file a table. */
    void write(Path folder) {
        write(
                folder,
                "scores/leeway.scores.churn",
                churn.stream().map(TwinInput::line).toList());
        write(
                folder,
                "scores/leeway.scores.interest",
                interest.stream().map(TwinInput::line).toList());
        GoldenFiles.write(
                folder.resolve("history/events-1.jsonl"),
                events.stream()
                        .map(event -> new String(EventJson.write(event), StandardCharsets.UTF_8))
                        .toList());
        write(
                folder,
                "decisions/leeway.ads",
                ads.stream()
                        .map(ad -> text(DecisionJson.outgoing(
                                Topics.ADS,
                                ad.decision(),
                                DecisionJson.object(ad.decision())
                                        .put("campaign", ad.campaign())
                                        .put("channel", "app")
                                        .put("category", "toys")
                                        .put("gain", 0.1))))
                        .toList());
        write(
                folder,
                "decisions/leeway.offers",
                offers.stream()
                        .map(offer -> text(DecisionJson.outgoing(
                                Topics.OFFERS, offer, DecisionJson.object(offer).put("value", 3))))
                        .toList());
        write(
                folder,
                "decisions/leeway.recommendations",
                recommendations.stream().map(Line::text).toList());
        write(
                folder,
                "decisions/leeway.outcomes",
                outcomes.stream()
                        .map(outcome -> text(DecisionJson.outgoing(outcome)))
                        .toList());
        write(
                folder,
                "regions",
                regions.entrySet().stream()
                        .map(region -> JSON.createObjectNode()
                                .put("user", region.getKey())
                                .put("region", region.getValue())
                                .toString())
                        .toList());
    }

    private static void write(Path folder, String table, List<String> lines) {
        GoldenFiles.write(folder.resolve(table).resolve("part-0"), lines);
    }

    private static String text(SinkRecord outgoing) {
        return new String(Objects.requireNonNull(outgoing.value()), StandardCharsets.UTF_8);
    }

    private static String line(Churn score) {
        return head(score.id(), score.user(), score.atMillis(), "churn")
                .put("probability", score.probability())
                .toString();
    }

    private static String line(Moves score) {
        ObjectNode node =
                head(score.id(), score.user(), score.atMillis(), "interest").put("drift", score.drift());
        node.putArray("from");
        ArrayNode to = node.putArray("to");
        score.to()
                .forEach((category, change) ->
                        to.addObject().put("category", category).put("change", change));
        ArrayNode next = node.putArray("next");
        score.next()
                .forEach((category, share) ->
                        next.addObject().put("category", category).put("probability", share));
        return node.toString();
    }

    private static ObjectNode head(String id, String user, long at, String model) {
        return JSON.createObjectNode()
                .put("id", id)
                .put("user", user)
                .put("asOf", Instant.ofEpochMilli(at).toString())
                .put("model", model)
                .put("version", 1)
                .put("backfill", false);
    }
}
