package io.leeway.cli.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.leeway.cli.Leeway;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Users bring their own files: an evaluation by the options that describe any CSV, its rules held
 * against a plain count over the same orders.
 */
class EvaluateOwnColumnsTest {

    /** 2026-01-01T00:00:00Z, and 11 weeks later the cut. */
    private static final long START = 1_767_225_600L;

    private static final long DAY = 86_400;
    private static final long CUT = START + 77 * DAY;
    private static final long HORIZON = 14 * DAY;

    @TempDir
    private Path folder;

    private final StringWriter err = new StringWriter();

    private record Order(String client, long time, boolean takenBack) {}

    @Test
    void theRulesAreThoseOfTheFile() throws IOException {
        List<Order> orders = orders(70);
        Path report = folder.resolve("report.json");

        assertThat(run("churn", orders, report)).as(err.toString()).isZero();

        // Returns are no purchases, and events after the cut are not yet known as of it.
        Map<String, List<Long>> before = new HashMap<>();
        Map<String, List<Long>> after = new HashMap<>();
        orders.stream()
                .filter(order -> !order.takenBack && order.time <= CUT + HORIZON)
                .forEach(order -> (order.time <= CUT ? before : after)
                        .computeIfAbsent(order.client, key -> new ArrayList<>())
                        .add(order.time));
        JsonNode found = new ObjectMapper().readTree(report.toFile());
        assertThat(found.get("rows").asInt()).isEqualTo(before.size()).isGreaterThan(50);
        assertThat(found.at("/rules/recency/auc").asDouble())
                .isCloseTo(auc(before, after, times -> -Collections.max(times)), within(1e-9));
        assertThat(found.at("/rules/frequency/auc").asDouble())
                .isCloseTo(
                        auc(before, after, times -> -times.stream()
                                .map(time -> time / DAY)
                                .distinct()
                                .count()),
                        within(1e-9));
        assertThat(found.at("/model/auc").asDouble()).isBetween(.5, 1.0);
        assertThat(found.at("/difference/auc/overRule").asText()).isNotEmpty();
        assertThat(found.at("/notes"))
                .as("notes of other datasets")
                .isNotEmpty()
                .allSatisfy(
                        note -> assertThat(note.asText()).doesNotContain("Online Retail", "Journey", "2011", "2017"));
    }

    @Test
    void eachEpsilonIsShownBesideTheModelWithout() throws IOException {
        Path report = folder.resolve("privacy.json");

        assertThat(run("churn-privacy", orders(70), report)).as(err.toString()).isZero();

        JsonNode found = new ObjectMapper().readTree(report.toFile());
        assertThat(found.at("/model/auc").asDouble()).isBetween(.5, 1.0);
        assertThat(found.get("rules").fieldNames()).toIterable().containsExactly("ε=8", "ε=4", "ε=2", "ε=1");
        assertThat(found.get("rules"))
                .allSatisfy(figures -> assertThat(figures.get("auc").asDouble()).isBetween(.1, 1.0));
    }

    private int run(String task, List<Order> orders, Path report) throws IOException {
        Path file = folder.resolve("sales.txt");
        List<String> lines = new ArrayList<>(orders.stream()
                .map(order -> (order.takenBack ? "R" : "S") + order.time % 1000 + "|" + order.client + "|" + order.time
                        + "|shoes|" + (order.takenBack ? -1 : 2) + "|9.5")
                .toList());
        Collections.shuffle(lines, new Random(5));
        lines.add(0, "bill|client|at|sku|units|each");
        Files.write(file, lines);
        return run("evaluate --task " + task + " --dataset " + file + " --delimiter | --type purchase"
                + " --column user=client --column item=sku --column quantity=units --column price=each"
                + " --column time=at --time-format seconds --cancellation bill=R --cut 2026-03-19 --horizon 14 --cuts 0"
                + " --report " + report);
    }

    @Test
    void columnsBesideAFormatAreRefused() {
        assertThat(run("evaluate --task churn --dataset x.csv --format rees46 --column user=client"))
                .isEqualTo(1);
        assertThat(err.toString())
                .contains("Expected --format or columns, found both")
                .matches("[^\n]+\n");
        err.getBuffer().setLength(0);
        assertThat(run("evaluate --task churn --dataset x.csv --format kaggle")).isEqualTo(1);
        assertThat(err.toString()).contains("online-retail, rees46").matches("[^\n]+\n");
    }

    private int run(String line) {
        return Leeway.commandLine(false)
                .setOut(new PrintWriter(new StringWriter()))
                .setErr(new PrintWriter(err))
                .execute(line.split(" "));
    }

    /**
     * Some come every few days and some every few weeks, some stop coming; each order is at another
     * second.
     */
    private static List<Order> orders(int clients) {
        Random random = new Random(11);
        List<Order> orders = new ArrayList<>();
        for (int client = 0; client < clients; client++) {
            long cycle = DAY * (2 + random.nextInt(10));
            long leaves = random.nextInt(2) == 0 ? START + random.nextInt((int) (95 * DAY)) : Long.MAX_VALUE;
            long time = START + random.nextLong(cycle);
            while (time < CUT + HORIZON + 7 * DAY && time < leaves) {
                orders.add(new Order("c" + client, time, random.nextInt(15) == 0));
                time += cycle / 2 + random.nextLong(cycle);
            }
        }
        return orders;
    }

    /**
     * Over all pairs of one who stayed away and one who came: how often the first scores higher;
     * half of a draw.
     */
    private static double auc(
            Map<String, List<Long>> before, Map<String, List<Long>> after, ToDoubleFunction<List<Long>> score) {
        Map<Boolean, List<Double>> scores = before.entrySet().stream()
                .collect(Collectors.partitioningBy(
                        entry -> after.containsKey(entry.getKey()),
                        Collectors.mapping(entry -> score.applyAsDouble(entry.getValue()), Collectors.toList())));
        double won = 0;
        for (double away : scores.get(false)) {
            for (double came : scores.get(true)) {
                won += away > came ? 1 : away == came ? .5 : 0;
            }
        }
        return won / scores.get(true).size() / scores.get(false).size();
    }
}
