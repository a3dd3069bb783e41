package io.leeway.cli;

import io.leeway.cli.console.VisibleWriter;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.apache.flink.util.SerializedThrowable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/**
 * Prints what went wrong as one line, {@code leeway: …}, and ends with exit code 1.
 *
 * <p>An exception of the house ({@code io.leeway}) carries a message for people; it is looked for
 * along the causes, because Flink wraps what a job throws. Any other exception is printed as
 * unexpected. The stack trace is for {@code --verbose} or the environment variable
 * {@code LEEWAY_DEBUG}.
 */
final class OneLineErrors implements IExecutionExceptionHandler {

    private static final int LONGEST_CHAIN = 64;

    private final boolean debug;

    /** @param debug whether to print stack traces even without {@code --verbose} */
    OneLineErrors(boolean debug) {
        this.debug = debug;
    }

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
        boolean verbose = debug || isVerbose(command);
        boolean clear = verbose || isForPeople(forPeople(failure));
        PrintWriter err = new VisibleWriter(command.getErr());
        err.println("leeway: " + line(failure) + (clear ? "" : " (--verbose shows where)"));
        if (verbose) {
            StringWriter trace = new StringWriter();
            failure.printStackTrace(new PrintWriter(trace));
            // No line of a message begins where those of the command do.
            trace.toString().replace("\t", "  ").lines().forEach(line -> err.println("  " + line));
        }
        err.flush();
        return CommandLine.ExitCode.SOFTWARE;
    }

    /**
     * The message of the outermost exception of the house, else the innermost cause's class and
     * message.
     */
    static String line(Throwable failure) {
        Throwable found = forPeople(failure);
        return isForPeople(found)
                ? oneLine(found)
                : "unexpected " + found.getClass().getSimpleName() + ": " + oneLine(found);
    }

    /** The outermost exception of the house, else the innermost cause. */
    private static Throwable forPeople(Throwable failure) {
        Throwable found = failure;
        for (int depth = 1; depth < LONGEST_CHAIN && !isForPeople(found); depth++) {
            Throwable cause = causeOf(found);
            if (cause == null) {
                break;
            }
            found = cause;
        }
        return found;
    }

    /**
     * What a task throws reaches the client in serialised form, opened here with the classes of the
     * house.
     */
    private static @Nullable Throwable causeOf(Throwable failure) {
        Throwable cause = failure.getCause();
        return cause instanceof SerializedThrowable serialised
                ? serialised.deserializeError(OneLineErrors.class.getClassLoader())
                : cause;
    }

    private static boolean isForPeople(Throwable failure) {
        return failure.getMessage() != null && failure.getClass().getName().startsWith("io.leeway.");
    }

    static String oneLine(Throwable failure) {
        String message = failure.getMessage();
        return message == null ? "no message" : message.strip().replaceAll("\\s*\\R\\s*", "; ");
    }

    private static boolean isVerbose(CommandLine command) {
        for (CommandLine each = command; each != null; each = each.getParent()) {
            if (each.getCommand() instanceof Leeway leeway) {
                return leeway.verbose();
            }
        }
        return false;
    }
}
