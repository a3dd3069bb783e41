package io.leeway.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the alerts and the dashboard of {@code k8s/base/monitoring} ask Prometheus. */
public final class Monitoring {
    private static final Pattern VARIABLE = Pattern.compile("label_values\\((.*),\\s*\\w+\\)");

    private Monitoring() {}

    /** The metrics that an alert, a panel or a variable of the dashboard names, and that are not among these. */
    public static Set<String> missingFrom(Set<String> told) {
        return missingFrom(told, expressions());
    }

    static Set<String> missingFrom(Set<String> told, List<String> expressions) {
        Set<String> missing = new TreeSet<>();
        expressions.forEach(expression -> missing.addAll(MetricNames.in(expression)));
        missing.removeAll(told);
        return missing;
    }

    static List<String> expressions() {
        List<String> expressions = new ArrayList<>();
        alerts().forEach(alert -> expressions.add(alert.path("expr").asText()));
        JsonNode dashboard = dashboard();
        dashboard.path("panels").forEach(panel -> panel.path("targets")
                .forEach(target -> expressions.add(target.path("expr").asText())));
        for (JsonNode variable : dashboard.at("/templating/list")) {
            Matcher query = VARIABLE.matcher(variable.path("query").asText());
            if (query.matches()) {
                expressions.add(query.group(1));
            }
        }
        return expressions;
    }

    static List<JsonNode> alerts() {
        List<JsonNode> alerts = new ArrayList<>();
        for (Manifest rules : Manifest.parse(read("rules.yaml"))) {
            rules.tree().at("/spec/groups").forEach(group -> group.path("rules").forEach(alerts::add));
        }
        return alerts;
    }

    static JsonNode dashboard() {
        return Manifest.parse(read("dashboard.json")).get(0).tree();
    }

    private static String read(String file) {
        return Kustomizations.read(
                Kustomizations.FOLDER.resolve("base/monitoring").resolve(file));
    }
}
