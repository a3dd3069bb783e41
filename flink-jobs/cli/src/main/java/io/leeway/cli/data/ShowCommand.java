package io.leeway.cli.data;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.leeway.cli.console.Sparkline;
import io.leeway.cli.console.TextTable;
import io.leeway.cli.console.UserError;
import io.leeway.cli.options.PrintingCommand;
import io.leeway.cli.scores.PublishedInterestScore;
import io.leeway.cli.scores.PublishedScore;
import io.leeway.cli.scores.PublishedScoreJson;
import io.leeway.text.VisibleText;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code leeway show USER}: what is known of a shopper, from the files that a demo left. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description = "Prints a shopper's scores, their history and the profile, from the files of a demo or backfill.",
        footer = {"", "Example:", "  leeway show u42 --out leeway-out"})
@SuppressWarnings("NullAway.Init") // picocli sets what is required or has a default
public final class ShowCommand extends PrintingCommand {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int CHART_WIDTH = 72;

    @Parameters(paramLabel = "USER", description = "The shopper, as the events name them.")
    private String user;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "The folder with churn.jsonl and interest.jsonl. Default: ${DEFAULT-VALUE}.")
    private Path out = Path.of("leeway-out");

    @Option(
            names = "--last",
            paramLabel = "N",
            description = "Prints the last N scores of each model. Default: ${DEFAULT-VALUE}.")
    private int last = 12;

    @Override
    public Integer call() throws IOException {
        PrintWriter printer = out();
        List<PublishedScore> churn = scores("churn.jsonl");
        List<PublishedScore> interest = scores("interest.jsonl");
        Optional<JsonNode> profile = profile();
        if (churn.isEmpty() && interest.isEmpty() && profile.isEmpty()) {
            throw new UserError("Expected the shopper " + VisibleText.of(user) + " in " + out
                    + ", found no score and no profile of that name; the users are in the column user of "
                    + out.resolve("churn.csv"));
        }
        print(printer, "probability of staying away", churn);
        print(printer, "drift of interest", interest);
        profile.ifPresent(
                found -> ("profile\n" + found.toPrettyString()).lines().forEach(printer::println));
        return 0;
    }

    private void print(PrintWriter printer, String what, List<PublishedScore> scores) {
        if (scores.isEmpty()) {
            return;
        }
        PublishedScore first = scores.get(0);
        PublishedScore latest = scores.get(scores.size() - 1);
        printer.printf(
                Locale.ROOT,
                "%s: %s of %s, %.3f as of %s%n",
                user,
                what,
                latest.head().model() + " " + latest.head().version(),
                latest.value(),
                latest.head().asOf());
        printer.println("  "
                + Sparkline.of(
                        scores.stream().mapToDouble(PublishedScore::value).toArray(), CHART_WIDTH));
        printer.println("  " + scores.size() + " scores since " + first.head().asOf());
        TextTable table = new TextTable().row("  as of", "value", "triggers", "", "");
        for (PublishedScore score : scores.subList(Math.max(0, scores.size() - last), scores.size())) {
            table.row(
                    "  " + score.head().asOf(),
                    String.format(Locale.ROOT, "%.3f", score.value()),
                    String.join("+", score.head().triggers()),
                    score.head().backfill() ? "backfill" : "live",
                    why(score));
        }
        table.lines().forEach(printer::println);
        printer.println();
    }

    private static String why(PublishedScore score) {
        String why = score.reasons().stream()
                .map(reason -> String.format(Locale.ROOT, "%s (%+.2f)", reason.words(), reason.contribution()))
                .collect(Collectors.joining("; "));
        if (score instanceof PublishedInterestScore interest) {
            return names(interest.from()) + " → " + names(interest.to()) + "; next " + names(interest.next())
                    + (why.isEmpty() ? "" : "; for " + why);
        }
        return why;
    }

    private static String names(List<PublishedScore.Category> categories) {
        return categories.isEmpty()
                ? "–"
                : categories.stream()
                        .limit(3)
                        .map(category -> String.format(Locale.ROOT, "%s %+.2f", category.category(), category.value()))
                        .collect(Collectors.joining(", "));
    }

    /** In order of as-of time; a file may hold each partition's order only. */
    private List<PublishedScore> scores(String name) throws IOException {
        List<PublishedScore> scores = new ArrayList<>();
        Path file = out.resolve(name);
        if (!Files.exists(file)) {
            throw new UserError("Expected scores in " + file
                    + ", found no such file; run leeway demo first, or name its folder with --out");
        }
        for (String line : linesWithUser(file)) {
            PublishedScore score = PublishedScoreJson.parse(line.getBytes(UTF_8));
            if (score.head().user().equals(user)) {
                scores.add(score);
            }
        }
        scores.sort(Comparator.comparing(score -> score.head().asOf()));
        return scores;
    }

    private Optional<JsonNode> profile() throws IOException {
        Path file = out.resolve("profiles.jsonl");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        JsonNode found = null;
        for (String line : linesWithUser(file)) {
            JsonNode node = JSON.readTree(line);
            found = node.path("user").asText().equals(user) ? node : found;
        }
        return Optional.ofNullable(found);
    }

    private List<String> linesWithUser(Path file) throws IOException {
        String quoted = JSON.writeValueAsString(user);
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.contains(quoted)).toList();
        }
    }
}
