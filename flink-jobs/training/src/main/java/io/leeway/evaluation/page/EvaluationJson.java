package io.leeway.evaluation.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leeway.evaluation.Bound;
import io.leeway.evaluation.Comparison;
import io.leeway.evaluation.Evaluation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;

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
            ObjectNode best = figures(bound.figures());
            best.set("reached", figures(bound.reached()));
            best.set("reachedIntervals", intervals(bound.reached()));
            best.set("intervals", intervals(bound.figures()));
            json.set(bound.name(), best);
        }
        json.set("origins", each(evaluation.origins(), comparison -> compare(comparison, JSON.createObjectNode())));
        return json;
    }

    public static void write(Evaluation evaluation, Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        JSON.writerWithDefaultPrettyPrinter().writeValue(file.toFile(), of(evaluation));
    }

    private static ObjectNode compare(Comparison comparison, ObjectNode json) {
        json.put("rows", comparison.rows());
        json.put("shoppers", comparison.shoppers());
        json.set("model", figures(comparison.model()));
        json.set("rules", each(comparison.rules(), EvaluationJson::figures));
        json.set("difference", each(comparison.differences(), difference -> {
            ObjectNode one = JSON.createObjectNode().put("overRule", difference.overRule());
            one.set("value", number(difference.value()));
            one.set("low", number(difference.low()));
            one.set("high", number(difference.high()));
            return one.put("higherIsBetter", difference.higherIsBetter());
        }));
        ObjectNode intervals = json.putObject("intervals");
        intervals.set("model", intervals(comparison.model()));
        intervals.set("rules", each(comparison.rules(), EvaluationJson::intervals));
        return json;
    }

    private static ObjectNode figures(Map<String, Comparison.Estimate> figures) {
        return each(figures, estimate -> number(estimate.value()));
    }

    private static ObjectNode intervals(Map<String, Comparison.Estimate> figures) {
        return each(figures, estimate -> {
            ObjectNode interval = JSON.createObjectNode();
            interval.set("low", number(estimate.low()));
            interval.set("high", number(estimate.high()));
            return interval;
        });
    }

    private static <T> ObjectNode each(Map<String, T> values, Function<T, JsonNode> as) {
        ObjectNode json = JSON.createObjectNode();
        values.forEach((name, value) -> json.set(name, as.apply(value)));
        return json;
    }

    private static JsonNode number(double value) {
        return Double.isFinite(value) ? DoubleNode.valueOf(value) : NullNode.getInstance();
    }
}
