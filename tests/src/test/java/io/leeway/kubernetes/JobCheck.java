package io.leeway.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import io.leeway.cli.Leeway;
import io.leeway.jobs.ScoringJob;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarFile;
import picocli.CommandLine;

/** Whether what a manifest starts is there: the jar in the home, the class in the jar, the options of the class. */
final class JobCheck {
    static final Path HOME =
            Path.of("..", "flink-jobs", "target", "leeway").toAbsolutePath().normalize();

    /** Where the image has the home. */
    private static final String IN_IMAGE = "/opt/flink/";

    private JobCheck() {}

    /** What is wrong with a job in a cluster of its own. */
    static List<String> problems(Manifest manifest) {
        JsonNode job = manifest.deployment().path("job");
        return job.isMissingNode()
                ? List.of()
                : problems(job, "local://", job.path("jarURI").asText());
    }

    /** What is wrong with a job of a session cluster, whose class lies on the class path of that cluster. */
    static List<String> problems(Manifest sessionJob, List<Manifest> all) {
        JsonNode spec = sessionJob.tree().path("spec");
        String wanted = spec.path("deploymentName").asText();
        Optional<Manifest> cluster = all.stream()
                .filter(each ->
                        each.kind().equals("FlinkDeployment") && each.name().equals(wanted))
                .findFirst();
        if (cluster.isEmpty()) {
            return List.of("expected a FlinkDeployment " + wanted + ", found none");
        }
        List<String> problems = new ArrayList<>();
        if (cluster.get().deployment().has("job")) {
            problems.add("expected " + wanted + " to be a session cluster, found one with a job");
        }
        String jar = cluster.get()
                .deployment()
                .path("flinkConfiguration")
                .path("pipeline.classpaths")
                .asText();
        problems.addAll(problems(spec.path("job"), "file://", jar));
        return problems;
    }

    /** What is wrong with the commands of a Deployment: each is one of {@code leeway}, with options that it knows. */
    static List<String> problemsOfCommands(Manifest deployment) {
        List<String> problems = new ArrayList<>();
        for (JsonNode container : deployment.pod().path("containers")) {
            List<String> line = new ArrayList<>();
            container.path("command").forEach(word -> line.add(word.asText()));
            container.path("args").forEach(word -> line.add(word.asText()));
            if (line.isEmpty() || !line.get(0).equals("leeway")) {
                problems.add("expected a command of leeway, found " + line);
                continue;
            }
            try {
                Leeway.commandLine(false).parseArgs(line.subList(1, line.size()).toArray(String[]::new));
            } catch (CommandLine.ParameterException e) {
                problems.add("expected arguments of leeway, found: " + e.getMessage());
            }
        }
        return problems;
    }

    private static List<String> problems(JsonNode job, String scheme, String jar) {
        List<String> problems = new ArrayList<>();
        String prefix = scheme + IN_IMAGE;
        Path file = HOME.resolve(jar.startsWith(prefix) ? jar.substring(prefix.length()) : jar);
        if (!jar.startsWith(prefix) || !Files.isRegularFile(file)) {
            problems.add("expected a jar of the home below " + prefix + ", found " + jar);
            return problems;
        }
        String entry = job.path("entryClass").asText();
        if (!holds(file, entry)) {
            problems.add("expected a class of " + jar + ", found " + entry);
            return problems;
        }
        List<String> arguments = new ArrayList<>();
        job.path("args").forEach(argument -> arguments.add(argument.asText()));
        try {
            Class<?> type = Class.forName(entry);
            type.getMethod("main", String[].class);
            CommandLine.ParseResult parsed = new CommandLine(type).parseArgs(arguments.toArray(String[]::new));
            if (type == ScoringJob.class) {
                // The job itself asks for these when it starts.
                require(parsed, "--bootstrap", problems);
                if (!parsed.hasMatchedOption("--history")) {
                    require(parsed, "--seam", problems);
                }
            }
        } catch (ReflectiveOperationException e) {
            problems.add("expected a class with a main method, found " + e);
        } catch (CommandLine.ParameterException e) {
            problems.add("expected arguments of " + entry + ", found: " + e.getMessage());
        } catch (CommandLine.InitializationException e) {
            problems.add("expected a class with options, found " + entry + ": " + e.getMessage());
        }
        return problems;
    }

    private static void require(CommandLine.ParseResult parsed, String option, List<String> problems) {
        if (!parsed.hasMatchedOption(option)) {
            problems.add("expected the option " + option + ", found none");
        }
    }

    private static boolean holds(Path jar, String type) {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.getEntry(type.replace('.', '/') + ".class") != null;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + jar, e);
        }
    }
}
