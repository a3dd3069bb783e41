package io.leeway.model.trial;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tensorflow.TensorFlow;

/**
 * A JVM of its own that tries one model after another. It has none of this process's environment but
 * where programs and libraries are found, so that it sees no secret of it, and no network where the
 * platform permits that. Closing kills it. For one thread at a time.
 */
final class TrialWorker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TrialWorker.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> ENVIRONMENT =
            Set.of("PATH", "LD_LIBRARY_PATH", "HOME", "TMPDIR", "LANG", "LC_ALL");
    private static final List<String> PROPERTIES =
            List.of("java.io.tmpdir", "org.bytedeco.javacpp.", "leeway.model.", "user.home");
    private static final long LOOK_EVERY_MILLIS = 20;
    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s*(\\d+) kB");
    private static final int LONGEST_OUTPUT = 4_000;
    private static final int LONGEST_LINE = 300;
    // A first start may unpack a gigabyte of libraries.
    private static final Duration TO_START = Duration.ofMinutes(2);

    private final Process process;
    private final Path said;
    private long read;
    private int trials;
    private boolean brokeOff;

    private TrialWorker(Process process, Path said) {
        this.process = process;
        this.said = said;
    }

    /**
     * Returns when the process has loaded TensorFlow.
     *
     * @throws IOException where it has not: no fault of a model
     */
    static TrialWorker start() throws IOException, InterruptedException {
        List<String> isolation = NetworkIsolation.prefix();
        try {
            return start(isolation);
        } catch (IOException failed) {
            if (isolation.isEmpty()) {
                throw failed;
            }
            LOG.warn("The next models are tried with this process's network", failed);
            return start(List.of());
        }
    }

    /**
     * Starts one behind a command that starts its arguments.
     *
     * @throws IOException as above
     */
    static TrialWorker start(List<String> prefix) throws IOException, InterruptedException {
        Path said = Files.createTempFile("leeway-trial-", ".txt");
        TrialWorker worker;
        try {
            Process process = command(prefix).redirectOutput(said.toFile()).start();
            dieFirst(process);
            worker = new TrialWorker(process, said);
        } catch (IOException | RuntimeException failed) {
            Files.deleteIfExists(said);
            throw failed;
        }
        try {
            worker.awaitReady();
            return worker;
        } catch (IOException | InterruptedException | RuntimeException failed) {
            worker.close();
            throw failed;
        }
    }

    private void awaitReady() throws IOException, InterruptedException {
        StringBuilder printed = new StringBuilder();
        long deadline = System.nanoTime() + TO_START.toNanos();
        while (printed.indexOf(TrialMain.READY) < 0) {
            boolean over = process.waitFor(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS) || System.nanoTime() > deadline;
            printed.append(news());
            if (over && printed.indexOf(TrialMain.READY) < 0) {
                throw new IOException("a process without TensorFlow after " + TO_START.toSeconds()
                        + " s or at its end: " + lastLine(printed));
            }
        }
    }

    private static ProcessBuilder command(List<String> prefix) {
        List<String> command = new ArrayList<>(prefix);
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
        return builder.redirectErrorStream(true);
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

    /** Whether it has tried another model before. */
    boolean isUsed() {
        return trials > 1;
    }

    /** Whether nothing was said of the last one before the process ended or was killed. */
    boolean brokeOff() {
        return brokeOff;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Why a model may not be loaded; empty where it passed. Who asks closes it where none passed. */
    Optional<String> attempt(TrialRequest request, TrialLimits limits) throws IOException, InterruptedException {
        trials++;
        brokeOff = true;
        // A model may print, too, but does not know this.
        String mark = UUID.randomUUID() + " ";
        try {
            process.getOutputStream().write((mark + JSON.writeValueAsString(request) + '\n').getBytes(UTF_8));
            process.getOutputStream().flush();
        } catch (IOException ended) {
            LOG.debug("The trial ended before it was asked", ended);
        }
        StringBuilder printed = new StringBuilder();
        long deadline = System.nanoTime() + limits.time().toNanos();
        while (true) {
            boolean ended = process.waitFor(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
            printed.append(news());
            Optional<String> verdict = verdict(printed, mark);
            if (verdict.isPresent()) {
                brokeOff = false;
                return verdict.filter(refusal -> !refusal.isEmpty());
            }
            if (ended) {
                return Optional.of(ending(printed));
            }
            Optional<String> beyond = beyond(limits, deadline);
            if (beyond.isPresent()) {
                return beyond;
            }
        }
    }

    /** What it has printed since the last look. */
    private String news() throws IOException {
        try (FileChannel channel = FileChannel.open(said)) {
            int size = (int) Math.min(channel.size() - read, 1 << 20);
            ByteBuffer bytes = ByteBuffer.allocate(size);
            while (bytes.hasRemaining() && channel.read(bytes, read + bytes.position()) >= 0) {
                continue;
            }
            read += bytes.position();
            return new String(bytes.array(), 0, bytes.position(), UTF_8);
        }
    }

    /** Empty where nothing was said yet; of an empty text where the model passed. */
    private static Optional<String> verdict(StringBuilder printed, String mark) {
        int at = printed.indexOf(mark);
        int end = at < 0 ? -1 : printed.indexOf("\n", at);
        return end < 0
                ? Optional.empty()
                : Optional.of(printed.substring(at + mark.length(), end).strip());
    }

    private String ending(StringBuilder printed) {
        LOG.warn(
                "A trial ended with code {}: {}",
                process.exitValue(),
                printed.substring(Math.max(0, printed.length() - LONGEST_OUTPUT)));
        return "Expected a model that answers in a process of its own, found that it ended the process with code "
                + process.exitValue() + "; don't serve it; the last line that it printed: " + lastLine(printed);
    }

    private static String lastLine(CharSequence printed) {
        String line = printed.toString()
                .lines()
                .filter(each -> !each.isBlank())
                .reduce((first, second) -> second)
                .orElse("none");
        return line.substring(0, Math.min(LONGEST_LINE, line.length()));
    }

    private Optional<String> beyond(TrialLimits limits, long deadline) {
        if (System.nanoTime() > deadline) {
            return Optional.of("Expected a model that loads and answers within "
                    + limits.time().toSeconds()
                    + " s in a process of its own, found one that does not; don't serve it, or raise"
                    + " -Dleeway.model.trial-seconds");
        }
        if (residentBytes() > limits.bytes()) {
            return Optional.of("Expected a model that loads and answers within "
                    + limits.bytes() / (1024 * 1024)
                    + " MB in a process of its own, found one that takes more; don't serve it, or raise"
                    + " -Dleeway.model.trial-megabytes");
        }
        return Optional.empty();
    }

    /** 0 on a platform that does not say: there only the time is bounded. */
    private long residentBytes() {
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

    @Override
    public void close() {
        process.destroyForcibly();
        boolean interrupted = false;
        while (process.isAlive()) {
            try {
                process.waitFor();
            } catch (InterruptedException ending) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        try {
            Files.deleteIfExists(said);
        } catch (IOException e) {
            LOG.debug("{} stays", said, e);
        }
    }
}
