package io.leeway.model.trial;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.leeway.model.LoadOptions;
import io.leeway.model.ModelFiles;
import io.leeway.model.ModelLocation;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tensorflow.TensorFlow;

/**
 * Tries a model in a JVM of its own: what loads for ever, takes all memory or ends its process does
 * so there.
 *
 * <p>The process verifies and loads the model as a job does, golden rows included, and calls it
 * with a full bundle. It has none of this process's environment but where programs and libraries
 * are found, so that it sees no secret of it, has no network where the platform permits that, and
 * is killed at its limits.
 */
public final class TrialProcess {
    private static final Logger LOG = LoggerFactory.getLogger(TrialProcess.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> ENVIRONMENT =
            Set.of("PATH", "LD_LIBRARY_PATH", "HOME", "TMPDIR", "LANG", "LC_ALL");
    private static final List<String> PROPERTIES =
            List.of("java.io.tmpdir", "org.bytedeco.javacpp.", "leeway.model.", "user.home");
    private static final long LOOK_EVERY_MILLIS = 20;
    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s*(\\d+) kB");
    private static final int LONGEST_OUTPUT = 4_000;

    private TrialProcess() {}

    /**
     * Why the model may not be loaded here; empty where it passed.
     *
     * @param options as it will be loaded here
     * @param rows of the bundle
     */
    public static Optional<String> refusal(ModelLocation location, LoadOptions options, int rows, TrialLimits limits)
            throws InterruptedException {
        return refusal(TrialRequest.of(location, options, rows), limits);
    }

    /** The same of files that were copied; without a task, each signature is called with rows of zeros. */
    public static Optional<String> refusal(ModelFiles files, LoadOptions options, int rows, TrialLimits limits)
            throws InterruptedException {
        return refusal(TrialRequest.of(files.folder(), options, rows), limits)
                .map(reason -> reason.replace(files.folder().toString(), files.location()));
    }

    private static Optional<String> refusal(TrialRequest request, TrialLimits limits) throws InterruptedException {
        @Nullable Path said = null;
        try {
            said = Files.createTempFile("leeway-trial-", ".txt");
            return refusal(request, said, limits);
        } catch (IOException e) {
            return Optional.of("Expected to try the model in a process of its own, found " + e
                    + "; check that this process may start others and write to its temporary folder");
        } finally {
            delete(said);
        }
    }

    private static Optional<String> refusal(TrialRequest request, Path said, TrialLimits limits)
            throws IOException, InterruptedException {
        Process process = start(said);
        dieFirst(process);
        try {
            try (OutputStream in = process.getOutputStream()) {
                in.write(JSON.writeValueAsBytes(request));
            } catch (IOException ended) {
                LOG.debug("The trial ended before it was asked", ended);
            }
            Optional<String> beyond = watch(process, limits);
            return beyond.isPresent() ? beyond : verdict(process.exitValue(), Files.readString(said, UTF_8));
        } finally {
            process.destroyForcibly();
            process.waitFor();
        }
    }

    private static Process start(Path said) throws IOException {
        List<String> command = new ArrayList<>(NetworkIsolation.prefix());
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-CreateCoredumpOnCrash"));
        command.add("-XX:ErrorFile=/dev/null");
        System.getProperties().stringPropertyNames().stream()
                .filter(name -> PROPERTIES.stream().anyMatch(name::startsWith))
                .forEach(name -> command.add("-D" + name + "=" + System.getProperty(name)));
        command.add(TrialMain.class.getName());
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(name -> !ENVIRONMENT.contains(name));
        builder.environment().put("CLASSPATH", classPath());
        builder.environment().put("TF_CPP_MIN_LOG_LEVEL", "2");
        return builder.redirectErrorStream(true).redirectOutput(said.toFile()).start();
    }

    /** Where memory runs out, the kernel is to end the trial, and not who started it. */
    private static void dieFirst(Process process) {
        try {
            Files.writeString(Path.of("/proc", Long.toString(process.pid()), "oom_score_adj"), "1000");
        } catch (IOException elsewhere) {
            LOG.debug("The kernel chooses by itself what to end", elsewhere);
        }
    }

    /** The jars of a job may be on a loader of their own, beside the process's class path. */
    private static String classPath() {
        Set<String> entries = new LinkedHashSet<>();
        for (Class<?> each : List.of(TrialMain.class, TensorFlow.class, ObjectMapper.class)) {
            CodeSource source = each.getProtectionDomain().getCodeSource();
            if (source != null) {
                try {
                    entries.add(Path.of(source.getLocation().toURI()).toString());
                } catch (URISyntaxException | IllegalArgumentException elsewhere) {
                    LOG.debug("{} is from {}", each, source.getLocation(), elsewhere);
                }
            }
        }
        entries.addAll(List.of(System.getProperty("java.class.path").split(File.pathSeparator)));
        return String.join(File.pathSeparator, entries);
    }

    /** Waits for the end; what is beyond a limit is killed. */
    private static Optional<String> watch(Process process, TrialLimits limits) throws InterruptedException {
        long deadline = System.nanoTime() + limits.time().toNanos();
        while (!process.waitFor(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
            if (System.nanoTime() > deadline) {
                return Optional.of("Expected a model that loads and answers within "
                        + limits.time().toSeconds()
                        + " s in a process of its own, found one that does not; don't serve it, or raise"
                        + " -Dleeway.model.trial-seconds");
            }
            if (residentBytes(process) > limits.bytes()) {
                return Optional.of("Expected a model that loads and answers within "
                        + limits.bytes() / (1024 * 1024)
                        + " MB in a process of its own, found one that takes more; don't serve it, or raise"
                        + " -Dleeway.model.trial-megabytes");
            }
        }
        return Optional.empty();
    }

    /** 0 on a platform that does not say: there only the time is bounded. */
    private static long residentBytes(Process process) {
        try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(process.pid()), "status"))) {
            return lines.map(RESIDENT::matcher)
                    .filter(Matcher::matches)
                    .mapToLong(match -> Long.parseLong(match.group(1)) * 1024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException | RuntimeException ended) {
            return 0;
        }
    }

    private static Optional<String> verdict(int code, String said) {
        if (code == TrialMain.PASSED) {
            return Optional.empty();
        }
        int refusal = said.lastIndexOf(TrialMain.REFUSED);
        if (code == TrialMain.REFUSED_CODE && refusal >= 0) {
            return Optional.of(
                    said.substring(refusal + TrialMain.REFUSED.length()).strip());
        }
        LOG.warn("A trial ended with code {}: {}", code, said.substring(Math.max(0, said.length() - LONGEST_OUTPUT)));
        return Optional.of("Expected a model that answers in a process of its own, found that it ended the process with"
                + " code " + code + "; don't serve it; the log has what it printed");
    }

    private static void delete(@Nullable Path file) {
        try {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            LOG.debug("{} stays", file, e);
        }
    }
}
