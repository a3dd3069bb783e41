package io.leeway.decisions.winback;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leeway.evaluation.uplift.LoggedTreatments;
import io.leeway.evaluation.uplift.UpliftModel;
import io.leeway.records.Treatment;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * What comes of each treatment, learned doubly robust from logged ones: the margin, net of what the treatment costs, and the probability of coming back.
 *
 * @param name the model's
 * @param version its version, from 1
 * @param digest of its file: 32 hexadecimal digits
 * @param margin by treatment
 * @param returns probability by treatment, not yet held to [0, 1]
 */
public record WinBackModel(String name, long version, String digest, UpliftModel margin, UpliftModel returns) {
    /** What it is asked, in order. */
    public static final List<String> FEATURES = List.of(
            "churn-logit",
            "log-recency-days",
            "log-gap-days",
            "recency-per-gap",
            "log-views-per-purchase",
            "ad-click-rate",
            "review-rate");

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LEVELS = Treatment.values().length;
    private static final double RIDGE = 0.1;

    /**
     * Learns.
     *
     * @param features of each row, as {@link #FEATURES} names them
     * @param treatments each row's ordinal
     * @param margins what came of it, net
     * @param returned whether they came back: 1 or 0
     * @param propensities of the treatment that was given
     * @return the model's file
     */
    public static String learn(
            double[][] features,
            int[] treatments,
            double[] margins,
            double[] returned,
            double[] propensities,
            long version) {
        double[][] rows = Arrays.stream(features).map(WinBackModel::crossed).toArray(double[][]::new);
        ObjectNode file = JSON.createObjectNode().put("model", "win-back").put("version", version);
        FEATURES.forEach(file.putArray("features")::add);
        for (Treatment treatment : Treatment.values()) {
            file.withArray("treatments").add(treatment.id());
        }
        file.set(
                "margin",
                UpliftModel.fit(new LoggedTreatments(rows, treatments, margins, propensities, LEVELS), RIDGE, 1)
                        .toJson());
        file.set(
                "return",
                UpliftModel.fit(new LoggedTreatments(rows, treatments, returned, propensities, LEVELS), RIDGE, 1)
                        .toJson());
        return file.toString();
    }

    /**
     * Reads a model's file.
     *
     * @throws IllegalArgumentException where it is none, or asks for other features or treatments
     */
    public static WinBackModel parse(String text) {
        JsonNode file;
        try {
            file = JSON.readTree(text);
        } catch (IOException e) {
            throw new IllegalArgumentException("Expected a win-back model's JSON, found " + e.getMessage(), e);
        }
        List<String> features = strings(file.path("features"));
        List<String> treatments = strings(file.path("treatments"));
        List<String> known =
                Arrays.stream(Treatment.values()).map(Treatment::id).toList();
        if (!features.equals(FEATURES) || !treatments.equals(known)) {
            throw new IllegalArgumentException("Expected a win-back model of the features " + FEATURES
                    + " and the treatments " + known + ", found " + features + " and " + treatments);
        }
        return new WinBackModel(
                file.path("model").asText(),
                file.path("version").asLong(),
                digest(text),
                UpliftModel.fromJson(file.path("margin")),
                UpliftModel.fromJson(file.path("return")));
    }

    private static List<String> strings(JsonNode array) {
        return Arrays.asList(JSON.convertValue(array.isArray() ? array : JSON.createArrayNode(), String[].class));
    }

    private static String digest(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java has SHA-256", impossible);
        }
    }

    /** The expected margin of each treatment. */
    public double[] margins(double[] features) {
        return margin.expected(crossed(features));
    }

    /** The probability of coming back under a treatment. */
    double returnProbability(double[] features, Treatment treatment) {
        return Math.min(1, Math.max(0, returns.expected(crossed(features))[treatment.ordinal()]));
    }

    /** Columns, their squares and products: who comes anyhow and who is gone are at both ends of one column. */
    private static double[] crossed(double[] row) {
        int width = row.length;
        double[] crossed = new double[width + width * (width + 1) / 2];
        System.arraycopy(row, 0, crossed, 0, width);
        int next = width;
        for (int i = 0; i < width; i++) {
            for (int j = 0; j <= i; j++) {
                crossed[next++] = row[i] * row[j];
            }
        }
        return crossed;
    }
}
