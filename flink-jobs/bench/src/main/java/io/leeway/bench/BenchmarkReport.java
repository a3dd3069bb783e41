package io.leeway.bench;

import io.leeway.bench.measure.BenchmarkResult;
import io.leeway.cli.console.PrettyJson;
import io.leeway.cli.console.TextTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The figures as JSON for machines and as a table for people. */
final class BenchmarkReport {
    private BenchmarkReport() {}

    /**
     * Writes {@code {"machine": …, "results": […]}}, and the size where it is not the usual one.
     */
    static void write(Path file, double size, List<BenchmarkResult> results) throws IOException {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("machine", machine());
        if (size < 1) {
            report.put("size", size);
        }
        report.put("results", results);
        PrettyJson.write(file, report);
    }

    private static Map<String, Object> machine() {
        Map<String, Object> machine = new LinkedHashMap<>();
        machine.put("cores", Runtime.getRuntime().availableProcessors());
        machine.put("heapMegabytes", Runtime.getRuntime().maxMemory() >> 20);
        machine.put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        machine.put("java", System.getProperty("java.vendor") + " " + System.getProperty("java.version"));
        return machine;
    }

    static List<String> table(List<BenchmarkResult> results) {
        TextTable table = new TextTable().row("part", "of", "bundle", "ratio", "low", "high", "figures");
        for (BenchmarkResult result : results) {
            table.row(
                    result.name(),
                    orBlank(result.model()),
                    orBlank(result.bundle()),
                    orBlank(result.ratio()),
                    orBlank(result.low()),
                    orBlank(result.high()),
                    result.figures().entrySet().stream()
                            .map(figure -> figure.getKey() + " " + number(figure.getValue()))
                            .collect(Collectors.joining(", ")));
        }
        return table.lines();
    }

    private static String orBlank(@org.jspecify.annotations.Nullable Object cell) {
        return cell == null ? "" : String.valueOf(cell);
    }

    private static String number(Object figure) {
        return figure instanceof Long whole ? String.format(Locale.ROOT, "%,d", whole) : String.valueOf(figure);
    }
}
