package io.leeway.docs;

import io.leeway.cli.Leeway;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** Whether the leeway command, and the jobs behind it and behind flink run, understand their arguments. */
final class LeewayCommandCheck {
    private static final String JOBS = "io.leeway.jobs.";
    private static final Map<String, String> PLACEHOLDERS =
            Map.of("N", "4", "HOST:PORT", "localhost:8081", "PORT", "8081", "X", "0.5");
    private static final Set<String> COMMAND_PLACEHOLDERS = Set.of("COMMAND", "help");
    /** Of flink run, with a value. */
    private static final Set<String> CLIENT_OPTIONS = Set.of("-c", "-s", "-p", "-m");

    private static final CommandLine LEEWAY = Leeway.commandLine(false);

    private LeewayCommandCheck() {}

    /** What the command does not understand, and what the job that it names does not. */
    static List<String> leeway(List<String> arguments, boolean isExcerpt) {
        if (isExcerpt && COMMAND_PLACEHOLDERS.contains(arguments.get(0))) {
            return List.of();
        }
        List<String> problems = refusals(LEEWAY, arguments, isExcerpt);
        if (problems.isEmpty()) {
            ParseResult parsed = LEEWAY.getParseResult();
            while (parsed.hasSubcommand()) {
                parsed = parsed.subcommand();
            }
            return job(parsed, isExcerpt);
        }
        return problems;
    }

    private static List<String> job(ParseResult parsed, boolean isExcerpt) {
        String name = parsed.commandSpec().qualifiedName();
        // A parameter of many values is matched as often.
        List<String> words = parsed.matchedPositionals().stream()
                .distinct()
                .sorted(Comparator.comparing(PositionalParamSpec::index))
                .flatMap(each -> each.stringValues().stream())
                .toList();
        if (name.equals("leeway run") && !words.isEmpty()) {
            return job(words.get(0), words.subList(1, words.size()), isExcerpt);
        }
        if (name.equals("leeway savepoint restore") && words.size() > 1) {
            String mainClass = parsed.matchedOptionValue("--main-class", JOBS + "ScoringJob");
            return job(mainClass, words.subList(1, words.size()), isExcerpt);
        }
        return List.of();
    }

    /** The same of flink run's arguments. */
    static List<String> flink(List<String> arguments, boolean isExcerpt) {
        if (!arguments.get(0).equals("run")) {
            return List.of("expected flink run, found " + arguments);
        }
        String mainClass = null;
        for (int i = 1; i < arguments.size(); i++) {
            String word = arguments.get(i);
            if (word.equals("-c")) {
                mainClass = arguments.get(++i);
            } else if (CLIENT_OPTIONS.contains(word)) {
                i++;
            } else if (mainClass != null && word.endsWith("leeway-jobs.jar")) {
                return job(mainClass, arguments.subList(i + 1, arguments.size()), isExcerpt);
            } else if (!word.equals("-d")) {
                return List.of("expected an option of flink run or usrlib/leeway-jobs.jar behind -c, found " + word);
            }
        }
        return isExcerpt ? List.of() : List.of("expected a class and usrlib/leeway-jobs.jar, found none");
    }

    private static List<String> job(String name, List<String> arguments, boolean isExcerpt) {
        try {
            Class<?> type = Class.forName(name.contains(".") ? name : JOBS + name);
            type.getMethod("main", String[].class);
            CommandLine job = new CommandLine(type).setCaseInsensitiveEnumValuesAllowed(true);
            return refusals(job, arguments, isExcerpt);
        } catch (ReflectiveOperationException e) {
            return List.of("expected a job with a main method, found " + e);
        }
    }

    private static List<String> refusals(CommandLine command, List<String> arguments, boolean isExcerpt) {
        collectErrors(command);
        ParseResult parsed = command.parseArgs(arguments.stream()
                .map(word -> isExcerpt ? PLACEHOLDERS.getOrDefault(word, word) : word)
                .toArray(String[]::new));
        List<String> refusals = new ArrayList<>();
        for (ParseResult each = parsed; each != null; each = each.hasSubcommand() ? each.subcommand() : null) {
            each.errors().stream()
                    .filter(error -> !(isExcerpt && error instanceof MissingParameterException))
                    .map(error -> String.valueOf(error.getMessage()))
                    .forEach(refusals::add);
        }
        return refusals;
    }

    private static void collectErrors(CommandLine command) {
        command.getCommandSpec().parser().collectErrors(true);
        command.getSubcommands().values().forEach(LeewayCommandCheck::collectErrors);
    }
}
