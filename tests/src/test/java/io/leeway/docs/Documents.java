package io.leeway.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The project's documents and main sources, and their lines. */
final class Documents {

    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    /** Words that plain technical English does not need, as a regular expression; a comment's margin may part two of them. */
    private static final Pattern FORBIDDEN = Pattern.compile(
            "\\b(?:whoever|nobody|somebody|anew|hears?|told|foretold|goes[\\s*]+on)\\b", Pattern.CASE_INSENSITIVE);

    private Documents() {}

    static List<Path> all() throws IOException {
        return find(".md", "/");
    }

    static List<Path> mainSources() throws IOException {
        return find(".java", "/src/main/");
    }

    private static List<Path> find(String ending, String within) throws IOException {
        try (Stream<Path> files = Files.walk(ROOT)) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .filter(file -> ("/" + ROOT.relativize(file)).contains(within))
                    .filter(file -> !("/" + ROOT.relativize(file)).matches(".*/(target|\\.\\w+|leeway-out)/.*"))
                    .sorted()
                    .toList();
        }
    }

    /** Where forbidden words are: file, line and word. */
    static List<String> forbiddenWords(List<Path> files) {
        return files.stream()
                .flatMap(file -> {
                    String text = read(file);
                    return FORBIDDEN.matcher(text).results().map(match -> "%s:%d: %s"
                            .formatted(
                                    ROOT.relativize(file),
                                    text.substring(0, match.start()).lines().count(),
                                    match.group().replaceAll("[\\s*]+", " ")));
                })
                .toList();
    }

    /** A document without its blocks of code. */
    static String prose(Path document) {
        return read(document).replaceAll("(?ms)^ *```.*?^ *```", "");
    }

    /** The anchors of a document's headings, as GitHub makes them. */
    static List<String> anchors(Path document) {
        List<String> anchors = new ArrayList<>();
        Matcher heading = Pattern.compile("(?m)^#+ (.*)$").matcher(prose(document));
        while (heading.find()) {
            anchors.add(heading.group(1)
                    .toLowerCase(Locale.ROOT)
                    .replaceAll("[^\\p{L}\\p{N}_ -]", "")
                    .replace(' ', '-'));
        }
        return anchors;
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file, e);
        }
    }
}
