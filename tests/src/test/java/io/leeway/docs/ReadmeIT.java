package io.leeway.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of the README and of the page on one's own data, read from them and run as a new user would. */
class ReadmeIT {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    @Test
    void theCommandsForOnesOwnDataWork(@TempDir Path folder) throws Exception {
        List<String> commands = shellLines("flink-jobs/cli/DATA.md").stream()
                .filter(line -> line.startsWith("./leeway "))
                .toList();
        assertThat(commands).hasSize(3);
        Files.write(folder.resolve("orders.csv"), orders());
        for (String command : commands) {
            Run run = run(folder, command.replaceFirst("^\\./leeway", "'" + ROOT.resolve("leeway") + "'"));
            assertThat(run.exitCode).as("%s%n%s", command, run.output).isZero();
        }
        try (Stream<Path> files = Files.walk(folder.resolve("scores/leeway.scores.churn"))) {
            long scores = files.filter(Files::isRegularFile)
                    .mapToLong(ReadmeIT::lines)
                    .sum();
            assertThat(scores).isGreaterThan(1_000);
        }
    }

    /** The demo as the README shows it with failures, smaller. */
    @Test
    void theDemoHoldsThroughFailures(@TempDir Path folder) throws Exception {
        assertThat(shellLines("README.md")).contains("./leeway demo --for 60s --report r.json");
        Run run = run(
                folder,
                "'" + ROOT.resolve("leeway")
                        + "' demo --for 40s --fail-every 8s --shoppers 300 --history-days 60 --out out --report r.json");
        assertThat(run.exitCode).as(run.output).isZero();
        JsonNode report = new ObjectMapper().readTree(folder.resolve("r.json").toFile());
        assertThat(report.get("scoresLost").asLong()).isZero();
        assertThat(report.get("scoresDoubled").asLong()).isZero();
        assertThat(report.get("scoresCommitted").asLong()).isGreaterThan(20_000);
        assertThat(report.get("restarts").asInt()).isGreaterThanOrEqualTo(3);
        assertThat(report.get("historyEvents").asLong()
                        + report.get("liveEvents").asLong())
                .isEqualTo(Stream.of("applied", "duplicates", "late", "dead", "erased", "objected")
                        .mapToLong(name -> report.get(name).asLong())
                        .sum());
        assertThat(report.get("byModel").size()).isEqualTo(2);
        assertThat(report.get("byTrigger").size()).isEqualTo(3);
        assertThat(report.get("scoresBackfill").asLong()).isPositive();
        assertThat(report.get("scoresLive").asLong()).isPositive();

        String user = new ObjectMapper()
                .readTree(Files.readAllLines(folder.resolve("out/churn.jsonl")).get(0))
                .get("user")
                .asText();
        Run show = run(folder, "'" + ROOT.resolve("leeway") + "' show " + user + " --out out");
        assertThat(show.exitCode).as(show.output).isZero();
        assertThat(show.output).contains(user);
    }

    private static List<String> shellLines(String document) throws IOException {
        List<String> lines = new ArrayList<>();
        boolean shell = false;
        for (String line : Files.readAllLines(ROOT.resolve(document))) {
            if (line.startsWith("```")) {
                shell = line.equals("```sh");
            } else if (shell) {
                lines.add(line);
            }
        }
        return lines;
    }

    /** Three months of orders by 200 customers with cycles of their own, out of order, with cancellations and lines without a customer. */
    private static List<String> orders() {
        Random random = new Random(5);
        List<String> lines = new ArrayList<>();
        long start = Instant.parse("2026-01-01T00:00:00Z").getEpochSecond();
        String[] departments = {"garden", "kitchen", "toys", "books", "garden/tools", "kitchen/knives", "toys/puzzles"};
        for (int customer = 0; customer < 200; customer++) {
            long cycle = 86_400L * (2 + random.nextInt(12));
            long leaves = random.nextInt(3) == 0 ? start + random.nextInt(90 * 86_400) : Long.MAX_VALUE;
            for (long time = start + random.nextLong(cycle); time < start + 90 * 86_400L && time < leaves; ) {
                int favourite = customer % departments.length;
                for (int line = 0; line <= random.nextInt(3); line++) {
                    String department =
                            departments[random.nextInt(3) == 0 ? random.nextInt(departments.length) : favourite];
                    boolean cancelled = random.nextInt(40) == 0;
                    lines.add(String.format(
                            Locale.ROOT,
                            "%s%d,%d,%s,%s,%d,%.2f,%s",
                            cancelled ? "C" : "",
                            100_000 + lines.size(),
                            random.nextInt(500),
                            department,
                            TIME.format(Instant.ofEpochSecond(time)),
                            cancelled ? -1 : 1 + random.nextInt(4),
                            1 + random.nextInt(3_000) / 100.0,
                            random.nextInt(20) == 0 ? "" : String.valueOf(customer)));
                }
                time += cycle / 2 + random.nextLong(cycle);
            }
        }
        java.util.Collections.shuffle(lines, random);
        List<String> file =
                new ArrayList<>(List.of("InvoiceNo,StockCode,Department,InvoiceDate,Quantity,UnitPrice,CustomerID"));
        file.addAll(lines);
        return file;
    }

    private record Run(int exitCode, String output) {}

    private static Run run(Path folder, String command) throws Exception {
        Path output = folder.resolve("output.log");
        Process process = new ProcessBuilder(Arrays.asList("bash", "-c", command))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        if (!process.waitFor(8, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            return new Run(-1, "did not end within 8 minutes: " + Files.readString(output));
        }
        return new Run(process.exitValue(), Files.readString(output));
    }

    private static long lines(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.count();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
