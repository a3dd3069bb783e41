package io.leeway.architecture;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * What Maven resolves is what {@code dependencies.txt} acknowledges: each artifact with version
 * and widest scope, each direct one with a reason, the others below one that brings them. With
 * {@code -Ddependencies=write} the file is written instead; reasons are kept.
 */
class DependencyListTest {

    private static final Path ROOT = Path.of("..");
    private static final Path LIST = ROOT.resolve("dependencies.txt");
    private static final List<String> MODULES = List.of(
            "udfs",
            "flink-jobs/dataflow",
            "flink-jobs/training",
            "flink-jobs/experiments",
            "flink-jobs/cli",
            "flink-jobs/bench",
            "tests");
    private static final List<String> SCOPES = List.of("compile", "runtime", "provided", "test");
    /**
     * A line of a tree: three characters a level, then
     * group:artifact:type[:classifier]:version:scope.
     */
    private static final Pattern NODE = Pattern.compile(
            "^([ |+\\\\-]*)([^: ]+:[^: ]+):[^: ]+(?::[^: ]+)?:([^: ]+):(compile|runtime|provided|test).*");

    private static final String COMMAND =
            "mvn test -Dtest=DependencyListTest" + " -Dsurefire.failIfNoSpecifiedTests=false -Ddependencies=write";
    private static final String NO_REASON = "REASON?";

    /** What brings an artifact, itself when it is direct; its widest scope in any module. */
    private record Resolved(String scope, String broughtBy) {}

    @Test
    void everyDependencyIsAcknowledged() throws IOException {
        assumeTrue(
                System.getProperty("surefire.test.class.path") != null || Files.exists(tree("tests")),
                "only Maven resolves dependencies");
        Map<String, Resolved> resolved = resolved();
        if ("write".equals(System.getProperty("dependencies"))) {
            Files.writeString(LIST, written(resolved, reasons()));
        }
        List<String> problems = problems(resolved, acknowledged(), reasons());
        if (!problems.isEmpty()) {
            fail(String.join("\n", problems));
        }
    }

    @Test
    void aProblemIsOneLineThatSaysWhatToDo() {
        Map<String, Resolved> resolved = Map.of(
                "a:direct:1", new Resolved("compile", "a:direct:1"),
                "b:changed:2", new Resolved("runtime", "a:direct:1"),
                "c:new:1", new Resolved("test", "a:direct:1"));
        Map<String, String> acknowledged =
                Map.of("a:direct:1", "compile", "b:changed:1", "runtime", "d:gone:1", "test");
        String write = " Judge it and acknowledge it with: " + COMMAND;
        assertThat(problems(resolved, acknowledged, Map.of()))
                .containsExactly(
                        "a:direct:1 in dependencies.txt has no reason; write one behind its #.",
                        "New dependency b:changed:2:runtime, brought by a:direct:1; dependencies.txt has b:changed:1:runtime."
                                + write,
                        "New dependency c:new:1:test, brought by a:direct:1; dependencies.txt does not have it."
                                + write,
                        "No module has d:gone:1:test of dependencies.txt. Take it out with: " + COMMAND);
    }

    private static List<String> problems(
            Map<String, Resolved> resolved, Map<String, String> acknowledged, Map<String, String> reasons) {
        List<String> problems = new ArrayList<>();
        new TreeMap<>(resolved).forEach((artifact, each) -> {
            String name = artifact.substring(0, artifact.lastIndexOf(':') + 1);
            if (!each.scope.equals(acknowledged.get(artifact))) {
                String known = new TreeMap<>(acknowledged)
                        .entrySet().stream()
                                .filter(entry -> entry.getKey().startsWith(name))
                                .map(entry -> entry.getKey() + ":" + entry.getValue())
                                .collect(joining(", "));
                problems.add("New dependency " + artifact + ":" + each.scope + ", brought by " + each.broughtBy
                        + "; dependencies.txt " + (known.isEmpty() ? "does not have it" : "has " + known)
                        + ". Judge it and acknowledge it with: " + COMMAND);
            } else if (each.broughtBy.equals(artifact)
                    && reasons.getOrDefault(artifact.substring(0, artifact.lastIndexOf(':')), NO_REASON)
                            .equals(NO_REASON)) {
                problems.add(artifact + " in dependencies.txt has no reason; write one behind its #.");
            }
        });
        new TreeMap<>(acknowledged).forEach((artifact, scope) -> {
            String name = artifact.substring(0, artifact.lastIndexOf(':') + 1);
            // The line of the new version names the old one.
            boolean named = resolved.keySet().stream()
                    .anyMatch(each -> each.startsWith(name) && !acknowledged.containsKey(each));
            if (!resolved.containsKey(artifact) && !named) {
                problems.add("No module has " + artifact + ":" + scope + " of dependencies.txt. Take it out with: "
                        + COMMAND);
            }
        });
        return problems;
    }

    private static Path tree(String module) {
        return ROOT.resolve(module).resolve("target/dependency-tree.txt");
    }

    /**
     * By artifact, of all modules. What only another module of ours brings is direct: that
     * module names it.
     */
    private static Map<String, Resolved> resolved() throws IOException {
        Map<String, Resolved> resolved = new TreeMap<>();
        for (String module : MODULES) {
            List<String> path = new ArrayList<>();
            for (String line : Files.readAllLines(tree(module))) {
                Matcher node = NODE.matcher(line);
                if (!node.matches()) {
                    continue;
                }
                int depth = node.group(1).length() / 3 - 1;
                path.subList(depth, path.size()).clear();
                path.add(node.group(2) + ":" + node.group(3));
                String artifact = path.get(depth);
                if (!artifact.startsWith("io.leeway:")) {
                    String broughtBy = path.stream()
                            .filter(each -> !each.startsWith("io.leeway:"))
                            .findFirst()
                            .orElseThrow();
                    resolved.merge(
                            artifact,
                            new Resolved(node.group(4), broughtBy),
                            (one, other) -> wider(artifact, one, other));
                }
            }
        }
        return resolved;
    }

    /** Direct where any module names it, else brought by what gives it the wider scope. */
    private static Resolved wider(String artifact, Resolved one, Resolved other) {
        Resolved wider = SCOPES.indexOf(other.scope) < SCOPES.indexOf(one.scope) ? other : one;
        boolean direct = one.broughtBy.equals(artifact) || other.broughtBy.equals(artifact);
        return new Resolved(wider.scope, direct ? artifact : wider.broughtBy);
    }

    private static Map<String, String> acknowledged() throws IOException {
        Map<String, String> acknowledged = new TreeMap<>();
        for (String line : lines()) {
            String artifact = line.replaceFirst("#.*", "").strip();
            if (!artifact.isEmpty()) {
                int scope = artifact.lastIndexOf(':');
                acknowledged.put(artifact.substring(0, scope), artifact.substring(scope + 1));
            }
        }
        return acknowledged;
    }

    /** By group:artifact, so that a new version keeps its reason. */
    private static Map<String, String> reasons() throws IOException {
        Map<String, String> reasons = new TreeMap<>();
        for (String line : lines()) {
            if (line.indexOf('#') > 0) {
                String[] parts = line.split("#", 2);
                reasons.put(parts[0].strip().replaceFirst(":[^:]+:[^:]+$", ""), parts[1].strip());
            }
        }
        return reasons;
    }

    private static List<String> lines() throws IOException {
        return Files.exists(LIST) ? Files.readAllLines(LIST) : List.of();
    }

    private static String written(Map<String, Resolved> resolved, Map<String, String> reasons) {
        StringBuilder text = new StringBuilder("""
                # Every artifact that the build resolves, as group:artifact:version:scope; direct ones with their reason, below each what it brings.
                # A build with another one fails. Written by: %s
                """.formatted(COMMAND));
        resolved.forEach((direct, it) -> {
            if (it.broughtBy.equals(direct)) {
                String reason = reasons.getOrDefault(direct.substring(0, direct.lastIndexOf(':')), NO_REASON);
                text.append("%s:%s  # %s\n".formatted(direct, it.scope, reason));
                resolved.forEach((artifact, each) -> {
                    if (each.broughtBy.equals(direct) && !artifact.equals(direct)) {
                        text.append("  %s:%s\n".formatted(artifact, each.scope));
                    }
                });
            }
        });
        return text.toString();
    }
}
