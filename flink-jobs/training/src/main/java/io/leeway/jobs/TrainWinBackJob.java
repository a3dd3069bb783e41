package io.leeway.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.leeway.decisions.winback.WinBackModel;
import io.leeway.jobs.options.TrainJobOptions;
import io.leeway.records.Decision;
import io.leeway.records.Outcome;
import io.leeway.records.Treatment;
import io.leeway.topics.DecisionJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Learns what win-back treatments bring from logged offers and their outcomes. */
@Command(
        name = "train-win-back",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Learns from logged offers and what became of them how much each treatment brings, by one model of the return and one of its margin, and writes both for `leeway win-back --uplift-model`.",
            "",
            "Both files hold JSON lines as leeway.offers and leeway.outcomes do. An outcome `return` is worth its value; `redemption` is what the offer cost, and is taken off."
                    + " Name only offers whose validity has ended."
        },
        footer = {
            "",
            "Example:",
            "  leeway train-win-back --offers offers.jsonl --outcomes outcomes.jsonl --output win-back.json --model-version 2"
        })
public final class TrainWinBackJob implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Regressions of fewer rows say nothing. */
    private static final int LEAST = 20;

    @Option(names = "--offers", required = true, paramLabel = "FILE", description = "Offers, a record a line.")
    private Path offers = Path.of("");

    @Option(names = "--outcomes", required = true, paramLabel = "FILE", description = "Outcomes, a record a line.")
    private Path outcomes = Path.of("");

    @Option(names = "--output", required = true, paramLabel = "FILE", description = "The model's file; replaced.")
    private Path output = Path.of("");

    @Option(
            names = "--model-version",
            paramLabel = "N",
            description = "The model's version. Default: ${DEFAULT-VALUE}.")
    private long version = TrainJobOptions.VERSION;

    public static void main(String[] arguments) {
        JobMain.run(new TrainWinBackJob(), arguments);
    }

    @Override
    public Integer call() throws Exception {
        train(offers, outcomes, output, version);
        return 0;
    }

    static void train(Path offers, Path outcomes, Path output, long version) throws IOException {
        Map<String, Double> margins = new HashMap<>();
        Set<String> returned = new HashSet<>();
        for (String line : lines(outcomes)) {
            Outcome outcome = DecisionJson.outcome(line.getBytes(StandardCharsets.UTF_8));
            if (outcome.kind() == Outcome.Kind.RETURN) {
                returned.add(outcome.decisionId());
                margins.merge(outcome.decisionId(), outcome.value(), Double::sum);
            } else if (outcome.kind() == Outcome.Kind.REDEMPTION) {
                margins.merge(outcome.decisionId(), -outcome.value(), Double::sum);
            }
        }
        Map<String, Decision> decisions = new HashMap<>();
        Map<String, double[]> features = new HashMap<>();
        for (String line : lines(offers)) {
            Decision decision = DecisionJson.decisions(line.getBytes(StandardCharsets.UTF_8))
                    .get(0);
            decisions.put(decision.id(), decision);
            features.put(decision.id(), features(JSON.readTree(line)));
        }
        String model = learn(new ArrayList<>(decisions.keySet()), decisions, features, margins, returned, version);
        Files.writeString(output, model);
        System.out.printf(
                "%s: version %d, digest %s, from %d offers of which %d shoppers came back%n",
                output, version, WinBackModel.parse(model).digest(), decisions.size(), returned.size());
    }

    private static String learn(
            List<String> ids,
            Map<String, Decision> decisions,
            Map<String, double[]> features,
            Map<String, Double> margins,
            Set<String> returned,
            long version) {
        ids.sort(null);
        int[] counts = new int[Treatment.values().length];
        double[][] rows = new double[ids.size()][];
        int[] treatments = new int[rows.length];
        double[] margin = new double[rows.length];
        double[] came = new double[rows.length];
        for (int row = 0; row < rows.length; row++) {
            String id = ids.get(row);
            Decision decision = decisions.get(id);
            if (decision == null) {
                throw new IllegalStateException("Every id is a decision's");
            }
            Treatment treatment = Treatment.of(decision.action());
            counts[treatment.ordinal()]++;
            rows[row] = features.getOrDefault(id, new double[0]);
            treatments[row] = treatment.ordinal();
            margin[row] = margins.getOrDefault(id, 0.0);
            came[row] = returned.contains(id) ? 1 : 0;
        }
        for (Treatment treatment : Treatment.values()) {
            if (counts[treatment.ordinal()] < LEAST) {
                throw new JobException("Expected at least " + LEAST + " offers of each treatment, found "
                        + counts[treatment.ordinal()] + " of " + treatment.id()
                        + "; run leeway win-back longer, without --uplift-model or with a larger --explore");
            }
        }
        return WinBackModel.learn(rows, treatments, margin, came, version);
    }

    private static double[] features(JsonNode offer) {
        return WinBackModel.FEATURES.stream()
                .mapToDouble(name -> offer.path("features").path(name).asDouble(Double.NaN))
                .toArray();
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream()
                    .filter(line -> !line.isBlank())
                    .toList();
        } catch (IOException e) {
            throw new JobException("Expected JSON lines in " + file + ", found none that can be read; name a file", e);
        }
    }
}
