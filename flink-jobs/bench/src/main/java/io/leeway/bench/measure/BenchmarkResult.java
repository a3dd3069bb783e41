package io.leeway.bench.measure;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One line of a report.
 *
 * @param model or what else was varied; null where nothing was
 * @param bundle rows a call; null where no model is called
 * @param ratio the middle of the rounds' ratios; null for what is no ratio
 * @param figures the other figures by name, each with its unit in it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({"name", "model", "bundle", "ratio"})
public record BenchmarkResult(
        String name,
        @Nullable String model,
        @Nullable Integer bundle,
        @Nullable Double ratio,
        @Nullable Double low,
        @Nullable Double high,
        @JsonAnyGetter Map<String, Object> figures) {

    public BenchmarkResult {
        figures = new TreeMap<>(figures);
    }

    public static BenchmarkResult ratio(
            String name,
            @Nullable String model,
            @Nullable Integer bundle,
            RoundSpread spread,
            Map<String, Object> figures) {
        return new BenchmarkResult(
                name, model, bundle, round(spread.middle()), round(spread.low()), round(spread.high()), figures);
    }

    public static BenchmarkResult figures(String name, @Nullable String model, Map<String, Object> figures) {
        return new BenchmarkResult(name, model, null, null, null, null, figures);
    }

    /** A run has no more than three significant decimals. */
    public static double round(double value) {
        return Math.abs(value) >= 100 ? Math.rint(value) : Math.rint(value * 1000) / 1000;
    }
}
