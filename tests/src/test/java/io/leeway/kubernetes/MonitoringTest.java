package io.leeway.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** That the running job tells every metric named here is {@code MetricsIT}'s to hold. */
class MonitoringTest {
    @Test
    void namesAreFoundInExpressions() {
        assertThat(MetricNames.in("time() - max by (namespace, app) (last_done{app=~\"a{1,2}|up\"} > 0) / 1000 > 120"))
                .containsExactly("last_done");
        assertThat(MetricNames.in("sum without (pod) (rate(rows[5m])) and on (app) wrong:name offset 1h or absent(up)"))
                .containsExactly("rows", "up", "wrong:name");
        assertThat(MetricNames.in("histogram_quantile(0.99, sum by (le) (increase(x_bucket[5m] offset 2d))) > 6e9"))
                .containsExactly("x_bucket");
        assertThat(MetricNames.in("label_replace(a, 'b', '$1', 'c', '(.*)') * ignoring(d) group_left(e) f"))
                .containsExactly("a", "f");
    }

    @Test
    void rulesAndDashboardAsk() {
        assertThat(Monitoring.alerts()).hasSizeGreaterThan(10);
        assertThat(Monitoring.dashboard().path("panels").size()).isGreaterThan(15);
        assertThat(Monitoring.expressions()).hasSizeGreaterThan(40).doesNotContain("");
        assertThat(Monitoring.missingFrom(Set.of())).hasSizeGreaterThan(25).allMatch(name -> name.startsWith("flink_"));
    }

    @Test
    void aWrongNameIsFound() {
        Set<String> told = Monitoring.missingFrom(Set.of());
        List<String> expressions = new ArrayList<>(Monitoring.expressions());
        assertThat(Monitoring.missingFrom(told, expressions)).isEmpty();
        expressions.add("sum by (app) (rate(flink_taskmanager_job_task_operator_row{app=\"x\"}[1m])) > 0");
        assertThat(Monitoring.missingFrom(told, expressions))
                .containsExactly("flink_taskmanager_job_task_operator_row");
    }

    /** A folder or file of k8s/ in a command. */
    @Test
    void whatTheReadmeNamesIsThere() {
        Matcher paths = Pattern.compile("\\bk8s/[\\w./-]+\\w")
                .matcher(Kustomizations.read(Kustomizations.FOLDER.resolve("README.md")));
        List<String> named = new ArrayList<>();
        while (paths.find()) {
            named.add(paths.group());
        }
        assertThat(named).hasSizeGreaterThan(8).allSatisfy(path -> assertThat(
                        Kustomizations.FOLDER.resolveSibling(path))
                .exists());
    }

    /** Each alert has its page, and each page its alert. */
    @Test
    void everyAlertLeadsToARunbook() throws IOException {
        Set<String> pages;
        try (Stream<Path> files = Files.list(Kustomizations.FOLDER.resolve("runbooks"))) {
            pages = Set.copyOf(files.map(file -> file.getFileName().toString()).toList());
        }
        List<JsonNode> alerts = Monitoring.alerts();
        assertThat(alerts)
                .extracting(alert -> {
                    String link = alert.at("/annotations/runbook_url").asText();
                    return link.substring(link.lastIndexOf('/') + 1);
                })
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(pages);
        assertThat(alerts).allSatisfy(alert -> {
            String link = alert.at("/annotations/runbook_url").asText();
            Path page = Kustomizations.FOLDER.resolve("runbooks").resolve(link.substring(link.lastIndexOf('/') + 1));
            assertThat(Files.readString(page))
                    .startsWith("# " + alert.path("alert").asText() + "\n")
                    .contains("**Look at**", "**Do**");
            assertThat(alert.at("/labels/severity").asText()).isIn("critical", "warning");
        });
    }
}
