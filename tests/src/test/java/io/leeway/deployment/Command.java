package io.leeway.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.leeway.cli.Leeway;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.stream.Stream;

/** The leeway command in this JVM, and what it says on standard error. */
final class Command {
    private Command() {}

    /** Runs a command that must fail with exit code 1 and exactly one line, and gives the line. */
    static String line(Object... arguments) {
        StringWriter err = new StringWriter();
        int code = Leeway.commandLine(false)
                .setErr(new PrintWriter(err))
                .execute(Stream.of(arguments).map(Object::toString).toArray(String[]::new));
        List<String> lines = err.toString().lines().toList();
        assertThat(lines).as(err.toString()).hasSize(1);
        assertThat(code).isOne();
        assertThat(lines.get(0)).startsWith("leeway: ").doesNotContain("unexpected", "--verbose");
        return lines.get(0);
    }
}
