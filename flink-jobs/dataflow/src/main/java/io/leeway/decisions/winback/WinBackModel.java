package io.leeway.decisions.winback;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leeway.estimators.LogisticRegression;
import io.leeway.estimators.RidgeRegression;
import io.leeway.estimators.Standardisation;
import io.leeway.records.Treatment;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What comes of each treatment: the probability of coming back, a logistic regression in which
 * every treatment moves the odds along the features, times the margin of a return, net of what the
 * treatment costs. What comes without treatment is learned from all rows together, so that little
 * is left to learn of each treatment. It is right only where treatments were drawn given the
 * features: a log of {@link OfferBudget} is.
 *
 * @param digest of its file: 32 hexadecimal digits
 * @param products of the features' products
 * @param returns coming back
 * @param values the net margin of those who did
 */
public record WinBackModel(
        String name,
        long version,
        String digest,
        Standardisation scale,
        Standardisation products,
        LogisticRegression returns,
        RidgeRegression values) {
    /** What it is asked, in order. */
    public static final List<String> FEATURES = List.of(
            "churn-logit",
            "log-recency-days",
            "log-gap-days",
            "recency-per-gap",
            "log-silence-days",
            "log-views-per-purchase",
            "ad-click-rate",
            "review-rate");

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LEVELS = Treatment.values().length;
    private static final double RIDGE = 1e-3;
    /** Columns of effects are made small, so that one ridge holds them more. */
    private static final double OF_EFFECTS = 0.3;

    /**
     * Learns.
     *
     * @param features of each row, as {@link #FEATURES} names them
     * @param treatments each row's ordinal
     * @param margins what came of it, net
     * @param returned whether they came back: 1 or 0
     */
    public static String learn(
            double[][] features, int[] treatments, double[] margins, double[] returned, long version) {
        Standardisation scale = Standardisation.of(features);
        double[][] crossed =
                Arrays.stream(features).map(row -> products(scale.apply(row))).toArray(double[][]::new);
        Standardisation products = Standardisation.of(crossed);
        double[][] rows = new double[features.length][];
        boolean[] came = new boolean[features.length];
        for (int row = 0; row < rows.length; row++) {
            rows[row] = columns(scale.apply(features[row]), products.apply(crossed[row]), treatments[row]);
            came[row] = returned[row] > 0;
        }
        int[] those = IntStream.range(0, rows.length).filter(row -> came[row]).toArray();
        ObjectNode file = JSON.createObjectNode().put("model", "win-back").put("version", version);
        FEATURES.forEach(file.putArray("features")::add);
        for (Treatment treatment : Treatment.values()) {
            file.withArray("treatments").add(treatment.id());
        }
        file.set("means", JSON.valueToTree(scale.means()));
        file.set("deviations", JSON.valueToTree(scale.deviations()));
        file.set("productMeans", JSON.valueToTree(products.means()));
        file.set("productDeviations", JSON.valueToTree(products.deviations()));
        file.set(
                "return",
                JSON.valueToTree(LogisticRegression.fit(rows, came, RIDGE).weights()));
        file.set(
                "value",
                JSON.valueToTree(RidgeRegression.fit(
                                IntStream.of(those)
                                        .mapToObj(row -> valueColumns(scale.apply(features[row]), treatments[row]))
                                        .toArray(double[][]::new),
                                IntStream.of(those)
                                        .mapToDouble(row -> margins[row])
                                        .toArray(),
                                1e-2)
                        .weights()));
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
                new Standardisation(numbers(file.path("means")), numbers(file.path("deviations"))),
                new Standardisation(numbers(file.path("productMeans")), numbers(file.path("productDeviations"))),
                new LogisticRegression(numbers(file.path("return"))),
                new RidgeRegression(numbers(file.path("value"))));
    }

    private static List<String> strings(JsonNode array) {
        return Arrays.asList(JSON.convertValue(array.isArray() ? array : JSON.createArrayNode(), String[].class));
    }

    private static double[] numbers(JsonNode array) {
        return JSON.convertValue(array.isArray() ? array : JSON.createArrayNode(), double[].class);
    }

    private static String digest(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java has SHA-256", impossible);
        }
    }

    /** The expected margin of each treatment, net of its cost. */
    public double[] margins(double[] features) {
        double[] row = scale.apply(features);
        double[] crossed = products.apply(products(row));
        double[] margins = new double[LEVELS];
        for (Treatment treatment : Treatment.values()) {
            int level = treatment.ordinal();
            double always = treatment == Treatment.MESSAGE ? treatment.mostCost() : 0;
            margins[level] =
                    returns.probability(columns(row, crossed, level)) * values.value(valueColumns(row, level)) - always;
        }
        return margins;
    }

    /** The probability of coming back under a treatment. */
    double returnProbability(double[] features, Treatment treatment) {
        double[] row = scale.apply(features);
        return returns.probability(columns(row, products.apply(products(row)), treatment.ordinal()));
    }

    /** Squares and products: who comes anyhow and who is gone are at both ends of one column. */
    private static double[] products(double[] row) {
        double[] products = new double[row.length * (row.length + 1) / 2];
        int next = 0;
        for (int i = 0; i < row.length; i++) {
            for (int j = 0; j <= i; j++) {
                products[next++] = row[i] * row[j];
            }
        }
        return products;
    }

    private static double[] columns(double[] row, double[] crossed, int level) {
        int width = row.length;
        double[] columns = new double[width + crossed.length + (LEVELS - 1) * (width + 1)];
        System.arraycopy(row, 0, columns, 0, width);
        System.arraycopy(crossed, 0, columns, width, crossed.length);
        if (level > 0) {
            int from = width + crossed.length + (level - 1) * (width + 1);
            columns[from] = 1;
            for (int i = 0; i < width; i++) {
                columns[from + 1 + i] = OF_EFFECTS * row[i];
            }
        }
        return columns;
    }

    private static double[] valueColumns(double[] row, int level) {
        double[] columns = Arrays.copyOf(row, row.length + LEVELS);
        columns[row.length + level] = 1;
        return columns;
    }
}
