package io.leeway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.leeway.cli.console.UserError;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Command;

/** What a person sees of the command itself: help, version, and errors of one line. */
class LeewayTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void withoutACommandItShowsWhatThereIs() {
        assertThat(run(false, null)).isZero();
        assertThat(out.toString()).contains("leeway", "Examples:", "--verbose");
    }

    @Test
    void aWrongCommandLineIsAnsweredInTwoLinesAndExitsWithTwo() {
        assertThat(run(false, null, "--nonsense")).isEqualTo(2);
        assertThat(err.toString())
                .startsWith("leeway: Unknown option: '--nonsense'")
                .contains("leeway --help");
        assertThat(err.toString().lines()).hasSizeLessThanOrEqualTo(2);
    }

    @Test
    void anErrorForPeopleIsOneLineAndExitsWithOne() {
        UserError error = new UserError("Expected a folder, found nothing at x; name one with --out");
        assertThat(run(false, error, "fail")).isOne();
        assertThat(err.toString().lines())
                .containsExactly("leeway: Expected a folder, found nothing at x; name one with --out");
    }

    @Test
    void anErrorForPeopleIsFoundBelowWhatWrapsIt() {
        RuntimeException wrapped = new IllegalStateException("Job failed", new UserError("No broker at y"));
        assertThat(run(false, wrapped, "fail")).isOne();
        assertThat(err.toString().lines()).containsExactly("leeway: No broker at y");
    }

    @Test
    void severalLinesBecomeOne() {
        assertThat(run(false, new UserError("first\n  second"), "fail")).isOne();
        assertThat(err.toString().lines()).containsExactly("leeway: first; second");
    }

    @Test
    void anUnforeseenErrorNamesItsCauseAndWhereToLook() {
        Exception unforeseen = new UncheckedIOException("outer", new IOException("disk full"));
        assertThat(run(false, unforeseen, "fail")).isOne();
        assertThat(err.toString().lines())
                .containsExactly("leeway: unexpected IOException: disk full (--verbose shows where)");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theStackTraceIsShownOnDemand(boolean byVariable) {
        UserError error = new UserError("No broker at y");
        assertThat(byVariable ? run(true, error, "fail") : run(false, error, "fail", "--verbose"))
                .isOne();
        assertThat(err.toString()).startsWith("leeway: No broker at y").contains("    at ");
    }

    private int run(boolean debug, Exception failure, String... arguments) {
        // Settings reach the subcommands that are there already, so the late one needs them again.
        return Leeway.commandLine(debug)
                .addSubcommand(new Fail(failure))
                .setExecutionExceptionHandler(new OneLineErrors(debug))
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }

    @Command(name = "fail", mixinStandardHelpOptions = true)
    private static final class Fail implements Callable<Integer> {

        private final Exception failure;

        Fail(Exception failure) {
            this.failure = failure;
        }

        @Override
        public Integer call() throws Exception {
            throw failure;
        }
    }
}
