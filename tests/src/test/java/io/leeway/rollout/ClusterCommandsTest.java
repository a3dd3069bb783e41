package io.leeway.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.leeway.cli.Leeway;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The commands of the page on operations, in text and in blocks, are ones that the command understands. */
class ClusterCommandsTest {

    private static final Pattern IN_TEXT = Pattern.compile("`\\./(leeway (?:cluster|run|savepoint|rehearse)[^`]*)`");

    @Test
    void everyCommandOfThePageIsOne() throws IOException {
        String page = Files.readString(Path.of("..", "flink-jobs", "cli", "OPERATIONS.md"));
        Matcher inText = IN_TEXT.matcher(page);
        List<String> commands = Stream.concat(
                        page.lines()
                                .filter(line -> line.startsWith("./leeway "))
                                .map(line -> line.substring(2)),
                        inText.results().map(match -> match.group(1)))
                .map(line -> line.replaceFirst("\\s+#.*", ""))
                .toList();
        assertThat(commands).hasSizeGreaterThan(8);
        assertThat(commands)
                .allSatisfy(command ->
                        assertThatCode(() -> parse(command)).as(command).doesNotThrowAnyException());
    }

    private static void parse(String command) {
        CommandLine leeway = Leeway.commandLine(false);
        String[] words = command.replace("PORT", "8081").replace("N ", "4 ").split("\\s+");
        leeway.parseArgs(Arrays.copyOfRange(words, 1, words.length));
    }
}
