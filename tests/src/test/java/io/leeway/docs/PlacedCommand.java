package io.leeway.docs;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * Puts the paths and brokers that a documented command names where a test has them.
 *
 * @param inputs the folder of what commands read: history, models, …
 * @param outputs the folder of what this command writes
 * @param bootstrapServers of the test's broker
 */
record PlacedCommand(Path inputs, Path outputs, String bootstrapServers) {
    /** Labels of parameters in the help. */
    private static final Set<String> PATHS = Set.of("DIR", "FILE", "PATH", "URI");

    private static final Set<String> WRITTEN =
            Set.of("--output", "--features", "--savepoint", "--work", "--report", "--html");

    /** Made-up names, as regular expressions, and what the test has. */
    private static final Map<String, String> ALIASES = Map.of(
            "(.*/)?history|shop", "history",
            "exported/1", "models/churn/1",
            "savepoints/savepoint-.*", "savepoints/shop");

    /** The arguments, of which paths and brokers are others. */
    List<String> of(CommandLine command, List<String> arguments) {
        ParseResult leaf = command.parseArgs(arguments.toArray(String[]::new));
        while (leaf.hasSubcommand()) {
            leaf = leaf.subcommand();
        }
        boolean isTraining = leaf.commandSpec().name().equals("train");
        Map<String, String> places = new HashMap<>();
        for (ArgSpec each : leaf.matchedArgs()) {
            String name = each instanceof OptionSpec option ? option.longestName() : "";
            for (String value : each.originalStringValues()) {
                if (name.equals("--bootstrap")) {
                    places.put(value, bootstrapServers);
                } else if (PATHS.contains(each.paramLabel())) {
                    boolean isWritten = WRITTEN.contains(name) || (isTraining && name.equals("--models"));
                    places.put(value, (isWritten ? outputs.resolve("written" + name) : input(value)).toString());
                }
            }
        }
        List<String> placed = new ArrayList<>(
                arguments.stream().map(word -> places.getOrDefault(word, word)).toList());
        if (leaf.commandSpec().findOption("--bootstrap") != null && !leaf.hasMatchedOption("--bootstrap")) {
            placed.addAll(List.of("--bootstrap", bootstrapServers));
        }
        return placed;
    }

    private Path input(String value) {
        String path = value.replaceFirst("^(?:\\w+://[^/]*|~)?/", "");
        for (Map.Entry<String, String> alias : ALIASES.entrySet()) {
            path = path.matches(alias.getKey()) ? alias.getValue() : path;
        }
        Path there = inputs.resolve(path);
        return Files.exists(there) ? there : inputs.resolve(Path.of(path).getFileName());
    }
}
