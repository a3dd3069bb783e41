package io.leeway.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The project's documents and main sources, and their lines. */
final class Documents {

    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private static final Map<Path, String> SOURCES = readSources();

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

    /** All sources in Java, by file. */
    static Map<Path, String> sources() {
        return SOURCES;
    }

    private static Map<Path, String> readSources() {
        try {
            return find(".java", "/src/").stream().collect(Collectors.toMap(file -> file, Documents::read));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read sources", e);
        }
    }

    static List<Path> find(String ending, String within) throws IOException {
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

    /**
     * The lines of a document's blocks of code, with continued ones put together.
     *
     * @param language of the blocks; empty: all
     */
    static List<String> codeLines(Path document, String language) {
        List<String> lines = new ArrayList<>();
        boolean isCode = false;
        boolean isWanted = false;
        for (String line : read(document).lines().toList()) {
            if (line.strip().startsWith("```")) {
                isCode = !isCode;
                isWanted = isCode && (language.isEmpty() || line.strip().equals("```" + language));
            } else if (isWanted) {
                lines.add(line);
            }
        }
        return joined(lines);
    }

    /** Lines of which those that end with a backslash continue. */
    static List<String> joined(List<String> lines) {
        List<String> joined = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String each : lines) {
            line.append(each.strip());
            if (each.endsWith("\\")) {
                line.setCharAt(line.length() - 1, ' ');
            } else {
                joined.add(line.toString());
                line.setLength(0);
            }
        }
        return joined;
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
