package io.leeway.cli.data;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.leeway.cli.scores.SampleScores;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ShowCommandTest {

    @TempDir
    private Path folder;

    private final StringWriter printed = new StringWriter();
    private final StringWriter complained = new StringWriter();

    @BeforeEach
    void scores() throws Exception {
        StringBuilder churn = new StringBuilder();
        for (int i = 40; i > 0; i--) {
            churn.append(new String(SampleScores.churn(i, "window", i < 20, i / 40.0), UTF_8))
                    .append('\n');
        }
        Files.writeString(folder.resolve("churn.jsonl"), churn);
        Files.write(folder.resolve("interest.jsonl"), SampleScores.interest(7, "session-end", false, 0.5));
    }

    @Test
    void aShoppersScoresAreShownInOrderWithTheProfile() throws Exception {
        Files.writeString(
                folder.resolve("profiles.jsonl"), "{\"user\":\"u7\",\"events\":3}\n{\"user\":\"u1\",\"events\":9}\n");
        assertThat(run("u7")).isZero();
        assertThat(printed.toString())
                .contains(
                        "u7: probability of staying away of churn 1, 0.925 as of 2026-01-01T00:00:37Z",
                        "▂▄▆█",
                        "4 scores since 2026-01-01T00:00:07Z",
                        "u7: drift of interest of interest 1, 0.500 as of",
                        "baby -0.20 → toddler, or so +0.25; next toddler +0.30, baby +0.10",
                        "\"events\" : 3")
                .doesNotContain("\"events\" : 9");
    }

    @Test
    void reasonsStandBesideTheScoreThatHasThem() throws Exception {
        Files.write(folder.resolve("churn.jsonl"), SampleScores.churnWithReasons(7, "window", 0.9));
        assertThat(run("u7")).isZero();
        assertThat(printed.toString()).contains("live  silent for 5 weeks (+1.23); spend halved (+0.50)");
    }

    @Test
    void aStrangerAndAnAbsentFolderAreOneLineEach() {
        assertThat(run("u99")).isNotZero();
        assertThat(complained.toString()).contains("Expected the shopper u99 in " + folder);
        assertThat(new CommandLine(new ShowCommand())
                        .setErr(new PrintWriter(complained))
                        .execute("u7", "--out", folder.resolve("nowhere").toString()))
                .isNotZero();
        assertThat(complained.toString()).contains("run leeway demo first");
    }

    private int run(String user) {
        return new CommandLine(new ShowCommand())
                .setOut(new PrintWriter(printed))
                .setErr(new PrintWriter(complained))
                .execute(user, "--out", folder.toString());
    }
}
