package io.leeway.cli.sql;

import io.leeway.cli.console.TextTable;
import io.leeway.cli.console.UserError;
import io.leeway.cli.options.PrintingCommand;
import io.leeway.functions.FunctionCatalogue;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code leeway functions}: what SQL functions there are. */
@Command(
        name = "functions",
        mixinStandardHelpOptions = true,
        description = "Prints the SQL functions: all, one in detail, or the script that registers them.",
        footer = {"", "Example:", "  leeway functions INTEREST_DRIFT", "  leeway functions --sql > functions.sql"})
@SuppressWarnings("NullAway.Init") // picocli sets what is required or has a default
public final class FunctionsCommand extends PrintingCommand {

    @Parameters(paramLabel = "NAME", arity = "0..1", description = "The function to print in detail.")
    private @Nullable String name;

    @Option(names = "--sql", description = "Print the SQL script that registers all functions.")
    private boolean sql;

    @Override
    public Integer call() {
        PrintWriter out = out();
        if (sql) {
            FunctionCatalogue.script().forEach(out::println);
        } else if (name == null) {
            TextTable table = new TextTable().row("function", "gives", "works in");
            for (FunctionCatalogue function : FunctionCatalogue.values()) {
                table.row(function.name(), function.result().replaceFirst("[(<].*", " …"), function.modes());
            }
            table.lines().forEach(out::println);
            out.println();
            out.println("All at once: LOAD MODULE leeway; in detail: leeway functions NAME");
        } else {
            print(out, name);
        }
        return 0;
    }

    private static void print(PrintWriter out, String name) {
        FunctionCatalogue function = FunctionCatalogue.find(name)
                .orElseThrow(
                        () -> new UserError("Expected one of " + FunctionCatalogue.names() + ", found '" + name + "'"));
        out.println(function.signature());
        out.println("  → " + function.result());
        out.println();
        out.println(function.meaning());
        out.println("Null:     " + function.nulls());
        out.println("Works in: " + function.modes());
        out.println("Class:    " + function.implementation().getName());
        out.println("Example:  " + function.example() + ";");
    }
}
