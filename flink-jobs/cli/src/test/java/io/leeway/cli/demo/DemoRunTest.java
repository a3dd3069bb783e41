package io.leeway.cli.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.leeway.cli.audit.AuditInputs;
import io.leeway.cli.audit.AuditProcess;
import io.leeway.cli.audit.AuditReport;
import io.leeway.cli.audit.Auditor;
import io.leeway.cli.console.CommandScreen;
import io.leeway.cli.console.PrettyJson;
import io.leeway.cli.console.UserError;
import io.leeway.cli.console.WatchedWork;
import io.leeway.topics.KafkaConnection;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/**
 * The order of a demo's stages with a real broker, player, feed and auditor, and a job small enough
 * to know its answer.
 */
class DemoRunTest {

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @TempDir
    private Path folder;

    @Test
    void aDemoPlaysScoresAuditsAndLeavesItsFiles() throws Exception {
        Path report = folder.resolve("r.json");
        assertThat(demo(new SmallStages(0), report)).as(printed.toString(UTF_8)).isZero();

        Path out = folder.resolve("out");
        AuditReport found = PrettyJson.read(report, AuditReport.class);
        assertThat(found.problems()).isEmpty();
        assertThat(found.scores().committed()).isEqualTo(SmallStages.LIVE_EVENTS);
        assertThat(found.events().live()).isEqualTo(SmallStages.LIVE_EVENTS);
        assertThat(found.run().restarts()).isEqualTo(2);
        assertThat(found.run().speed()).as("an hour in half a second").isEqualTo(7200);
        assertThat(found.delays().visibleMillis()).isNotNull();
        assertThat(Files.readAllLines(out.resolve("churn.jsonl"))).hasSize(SmallStages.LIVE_EVENTS);
        assertThat(new ObjectMapper()
                        .readTree(out.resolve("planted.json").toFile())
                        .get("applied")
                        .asInt())
                .isEqualTo(SmallStages.LIVE_EVENTS);
        assertThat(out.resolve("demo-work")).doesNotExist();
        assertThat(printed.toString(UTF_8)).contains("a small shop: 0 events of history", "restarts 2", "done in ");
    }

    @Test
    void aScoreThatIsLostFailsTheDemo() throws Exception {
        assertThat(demo(new SmallStages(1), null)).isEqualTo(1);
        assertThat(PrettyJson.read(folder.resolve("out/report.json"), AuditReport.class)
                        .scores()
                        .lost())
                .isEqualTo(1);
    }

    @Test
    void optionsThatDoNotFitTogetherAreRefusedBeforeAnythingStarts() {
        assertThat(refused("--dataset", "data")).contains("Expected --dataset and --format together");
        assertThat(refused("--cut", "2017-12-01")).contains("Expected --cut with --dataset only");
        assertThat(refused("--for", "0s")).contains("Expected --for above 0");
        assertThat(refused("--speed", "-3")).contains("Expected --speed above 0");
    }

    @Test
    void theHelpNamesEveryOptionOfTheIssue() {
        StringWriter help = new StringWriter();
        new CommandLine(new DemoCommand(new SmallStages(0))).usage(new PrintWriter(help));
        assertThat(help.toString())
                .contains(
                        "--for",
                        "--speed",
                        "--seed",
                        "--shoppers",
                        "--out",
                        "--report",
                        "--dataset",
                        "--format",
                        "--cut",
                        "--horizon",
                        "--fail-every",
                        "--keep",
                        "leeway demo --for 60s --fail-every 15s");
    }

    @Test
    void theAuditGetsAJvmOfItsOwn() {
        AuditInputs inputs = new AuditInputs(
                KafkaConnection.to("localhost:1"),
                folder,
                folder,
                folder.resolve("p.json"),
                7,
                true,
                Duration.ofSeconds(90));
        assertThat(AuditProcess.command(inputs, folder.resolve("r.json")))
                .containsSequence("io.leeway.cli.Leeway", "audit", "--bootstrap", "localhost:1")
                .containsSequence("--at-least", "7", "--settle", "90s", "--planted")
                .endsWith("--complete")
                .contains(System.getProperty("java.class.path"));
    }

    @Test
    void whatIsWatchedFailsWithItsOwnWords() {
        WatchedWork.Work failing = () -> {
            throw new UserError("it broke");
        };
        try (WatchedWork watched = new WatchedWork(() -> {})) {
            assertThatThrownBy(() -> watched.run(failing))
                    .isInstanceOf(UserError.class)
                    .hasMessage("it broke");
        }
    }

    private int demo(DemoStages stages, Path report) throws Exception {
        DemoPlan plan = new DemoPlan(
                Duration.ofMillis(500),
                null,
                7,
                new DemoPlan.ShopSize(10, 1),
                new DemoPlan.DemoOutput(folder.resolve("out"), report, false),
                new DemoPlan.Dataset(folder, "small", null),
                null,
                null,
                Duration.ofMinutes(10),
                Duration.ofSeconds(1));
        CommandScreen screen = new CommandScreen(new PrintStream(printed, true, UTF_8), false, 80);
        DemoRun.Audit inProcess = (inputs, file) -> {
            AuditReport found = new Auditor(inputs, Clock.systemUTC()).audit();
            writeReport(found, file);
            return found.holds() ? 0 : 1;
        };
        return new DemoRun(plan, stages, screen, Clock.systemUTC(), inProcess).run();
    }

    private static void writeReport(AuditReport report, Path file) {
        try {
            report.write(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String refused(String... options) {
        StringWriter complaint = new StringWriter();
        int code = new CommandLine(new DemoCommand(new SmallStages(0)))
                .setErr(new PrintWriter(complaint))
                .execute(options);
        assertThat(code).isNotZero();
        return complaint.toString();
    }
}
