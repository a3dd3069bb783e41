package io.leeway.training;

import io.leeway.model.ManifestFile;
import io.leeway.model.ModelManifest;
import io.leeway.records.FeatureVector;
import io.leeway.shopper.Task;
import io.leeway.training.dataset.TrainingRows;
import io.leeway.training.dataset.Vocabulary;
import io.leeway.training.fitting.ServedModel;
import io.leeway.training.fitting.TrainingObjective;
import io.leeway.training.options.TrainingProgress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/** Models of one task side by side: size, speed on the same rows, and figures. */
public final class ModelComparison {
    private static final int ROUNDS = 5;
    private static final double NANOS = 1e9;

    /**
     * One of them.
     *
     * @param bytes of all files of the model's directory
     * @param rowsPerSecond the middle of five rounds, in which the models took turns
     */
    public record Entry(
            String name,
            String architecture,
            String weights,
            long bytes,
            long variableBytes,
            double rowsPerSecond,
            Map<String, Double> metrics) {}

    private ModelComparison() {}

    public static List<Path> directories(Path models, Task task, long version) {
        return Stream.concat(Stream.of(task.id()), Training.variants(task).stream())
                .map(name -> models.resolve(name).resolve(Long.toString(version)))
                .toList();
    }

    public static List<Entry> of(Task task, List<Path> directories, List<FeatureVector> vectors, LongSupplier nanos) {
        double[][] rates = new double[directories.size()][ROUNDS];
        List<Entry> entries = new ArrayList<>();
        for (int round = -1; round < ROUNDS; round++) {
            for (int at = 0; at < directories.size(); at++) {
                double rate = rate(task, directories.get(at), vectors, nanos);
                // The first round warms up.
                if (round >= 0) {
                    rates[at][round] = rate;
                }
            }
        }
        for (int at = 0; at < directories.size(); at++) {
            Arrays.sort(rates[at]);
            Path directory = directories.get(at);
            ModelManifest manifest = ManifestFile.read(directory);
            entries.add(new Entry(
                    manifest.name(),
                    manifest.training().getOrDefault("architecture", ""),
                    manifest.training().getOrDefault("weights", ""),
                    bytes(directory),
                    bytes(directory.resolve("variables")),
                    rates[at][ROUNDS / 2],
                    manifest.metrics()));
        }
        return List.copyOf(entries);
    }

    private static double rate(Task task, Path directory, List<FeatureVector> vectors, LongSupplier nanos) {
        TrainingObjective objective = task == Task.CHURN ? TrainingObjective.BINARY : TrainingObjective.DISTRIBUTION;
        TrainingRows rows = new TrainingRows(
                task, vectors, new Vocabulary(ManifestFile.read(directory).vocabulary()));
        try (ServedModel model = new ServedModel(directory, objective)) {
            long begun = nanos.getAsLong();
            model.answer(rows, "", TrainingProgress.none(), (from, to, answers) -> {});
            return rows.size() * NANOS / Math.max(1, nanos.getAsLong() - begun);
        }
    }

    private static long bytes(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            long sum = 0;
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                sum += Files.size(file);
            }
            return sum;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
