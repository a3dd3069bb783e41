package io.leeway.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.leeway.cli.Leeway;
import io.leeway.features.SavedShopper;
import io.leeway.features.SavedShoppers;
import io.leeway.jobs.BootstrapJob;
import io.leeway.jobs.options.BootstrapJobOptions;
import io.leeway.jobs.options.JobSourceOptions;
import io.leeway.shop.SmallShop;
import io.leeway.simulator.SimulatedShop;
import io.leeway.simulator.shoppers.ShopSettings;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.flink.state.api.SavepointReader;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code leeway savepoint bootstrap} is killed twice and given again: it resumes, and every profile
 * is what one undisturbed run in batch leaves.
 */
@EnabledIfSystemProperty(
        named = "leeway.rollout",
        matches = "true",
        disabledReason = "takes a minute; -Dleeway.rollout=true runs it")
class SavepointBootstrapIT {
    private static final Duration PATIENCE = Duration.ofMinutes(6);
    private static final Pattern GOES_ON =
            Pattern.compile("resumes      from a checkpoint: ([\\d,]+) of ([\\d,]+) events");

    @TempDir
    private Path scratch;

    @Test
    void whatWasDoneIsKept() throws Exception {
        Path history = scratch.resolve("history");
        SmallShop.write(
                new SimulatedShop(ShopSettings.from(Instant.parse("2026-01-05T00:00:00Z"))
                        .withShoppers(1_200)
                        .withHistoryDays(90)),
                history);
        Path savepoint = scratch.resolve("killed");
        long done = 0;
        for (int kill = 1; kill <= 2; kill++) {
            Process process = start(history, savepoint, kill);
            try {
                int before = checkpoints().size();
                await("checkpoints of run " + kill)
                        .atMost(PATIENCE)
                        .until(() -> !process.isAlive() || checkpoints().size() > before);
                await().during(Duration.ofMillis(1500)).atMost(PATIENCE).until(() -> true);
                assertThat(process.isAlive()).as("killed before its end").isTrue();
            } finally {
                process.destroyForcibly().waitFor();
            }
            assertThat(savepoint.resolve("_metadata")).doesNotExist();
            done = Math.max(done, wentOn(kill));
        }
        Process last = start(history, savepoint, 3);
        assertThat(last.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(last.exitValue()).as(said(3)).isZero();
        assertThat(wentOn(3))
                .as("events that were not read again")
                .isGreaterThan(done)
                .isPositive();
        assertThat(scratch.resolve("work")).doesNotExist();

        Path undisturbed = scratch.resolve("undisturbed");
        StreamExecutionEnvironment env = SmallShop.batch();
        BootstrapJob.define(
                env,
                BootstrapJobOptions.of(
                        JobSourceOptions.of(history), undisturbed.toUri().toString()));
        env.execute();
        Map<String, String> expected = profiles(undisturbed);
        assertThat(expected).hasSizeGreaterThan(1_000);
        assertThat(profiles(savepoint)).isEqualTo(expected);
    }

    private Process start(Path history, Path savepoint, int run) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("--add-") || argument.startsWith("-Xmx"))
                .forEach(command::add);
        command.addAll(List.of(
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                Leeway.class.getName(),
                "savepoint",
                "bootstrap",
                "--history",
                history.toString(),
                "--savepoint",
                savepoint.toString(),
                "--work",
                scratch.resolve("work").toString(),
                "--checkpoint-interval",
                "PT1S"));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(scratch.resolve("run-" + run + ".log").toFile())
                .start();
    }

    private String said(int run) throws IOException {
        return Files.readString(scratch.resolve("run-" + run + ".log"));
    }

    /** How many events a run says had been read when it began. */
    private long wentOn(int run) throws IOException {
        Matcher matcher = GOES_ON.matcher(said(run));
        return matcher.find() ? Long.parseLong(matcher.group(1).replace(",", "")) : 0;
    }

    private List<Path> checkpoints() throws IOException {
        Path folder = scratch.resolve("work").resolve("checkpoints");
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> jobs = Files.list(folder)) {
            return jobs.filter(job -> {
                        try (Stream<Path> files = Files.walk(job)) {
                            return files.anyMatch(file -> file.endsWith("_metadata"));
                        } catch (IOException | java.io.UncheckedIOException deletedMeanwhile) {
                            return false;
                        }
                    })
                    .toList();
        }
    }

    private static Map<String, String> profiles(Path savepoint) throws Exception {
        SavepointReader reader =
                SavepointReader.read(SmallShop.batch(), savepoint.toUri().toString());
        Map<String, String> profiles = new TreeMap<>();
        try (CloseableIterator<SavedShopper> shoppers =
                SavedShoppers.of(reader, true).executeAndCollect()) {
            shoppers.forEachRemaining(shopper -> profiles.put(
                    shopper.userId(),
                    shopper.wakeMillis() + " " + shopper.pending() + " "
                            + Base64.getEncoder().encodeToString(shopper.profile())));
        }
        return profiles;
    }
}
