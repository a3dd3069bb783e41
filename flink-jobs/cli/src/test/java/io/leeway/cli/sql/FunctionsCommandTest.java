package io.leeway.cli.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.leeway.cli.console.UserError;
import io.leeway.functions.FunctionCatalogue;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine;

class FunctionsCommandTest {

    @ParameterizedTest
    @EnumSource(FunctionCatalogue.class)
    void eachIsListedExplainedAndRegistered(FunctionCatalogue function) {
        assertThat(said()).anyMatch(line -> line.startsWith(function.name() + " ") && line.contains(function.modes()));
        assertThat(said(function.name().toLowerCase(Locale.ROOT)))
                .contains(function.meaning(), "Null:     " + function.nulls(), "Example:  " + function.example() + ";");
        assertThat(said("--sql"))
                .anyMatch(line -> line.contains(" " + function.name() + " ")
                        && line.contains("'" + function.implementation().getName() + "'"));
    }

    @Test
    void anUnknownOneIsAnsweredWithTheNames() {
        assertThatExceptionOfType(UserError.class)
                .isThrownBy(() -> said("NO_SUCH"))
                .withMessageContaining("'NO_SUCH'")
                .withMessageContaining("INTEREST_DRIFT");
    }

    private static List<String> said(String... arguments) {
        StringWriter out = new StringWriter();
        CommandLine command = new CommandLine(new FunctionsCommand()).setOut(new PrintWriter(out, true));
        FunctionsCommand functions = command.getCommand();
        command.parseArgs(arguments);
        functions.call();
        return out.toString().lines().toList();
    }
}
