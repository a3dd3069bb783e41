package io.leeway.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.leeway.cli.Leeway;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person sees who asks for something that there is not. */
class BenchCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    @Test
    void aPartThatThereIsNotIsOneLineAndLeavesNothing() {
        Path report = folder.resolve("b.json");
        assertThat(run("bench", "--only", "growht", "--report", report.toString()))
                .isOne();
        assertThat(err.toString().lines())
                .singleElement()
                .asString()
                .matches("leeway: Expected --only with one of \\[.*bundle-over-raw.*], found 'growht'.*");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void noRoundsAtAllIsOneLine() {
        assertThat(run("bench", "--rounds", "0")).isOne();
        assertThat(err.toString().lines())
                .containsExactly("leeway: Expected at least 1 round, found 0; give another --rounds");
    }

    @Test
    void aSizeOfNothingIsOneLine() {
        assertThat(run("bench", "--size", "0")).isOne();
        assertThat(err.toString().lines())
                .containsExactly("leeway: Expected a size above 0 up to 1, found 0.0; give another --size");
    }

    @Test
    void aForeignModelThatThereIsNotIsOneLine() {
        Path absent = folder.resolve("absent");
        assertThat(run("bench", "--foreign-model", absent.toString())).isOne();
        assertThat(err.toString().lines())
                .containsExactly("leeway: Expected the folder of a SavedModel, found none at " + absent
                        + "; give another --foreign-model or leave it out");
    }

    @Test
    void theHelpShowsExamplesAndEveryPart() {
        assertThat(run("bench", "--help")).isZero();
        assertThat(out.toString())
                .contains("Examples:", "leeway bench --report b.json", "leeway bench --only bundle-over-raw");
        String help = out.toString().replaceAll("\\s+", " ");
        assertThat(help).contains("Parts: " + BenchCommand.PARTS);
        assertThat(Arrays.asList(BenchCommand.PARTS.split(", ")))
                .as("what the help names is what --only takes")
                .containsExactlyInAnyOrderElementsOf(BenchCommand.names());
    }

    private int run(String... arguments) {
        return Leeway.commandLine(false)
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }
}
