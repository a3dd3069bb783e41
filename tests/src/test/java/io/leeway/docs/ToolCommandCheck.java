package io.leeway.docs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Whether what commands of Maven, Kubernetes and containers name is there: flags, profiles, test classes, files and resources. */
final class ToolCommandCheck {
    private static final Set<String> GOALS = Set.of("test", "verify", "package", "spotless:apply");
    private static final Set<String> MAVEN_PROPERTIES = Set.of(
            "test", "it.test", "skipTests", "surefire.failIfNoSpecifiedTests", "failsafe.failIfNoSpecifiedTests");
    /** By command, the flags that we use; each takes a value but those of {@link #FLAGS}. */
    private static final Map<String, Set<String>> OPTIONS = Map.ofEntries(
            Map.entry("kubectl apply", Set.of("-k", "-f")),
            Map.entry("kubectl diff", Set.of("-k", "-f")),
            Map.entry("kubectl create", Set.of("-f", "--from-file")),
            Map.entry("kubectl get", Set.of("-o", "-l", "--watch")),
            Map.entry("kubectl logs", Set.of("-c", "-l", "--tail")),
            Map.entry("kubectl patch", Set.of("--type", "-p")),
            Map.entry("kubectl cp", Set.of()),
            Map.entry("kubectl exec", Set.of()),
            Map.entry("kubectl kustomize", Set.of()),
            Map.entry("kubectl delete", Set.of()),
            Map.entry("kubectl port-forward", Set.of()),
            Map.entry("kustomize edit", Set.of()),
            Map.entry("buildah bud", Set.of("-t", "-f", "--build-arg")),
            Map.entry("podman build", Set.of("-t", "-f", "--build-arg")),
            Map.entry("docker build", Set.of("-t", "-f", "--build-arg")),
            Map.entry("podman push", Set.of()),
            Map.entry("podman run", Set.of()),
            Map.entry("helm install", Set.of("--namespace", "--create-namespace")),
            Map.entry("aws s3", Set.of("--recursive")));

    private static final Set<String> FLAGS = Set.of("--watch", "--create-namespace", "--recursive");
    private static final Pattern FOLDER = Pattern.compile("(?:k8s|sql|udfs|flink-jobs|tests)/(?!target/).*");
    /** Names that only our manifests give; Flink adds -rest to that of a service. */
    private static final Pattern RESOURCE =
            Pattern.compile("(?:\\w+/|\\S+=|s3://)?(leeway-[a-z-]*?[a-z])(?:-rest)?(?:[:/].*)?");

    private static final String POMS = text(Documents.ROOT, "pom.xml");
    private static final String MANIFESTS = text(Documents.ROOT.resolve("k8s"), ".yaml");

    private ToolCommandCheck() {}

    /** What a command names and is not there. */
    static List<String> problems(DocumentedCommand command) {
        List<String> problems = new ArrayList<>(missingFiles(command.arguments()));
        problems.addAll(
                switch (command.program()) {
                    case "leeway" -> LeewayCommandCheck.leeway(command.arguments(), command.isExcerpt());
                    case "flink" -> LeewayCommandCheck.flink(command.arguments(), command.isExcerpt());
                    case "mvn" -> maven(command.arguments());
                    default -> tool(command);
                });
        return problems;
    }

    private static List<String> missingFiles(List<String> arguments) {
        return arguments.stream()
                .filter(word -> FOLDER.matcher(word).matches())
                .filter(word -> !Files.exists(Documents.ROOT.resolve(word)))
                .map(word -> "expected the file " + word + ", found none")
                .toList();
    }

    private static List<String> maven(List<String> arguments) {
        List<String> problems = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            String word = arguments.get(i);
            if (word.startsWith("-P")) {
                String profile = word.length() > 2 ? word.substring(2) : arguments.get(++i);
                if (!inPoms("<profile>\\s*<id>" + profile + "</id>")) {
                    problems.add("expected the profile " + profile + " in a pom.xml, found none");
                }
            } else if (word.startsWith("-D")) {
                property(word.substring(2).split("=", 2), arguments).forEach(problems::add);
            } else if (!GOALS.contains(word)) {
                problems.add("expected a goal of " + GOALS + ", found " + word);
            }
        }
        return problems;
    }

    private static Stream<String> property(String[] property, List<String> arguments) {
        String name = property[0];
        if (!MAVEN_PROPERTIES.contains(name)
                && !Documents.sources().values().stream().anyMatch(text -> text.contains('"' + name + '"'))
                && !inPoms("<name>" + name + "</name>")) {
            return Stream.of("expected a class or a profile that reads " + name + ", found none");
        }
        if (name.equals("test") && !arguments.contains("-Dsurefire.failIfNoSpecifiedTests=false")) {
            return Stream.of("expected -Dsurefire.failIfNoSpecifiedTests=false with -Dtest, found none");
        }
        if (!name.equals("test") && !name.equals("it.test")) {
            return Stream.empty();
        }
        return Arrays.stream(property[1].split(","))
                .filter(test -> !test.equals("none"))
                .filter(test -> {
                    PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + test + ".java");
                    return Documents.sources().keySet().stream()
                            .noneMatch(file ->
                                    file.toString().contains("/src/test/") && matcher.matches(file.getFileName()));
                })
                .map(test -> "expected a test class " + test + ", found none");
    }

    private static boolean inPoms(String pattern) {
        return Pattern.compile(pattern).matcher(POMS).find();
    }

    private static List<String> tool(DocumentedCommand command) {
        List<String> words = new ArrayList<>(command.arguments());
        List<String> problems = new ArrayList<>();
        int inPod = words.indexOf("--");
        if (inPod >= 0) {
            String inner = String.join(" ", words.subList(inPod + 1, words.size()));
            words.subList(inPod, words.size()).clear();
            DocumentedCommand.of(command.place(), inner, command.isExcerpt())
                    .forEach(each -> problems.addAll(problems(each)));
        }
        if (words.get(0).equals("-n")) {
            String namespace = words.get(1);
            if (!MANIFESTS.contains("namespace: " + namespace + "\n")) {
                problems.add("expected the namespace " + namespace + " in k8s/, found none");
            }
            words.subList(0, 2).clear();
        }
        String verb = command.program() + " " + words.get(0);
        Set<String> options = OPTIONS.get(verb);
        if (options == null) {
            problems.add("expected a command that is known here, found " + verb + "; add it to OPTIONS");
            return problems;
        }
        for (int i = 1; i < words.size(); i++) {
            String[] option = words.get(i).split("=", 2);
            String name = option[0];
            if (name.startsWith("-")) {
                if (!options.contains(name)) {
                    problems.add("expected an option of " + verb + " " + options + ", found " + name);
                } else if (option.length > 1) {
                    value(name, option[1]).forEach(problems::add);
                } else if (!FLAGS.contains(name) && i + 1 < words.size()) {
                    value(name, words.get(++i)).forEach(problems::add);
                } else if (!FLAGS.contains(name) && !command.isExcerpt()) {
                    problems.add("expected a value of " + name + ", found none");
                }
            }
        }
        words.stream()
                .map(RESOURCE::matcher)
                .filter(Matcher::matches)
                .map(resource -> resource.group(1))
                .filter(name -> !MANIFESTS.contains(name))
                .forEach(name -> problems.add("expected " + name + " in a manifest of k8s/, found none"));
        return problems;
    }

    private static Stream<String> value(String option, String value) {
        switch (option) {
            case "-k":
                Path folder = Documents.ROOT.resolve(value);
                return Files.isRegularFile(folder.resolve("kustomization.yaml"))
                        ? Stream.empty()
                        : Stream.of("expected a kustomization in " + value + ", found none");
            case "-f":
                return Files.isRegularFile(Documents.ROOT.resolve(value))
                        ? Stream.empty()
                        : Stream.of("expected the file " + value + ", found none");
            case "-p":
                try {
                    new ObjectMapper().readTree(value);
                    return Stream.empty();
                } catch (JsonProcessingException e) {
                    return Stream.of("expected a patch in JSON, found " + e.getOriginalMessage());
                }
            case "--build-arg":
                String name = value.replaceFirst("=.*", "");
                return Documents.read(Documents.ROOT.resolve("k8s/Containerfile"))
                                .contains("ARG " + name)
                        ? Stream.empty()
                        : Stream.of("expected ARG " + name + " in the Containerfile, found none");
            default:
                return Stream.empty();
        }
    }

    private static String text(Path folder, String ending) {
        try {
            return Documents.find(ending, "/").stream()
                    .filter(file -> file.startsWith(folder))
                    .map(Documents::read)
                    .collect(Collectors.joining("\n"));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + folder, e);
        }
    }
}
