package io.leeway.kubernetes;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** An image of the home, made with buildah, and containers of it, run by podman as a pod's security context would have them. */
final class Containers {
    private static final List<String> LIMITS =
            List.of("--ulimit", "nofile=20000:20000", "--ulimit", "nproc=32768:32768");
    private static final String BASE = "localhost/leeway-base:test";
    static final String IMAGE = "localhost/leeway:test";

    private final Path logs;

    Containers(Path logs) {
        this.logs = logs;
    }

    static void assumeTools() {
        assumeThat(System.getProperty("user.name"))
                .as("the user, who makes a file system for the image")
                .isEqualTo("root");
        for (String tool : List.of("buildah", "podman", "runc", "mmdebstrap")) {
            assumeThat(Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                            .map(folder -> Path.of(folder, tool))
                            .filter(Files::isExecutable)
                            .findFirst())
                    .as(tool + ", on the PATH, which makes or runs the image")
                    .isPresent();
        }
    }

    /** Debian with a Java runtime, then the Containerfile on top of it. */
    void build() throws Exception {
        Path base = logs.resolve("base.tar");
        run(
                "mmdebstrap",
                List.of(
                        "mmdebstrap",
                        "--variant=minbase",
                        "--include=openjdk-17-jre-headless,ca-certificates",
                        "bookworm",
                        base.toString()));
        run("import", List.of("podman", "import", base.toString(), BASE));
        List<String> build = new ArrayList<>(List.of("buildah", "bud", "--isolation=chroot", "--network=host"));
        build.addAll(LIMITS);
        build.addAll(List.of(
                "--build-arg",
                "BASE=" + BASE,
                "-t",
                IMAGE,
                "-f",
                Kustomizations.FOLDER.resolve("Containerfile").toString(),
                JobCheck.HOME.toString()));
        run("build", build);
    }

    /**
     * Starts a container in the network of this machine, without rights, its root read-only.
     *
     * @param name of the container and its log
     * @param options of podman, such as volumes
     */
    Process start(String name, List<String> options, List<String> command) throws IOException {
        List<String> line = new ArrayList<>(List.of("podman", "--runtime=runc", "run", "--rm", "--name", name));
        line.addAll(LIMITS);
        line.addAll(List.of(
                "--network",
                "host",
                "--read-only",
                "--read-only-tmpfs=false",
                "--user",
                "9999:9999",
                "--cap-drop",
                "ALL",
                "--security-opt",
                "no-new-privileges"));
        for (String writable : List.of("/tmp", "/opt/flink/log", "/cache", "/rocksdb")) {
            line.addAll(List.of("--tmpfs", writable + ":rw,exec,mode=1777"));
        }
        line.addAll(options);
        line.add(IMAGE);
        line.addAll(command);
        return begin(name, line);
    }

    String log(String name) throws IOException {
        return Files.readString(logs.resolve(name + ".log"), StandardCharsets.UTF_8);
    }

    /** Ends one of its containers, whatever it does. */
    void remove(String name) throws Exception {
        run("remove-" + name, List.of("podman", "rm", "--force", "--ignore", name));
    }

    private void run(String name, List<String> line) throws Exception {
        Process process = begin(name, line);
        if (!process.waitFor(Duration.ofMinutes(5).toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new AssertionError("Expected " + line + " to succeed, found " + log(name));
        }
    }

    private Process begin(String name, List<String> line) throws IOException {
        return new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(logs.resolve(name + ".log").toFile())
                .start();
    }
}
