package io.leeway.sources.importers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A text file with a shopper a line, {@code user item item …}, separated by spaces, items in order
 * of time and without times: the form in which next-item data sets are published. Without times its
 * lines are no events; they are sequences.
 */
public final class ItemSequenceFile {

    public static final String FORMAT = "sequences";

    private ItemSequenceFile() {}

    /**
     * Each shopper's items, in the order of the file.
     *
     * @param input the file, or a folder with one {@code .txt} file
     */
    public static Map<String, List<String>> read(Path input) throws IOException {
        Path file = Files.isDirectory(input) ? only(input) : input;
        if (!Files.isReadable(file)) {
            throw new ImportException(
                    "Expected a file of sequences at " + file + ", found none that can be read; name one");
        }
        Map<String, List<String>> sequences = new LinkedHashMap<>();
        int number = 0;
        for (String line : Files.readAllLines(file)) {
            number++;
            if (line.isBlank()) {
                continue;
            }
            List<String> words = List.of(line.strip().split("\\s+", -1));
            if (words.size() < 2 || sequences.containsKey(words.get(0))) {
                throw new ImportException("Expected 'user item item …' with every user once, found in line " + number
                        + " of " + file + (words.size() < 2 ? " no item" : " user " + words.get(0) + " again")
                        + "; correct the line");
            }
            sequences.put(words.get(0), words.subList(1, words.size()));
        }
        if (sequences.isEmpty()) {
            throw new ImportException("Expected sequences in " + file + ", found an empty file; name another");
        }
        return sequences;
    }

    private static Path only(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> texts =
                    files.filter(file -> file.toString().endsWith(".txt")).toList();
            if (texts.size() != 1) {
                throw new ImportException("Expected one .txt file of sequences in " + folder + ", found " + texts.size()
                        + "; name the file");
            }
            return texts.get(0);
        }
    }
}
