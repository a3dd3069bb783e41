package io.leeway.kubernetes;

import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The project's {@code k8s/} folder, as files and as {@code kubectl kustomize} renders it. */
final class Kustomizations {
    static final Path FOLDER = Path.of("..", "k8s").toAbsolutePath().normalize();

    private Kustomizations() {}

    /** The names of all overlays. */
    static List<String> overlays() {
        try (Stream<Path> folders = Files.list(FOLDER.resolve("overlays"))) {
            return folders.map(folder -> folder.getFileName().toString())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot list overlays", e);
        }
    }

    /** Skips the test where {@code kubectl} is absent. */
    static void assumeKubectl() {
        assumeThat(kubectl()).as("kubectl, which renders overlays, on the PATH").isPresent();
    }

    /**
     * What can be known of an overlay without {@code kubectl}: the plain files of the base with the overlay's merge patches. Images, components and single changes to
     * lists are not in it.
     */
    static List<Manifest> merged(String overlay) {
        List<Manifest> manifests = new ArrayList<>(files("base")
                .map(Kustomizations::read)
                .flatMap(text -> Manifest.parse(text).stream())
                .filter(manifest -> !manifest.tree().path("metadata").isMissingNode())
                .toList());
        for (String patch : List.of("scoring.yaml", "sql.yaml", "at-risk.yaml")) {
            Manifest change = Manifest.parse(
                            read(FOLDER.resolve("overlays").resolve(overlay).resolve(patch)))
                    .get(0);
            manifests.stream()
                    .filter(each -> each.toString().equals(change.toString()))
                    .forEach(each -> merge((ObjectNode) each.tree(), change.tree()));
        }
        return manifests;
    }

    /** As kustomize does it with resources that it has no schema of: lists are replaced. */
    private static void merge(ObjectNode into, JsonNode change) {
        change.properties().forEach(entry -> {
            if (entry.getValue().isObject() && into.path(entry.getKey()) instanceof ObjectNode inner) {
                merge(inner, entry.getValue());
            } else {
                into.set(entry.getKey(), entry.getValue());
            }
        });
    }

    static boolean isKubectlHere() {
        return kubectl().isPresent();
    }

    private static Optional<Path> kubectl() {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .map(folder -> Path.of(folder, "kubectl"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** What an API server would get. */
    static List<Manifest> render(Path kustomization) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        kubectl().orElseThrow().toString(),
                        "kustomize",
                        "--load-restrictor",
                        "LoadRestrictionsRootOnly",
                        kustomization.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new AssertionError("Expected kubectl kustomize " + kustomization + " to render, found " + said);
        }
        return Manifest.parse(said);
    }

    /** Every whole document of the folder that needs no rendering: neither a patch nor a kustomization. */
    static List<Manifest> plain() {
        return Stream.concat(
                        files("base"),
                        Stream.concat(
                                files("snapshots"),
                                Stream.of(
                                        FOLDER.resolve("overlays/local/storage.yaml"),
                                        FOLDER.resolve("overlays/production/namespace.yaml"))))
                .filter(file -> !file.endsWith("kustomization.yaml") && !file.endsWith("references.yaml"))
                .map(Kustomizations::read)
                .flatMap(text -> Manifest.parse(text).stream())
                .toList();
    }

    private static Stream<Path> files(String folder) {
        try (Stream<Path> files = Files.walk(FOLDER.resolve(folder))) {
            return files.filter(file -> file.toString().endsWith(".yaml")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot walk " + folder, e);
        }
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file, e);
        }
    }
}
