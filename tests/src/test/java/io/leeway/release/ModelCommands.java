package io.leeway.release;

import io.leeway.cli.Leeway;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;

/**
 * {@code leeway model} in this process.
 *
 * @param code of its end
 * @param said on both streams
 */
record ModelCommands(int code, String said) {
    static ModelCommands run(String... arguments) {
        List<String> line = new ArrayList<>(List.of("model"));
        line.addAll(List.of(arguments));
        StringWriter printed = new StringWriter();
        CommandLine command = Leeway.commandLine(false);
        command.setOut(new PrintWriter(printed));
        command.setErr(new PrintWriter(printed));
        int code = command.execute(line.toArray(String[]::new));
        System.out.println("leeway " + String.join(" ", line) + "\n" + printed);
        return new ModelCommands(code, printed.toString());
    }
}
