package io.leeway.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.leeway.cli.Leeway;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.ParameterException;

/** Every leeway command that stands in a code block of a document is one that the command understands, options and all. */
class CommandsTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern COMMAND = Pattern.compile("^(?:\\$ )?(?:\\./|bin/)?leeway ([a-z-].*)$");
    private static final Pattern WORD = Pattern.compile("'([^']*)'|\"([^\"]*)\"|(\\S+)");

    @Test
    void theCommandUnderstandsWhatTheDocumentsSay() throws IOException {
        List<String> wrong = new ArrayList<>();
        int commands = 0;
        for (Path document : documents()) {
            for (String line : blocks(document)) {
                Matcher command = COMMAND.matcher(line);
                if (command.matches()) {
                    commands++;
                    refusal(words(command.group(1)))
                            .ifPresent(said -> wrong.add(ROOT.relativize(document) + ": " + line + ": " + said));
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(commands).isGreaterThan(30);
    }

    @Test
    void aWrongOptionIsSeen() {
        assertThat(refusal(List.of("model", "canary", "churn", "2", "--part", "0.1")))
                .isPresent();
        assertThat(refusal(List.of("model", "canary", "churn", "2", "--share", "0.1")))
                .isEmpty();
    }

    private static Optional<String> refusal(List<String> words) {
        try {
            Leeway.commandLine(false).parseArgs(words.toArray(String[]::new));
            return Optional.empty();
        } catch (ParameterException refused) {
            return Optional.of(String.valueOf(refused.getMessage()));
        }
    }

    private static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        for (Matcher word = WORD.matcher(line.replaceFirst("\\s+#.*$", "").replaceFirst("\\s+[|>].*$", ""));
                word.find(); ) {
            words.add(word.group(1) != null ? word.group(1) : word.group(2) != null ? word.group(2) : word.group(3));
        }
        return words;
    }

    private static List<Path> documents() throws IOException {
        try (Stream<Path> all = Files.walk(ROOT)) {
            return all.filter(path -> path.toString().endsWith(".md"))
                    .filter(path -> !ROOT.relativize(path).toString().contains("target/"))
                    .sorted()
                    .toList();
        }
    }

    /** The lines of code blocks, with continued ones put together. */
    private static List<String> blocks(Path document) throws IOException {
        List<String> lines = new ArrayList<>();
        boolean code = false;
        StringBuilder line = new StringBuilder();
        for (String each : Files.readAllLines(document)) {
            if (each.strip().startsWith("```")) {
                code = !code;
            } else if (code && each.endsWith("\\")) {
                line.append(each, 0, each.length() - 1).append(' ');
            } else if (code) {
                lines.add(line.append(each.strip()).toString());
                line.setLength(0);
            }
        }
        return lines;
    }
}
