package io.leeway.cli.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.leeway.cli.console.UserError;
import io.leeway.cli.scores.PublishedScore;
import io.leeway.cli.scores.PublishedScoreJson;
import io.leeway.topics.Topics;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The scores of a fault-free bounded run of the same input, read from the JSON-lines files that it
 * left in {@code <folder>/leeway.scores.churn} and {@code <folder>/leeway.scores.interest},
 * sub-folders included. Files whose names begin with a dot or an underscore are unfinished and left
 * out.
 *
 * @param figuresById every figure of a score by its id
 * @param doubled lines whose id an earlier line has; a reference run has none
 */
record ExpectedScores(Map<String, double[]> figuresById, long doubled) {

    /** @throws UserError when there is no such folder, or a line is no score */
    static ExpectedScores read(Path folder) {
        Map<String, double[]> figures = new HashMap<>();
        LongAdder doubled = new LongAdder();
        for (String topic : List.of(Topics.CHURN, Topics.INTEREST)) {
            lines(folder.resolve(topic), line -> {
                PublishedScore score = PublishedScoreJson.parse(line.getBytes(UTF_8));
                doubled.add(figures.put(score.head().id(), score.figures()) == null ? 0 : 1);
            });
        }
        return new ExpectedScores(figures, doubled.sum());
    }

    private static List<Path> files(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new UserError("Expected the reference run's scores in " + folder
                    + ", found no such folder; name the folder above it with --expected");
        }
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    .filter(file -> !file.getFileName().toString().matches("[._].*"))
                    .toList();
        }
    }

    /** Every line of the topic's files, in no order. */
    static void lines(Path folder, Consumer<String> reader) {
        try {
            for (Path file : files(folder)) {
                try (BufferedReader lines = Files.newBufferedReader(file)) {
                    int number = 0;
                    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                        number++;
                        accept(reader, line, file, number);
                    }
                }
            }
        } catch (IOException e) {
            throw UserError.found(
                    "the reference run's records in " + folder, e, "name another folder with --expected", e);
        }
    }

    private static void accept(Consumer<String> reader, String line, Path file, int number) {
        try {
            reader.accept(line);
        } catch (IllegalArgumentException e) {
            throw new UserError(file + ", line " + number + ": " + e.getMessage(), e);
        }
    }
}
