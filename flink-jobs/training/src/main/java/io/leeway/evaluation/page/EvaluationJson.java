package io.leeway.evaluation.page;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leeway.evaluation.Bound;
import io.leeway.evaluation.Comparison;
import io.leeway.evaluation.Evaluation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * An evaluation for machines:
 * {@code {"task":…,"model":{"auc":…},"rules":{"recency":{"auc":…},…},"difference":{"auc":{"overRule":"recency","value":…,"low":…,"high":…},…}}},
 * and beside it the intervals, protocol, facts, notes and earlier cuts; of a simulated shop
 * {@code "bayes":{"auc":…,"reached":{"auc":…}}} too, the best there can be and the part of it that
 * the model reaches. A figure that is no number (a precision where nothing was called) is
 * {@code null}.
 */
public final class EvaluationJson {
    private static final ObjectMapper JSON = new ObjectMapper();

    private EvaluationJson() {}

    public static ObjectNode of(Evaluation evaluation) {
        ObjectNode json = JSON.createObjectNode();
        json.put("task", evaluation.task());
        compare(evaluation.comparison(), json);
        json.put("headline", evaluation.headline());
        evaluation.protocol().forEach(json.putArray("protocol")::add);
        evaluation.notes().forEach(json.putArray("notes")::add);
        evaluation.facts().forEach(json.putObject("facts")::put);
        Bound bound = evaluation.bound();
        if (bound != null) {
            ObjectNode best = json.putObject(bound.name());
            figures(bound.figures(), best);
            figures(bound.reached(), best.putObject("reached"));
            intervals(bound.reached(), best.putObject("reachedIntervals"));
            intervals(bound.figures(), best.putObject("intervals"));
        }
        ObjectNode origins = json.putObject("origins");
        evaluation.origins().forEach((name, comparison) -> compare(comparison, origins.putObject(name)));
        return json;
    }

    public static void write(Evaluation evaluation, Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        JSON.writerWithDefaultPrettyPrinter().writeValue(file.toFile(), of(evaluation));
    }

    private static void compare(Comparison comparison, ObjectNode json) {
        json.put("rows", comparison.rows());
        json.put("shoppers", comparison.shoppers());
        figures(comparison.model(), json.putObject("model"));
        ObjectNode rules = json.putObject("rules");
        comparison.rules().forEach((name, figures) -> figures(figures, rules.putObject(name)));
        ObjectNode differences = json.putObject("difference");
        comparison.differences().forEach((name, difference) -> {
            ObjectNode one = differences.putObject(name);
            one.put("overRule", difference.overRule());
            number(one, "value", difference.value());
            number(one, "low", difference.low());
            number(one, "high", difference.high());
            one.put("higherIsBetter", difference.higherIsBetter());
        });
        ObjectNode intervals = json.putObject("intervals");
        intervals(comparison.model(), intervals.putObject("model"));
        ObjectNode ofRules = intervals.putObject("rules");
        comparison.rules().forEach((name, figures) -> intervals(figures, ofRules.putObject(name)));
    }

    private static void figures(Map<String, Comparison.Estimate> figures, ObjectNode json) {
        figures.forEach((name, estimate) -> number(json, name, estimate.value()));
    }

    private static void intervals(Map<String, Comparison.Estimate> figures, ObjectNode json) {
        figures.forEach((name, estimate) -> {
            ObjectNode interval = json.putObject(name);
            number(interval, "low", estimate.low());
            number(interval, "high", estimate.high());
        });
    }

    private static void number(ObjectNode json, String name, double value) {
        if (Double.isFinite(value)) {
            json.put(name, value);
        } else {
            json.putNull(name);
        }
    }
}
