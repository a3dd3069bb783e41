package io.leeway.sql;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leeway.oracle.Request;
import io.leeway.shopper.FeatureSpec;
import io.leeway.shopper.Task;
import io.leeway.shopper.Trigger;
import io.leeway.sql.ReferenceScores.Scored;
import io.leeway.sql.ReferenceScores.Share;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What sql/ has to write of the reference's scores, in the columns of sql/50_sinks/files.sql. */
final class ReferenceLines {
    static final double AT_RISK = 0.6;
    static final double DRIFTING = 0.3;
    static final double GAINING = 0.05;

    private static final JsonMapper JSON = new JsonMapper();

    private ReferenceLines() {}

    static List<ObjectNode> churn(List<Scored> scores) {
        return scores.stream()
                .map(score -> head(score, "churn").put("probability", rounded(score.probability())))
                .toList();
    }

    static List<ObjectNode> interest(List<Scored> scores) {
        return scores.stream()
                .map(score -> {
                    ObjectNode line = head(score, "interest").put("drift", rounded(score.drift()));
                    line.set("from", shares(score.from(), "change"));
                    line.set("to", shares(score.to(), "change"));
                    line.set("next", shares(score.next(), "probability"));
                    return line;
                })
                .toList();
    }

    static List<ObjectNode> atRisk(List<Scored> scores) {
        List<ObjectNode> lines = new ArrayList<>();
        Map<String, Double> before = new HashMap<>();
        for (Scored score : scores) {
            Double last = before.put(score.user(), score.probability());
            if (score.probability() >= AT_RISK && (last == null || last < AT_RISK)) {
                ObjectNode line = JSON.createObjectNode()
                        .put("user", score.user())
                        .put("asOf", time(score.asOfMillis()))
                        .put("probability", rounded(score.probability()));
                lines.add(
                        last == null
                                ? line.putNull("probability_before")
                                : line.put("probability_before", rounded(last)));
            }
        }
        return lines;
    }

    static List<ObjectNode> audience(List<Scored> scores) {
        List<ObjectNode> lines = new ArrayList<>();
        for (Scored score : scores) {
            for (Share gain : score.to()) {
                if (score.drift() >= DRIFTING && gain.value() >= GAINING) {
                    lines.add(JSON.createObjectNode()
                            .put("category", gain.category())
                            .put("user", score.user())
                            .put("asOf", time(score.asOfMillis()))
                            .put("gain", rounded(gain.value()))
                            .put("drift", rounded(score.drift())));
                }
            }
        }
        return lines;
    }

    static List<ObjectNode> demand(List<Scored> scores) {
        TreeMap<String, TreeMap<String, Scored>> latest = new TreeMap<>();
        for (Scored score : scores) {
            String day = time(score.asOfMillis()).substring(0, 10) + "T00:00:00";
            latest.computeIfAbsent(day, none -> new TreeMap<>()).put(score.user(), score);
        }
        List<ObjectNode> lines = new ArrayList<>();
        latest.forEach((day, ofDay) -> {
            TreeMap<String, Double> shoppers = new TreeMap<>();
            ofDay.values().forEach(score -> score.next()
                    .forEach(next -> shoppers.merge(next.category(), next.value(), Double::sum)));
            shoppers.forEach((category, sum) -> lines.add(JSON.createObjectNode()
                    .put("day", day)
                    .put("category", category)
                    .put("shoppers", rounded(sum))));
        });
        return lines;
    }

    /** What `leeway backfill --features` writes, and sql/20_features/stored.sql reads. */
    static List<ObjectNode> features(List<Scored> scores) {
        return scores.stream()
                .map(score -> {
                    ObjectNode line =
                            JSON.createObjectNode().put("user_id", score.user()).put("as_of", time(score.asOfMillis()));
                    line.set(
                            "triggers",
                            JSON.valueToTree(Trigger.ids(score.request().triggers())));
                    line.put("is_backfill", isBackfill(score));
                    for (Task task : Task.values()) {
                        line.set(task.id(), features(task, score.request()));
                    }
                    return line;
                })
                .toList();
    }

    private static ObjectNode features(Task task, Request request) {
        ObjectNode features = JSON.createObjectNode();
        for (FeatureSpec feature : task.features()) {
            features.set(
                    feature.name().replace('.', '_'),
                    JSON.valueToTree(request.features().get(feature.name())));
        }
        return features;
    }

    private static ObjectNode head(Scored score, String model) {
        ObjectNode line = JSON.createObjectNode()
                .put("id", id(score, model))
                .put("user", score.user())
                .put("asOf", time(score.asOfMillis()));
        line.set("triggers", JSON.valueToTree(Trigger.ids(score.request().triggers())));
        return line.put("version", AnalyticModels.VERSION).put("backfill", isBackfill(score));
    }

    private static boolean isBackfill(Scored score) {
        return score.asOfMillis() < GoldenHistory.SEAM.toEpochMilli();
    }

    private static String time(long millis) {
        return Instant.ofEpochMilli(millis).toString();
    }

    private static String id(Scored score, String model) {
        String name = String.join(
                "\0",
                score.user(),
                Long.toString(score.asOfMillis()),
                Integer.toString(score.request().triggers()),
                model,
                Integer.toString(AnalyticModels.VERSION));
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static ArrayNode shares(List<Share> shares, String name) {
        ArrayNode array = JSON.createArrayNode();
        shares.forEach(
                share -> array.addObject().put("category", share.category()).put(name, rounded(share.value())));
        return array;
    }

    /** The sums of other machines may end otherwise. */
    private static double rounded(double value) {
        return Math.round(value * 1e8) / 1e8;
    }
}
