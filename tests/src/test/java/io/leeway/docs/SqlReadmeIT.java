package io.leeway.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** The commands of sql/README.md and the questions of the cookbook, read from them and run as a new user would. It takes minutes, hence the flag. */
@EnabledIfSystemProperty(
        named = "leeway.cookbook",
        matches = "true",
        disabledReason = "it takes minutes; -Dleeway.cookbook=true runs it")
class SqlReadmeIT {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern COMMANDS = Pattern.compile("(?s)```sh\n(.*?)```");
    private static final Pattern QUESTION =
            Pattern.compile("(?s)## \\d+\\. .*?```sql\n(.*?)```\n\n```\n\\+[-+]+\\+\n(\\|.*?)\n");
    private static final Pattern HEADER = Pattern.compile("(?m)^\\+[-+]+\\+\n(\\|.*)\n\\+[-+]+\\+$");

    @Test
    void everyCommandAndEveryQuestionWorks(@TempDir Path folder) throws Exception {
        String readme = Files.readString(ROOT.resolve("sql/README.md"));
        Matcher commands = COMMANDS.matcher(readme);
        assertThat(commands.find()).isTrue();
        List<String> lines = commands.group(1).lines().toList();
        assertThat(lines).hasSize(5);
        Files.createSymbolicLink(folder.resolve("sql"), ROOT.resolve("sql"));
        List<String> queries = new ArrayList<>();
        List<String> columns = new ArrayList<>();
        for (String theme : List.of("DRIFT", "CHURN", "SHOP")) {
            String page = Files.readString(ROOT.resolve("sql/COOKBOOK-" + theme + ".md"));
            for (Matcher question = QUESTION.matcher(page); question.find(); ) {
                queries.add(question.group(1));
                columns.add(names(question.group(2)));
            }
        }
        assertThat(queries).hasSize(20);
        Files.writeString(folder.resolve("questions.sql"), String.join("\n", queries));

        for (String line : lines.subList(0, 3)) {
            run(folder, line);
        }
        String answers = run(folder, lines.get(3) + " -i sql/20_features/stored.sql -f questions.sql");
        List<String> answered = new ArrayList<>();
        for (Matcher header = HEADER.matcher(answers); header.find(); ) {
            answered.add(names(header.group(1)));
        }
        // A small shop has no answer to some: then the client prints no table.
        assertThat(columns).as(answers).containsAll(answered);
        assertThat(answered).as(answers).hasSizeGreaterThan(14);
        assertThat(answers.lines().filter(line -> line.matches("(.*\\d+ rows? in set|.*Empty set) \\(.*")))
                .as(answers)
                .hasSize(20);
        assertThat(run(folder, lines.get(4))).contains("SHOPPER_FEATURES", "TF_PREDICT");
    }

    /** Column names without their padding, which depends on what stands below. */
    private static String names(String header) {
        return header.replaceAll("\\s+", " ");
    }

    private static String run(Path folder, String command) throws IOException, InterruptedException {
        Path output = folder.resolve("output.log");
        Process process = new ProcessBuilder(
                        "bash", "-c", command.replaceFirst("^\\./leeway", "'" + ROOT.resolve("leeway") + "'"))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor(6, TimeUnit.MINUTES))
                    .as(command + " ends")
                    .isTrue();
            String said = Files.readString(output);
            assertThat(process.exitValue()).as("%s%n%s", command, said).isZero();
            return said;
        } finally {
            process.destroy();
        }
    }
}
