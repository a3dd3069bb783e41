package io.leeway.cli.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leeway.cli.console.Percentiles;
import io.leeway.cli.console.PrettyJson;
import io.leeway.cli.console.UserError;
import io.leeway.cli.scores.SampleScores;
import io.leeway.local.EmbeddedBroker;
import io.leeway.local.SharedBroker;
import io.leeway.topics.KafkaConnection;
import io.leeway.topics.Topics;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/**
 * Plants every kind of mistake in topics of a real broker and looks whether the auditor finds it.
 */
@ExtendWith(SharedBroker.class)
class AuditorTest {

    private final EmbeddedBroker broker;
    private CommittedRun run;

    @TempDir
    private Path folder;

    AuditorTest(EmbeddedBroker broker) {
        this.broker = broker;
    }

    @BeforeEach
    void topicsAndAReferenceRun() throws Exception {
        AuditedTopics.create(broker);
        run = new CommittedRun(broker.bootstrapServers());
        CommittedRun.writeReference(folder.resolve("expected"));
        Files.writeString(
                Files.createDirectories(folder.resolve("out")).resolve("run.json"),
                "{\"restarts\":3,\"restartCauses\":[\"a\",\"b\",\"c\"],\"watermarkDelayMillis\":600000,"
                        + "\"checkpointIntervalMillis\":2000,\"speed\":1800.0,\"models\":[{\"name\":\"churn\",\"version\":1,"
                        + "\"digest\":\"abc\",\"metrics\":{\"auc\":0.8,\"recency.auc\":0.7}}]}");
        Files.writeString(
                folder.resolve("out/visible.json"), "{\"count\":9,\"millis\":{\"p50\":1500.0,\"p99\":4000.0}}");
    }

    @AfterEach
    void closeAndDropTopics() throws Exception {
        run.close();
        AuditedTopics.delete(broker);
    }

    @Test
    void aCleanRunHoldsAndAbortedTransactionsAreNotCounted() throws Exception {
        run.begin();
        run.sendScores();
        run.send(Topics.CHURN, SampleScores.churn(7777, "window", false, 0.5), 1);
        run.flush();
        run.abort();
        run.commitAllAndTallies();

        AuditReport report = audit();

        assertThat(report.problems()).isEmpty();
        assertThat(report.scores().expected()).isEqualTo(200);
        assertThat(report.scores().committed()).isEqualTo(200);
        assertThat(report.scores().backfill()).isEqualTo(80);
        assertThat(report.scores().live()).isEqualTo(120);
        assertThat(report.scores().byModel()).containsOnly(Map.entry("churn", 100L), Map.entry("interest", 100L));
        assertThat(report.scores().byTrigger())
                .containsOnly(Map.entry("session-end", 68L), Map.entry("window", 66L), Map.entry("silence", 66L));
        assertThat(report.events().history()).isEqualTo(60);
        assertThat(report.events().live()).isEqualTo(40);
        assertThat(report.events().applied()).isEqualTo(92);
        assertThat(report.run().restarts()).isEqualTo(3);
        assertThat(report.delays().scoringMillis()).isEqualTo(new Percentiles(69, 99));
        assertThat(report.delays().bundleRowsP50()).isEqualTo(8.0);
        assertThat(report.delays().visibleMillis()).isEqualTo(new Percentiles(1500, 4000));
        assertThat(report.run().models()).hasSize(1);
        assertThat(Files.readString(folder.resolve("out/tallies.json"))).contains("\"dead.undecodable\" : 2");
    }

    @Test
    void whatIsLostDoubledUnexpectedOrDifferentIsFound() throws Exception {
        run.begin();
        for (int i = 0; i < 100; i++) {
            if (i != 17) {
                run.send(
                        Topics.CHURN,
                        SampleScores.churn(i, CommittedRun.trigger(i), i < 40, i / 100.0 + (i == 23 ? 2e-6 : 0)),
                        1);
            }
            run.send(
                    Topics.INTEREST,
                    SampleScores.interest(1000 + i, CommittedRun.trigger(i), i < 40, i / 200.0 + 5e-7),
                    1);
        }
        run.send(Topics.CHURN, SampleScores.churn(31, CommittedRun.trigger(31), true, 0.31), 1);
        run.send(Topics.INTEREST, SampleScores.interest(5555, "window", false, 0.5), 1);
        run.sendTallies();
        run.commit();

        AuditReport report = audit();

        assertThat(report.scores().lost()).isEqualTo(1);
        assertThat(report.scores().doubled()).isEqualTo(1);
        assertThat(report.scores().unexpected()).isEqualTo(1);
        assertThat(report.scores().differing()).isEqualTo(1);
        assertThat(report.problems())
                .hasSize(4)
                .anyMatch(problem -> problem.contains("lost") && problem.endsWith(SampleScores.id(17)))
                .anyMatch(problem -> problem.contains("doubled") && problem.endsWith(SampleScores.id(31)))
                .anyMatch(problem -> problem.contains("unexpected") && problem.endsWith(SampleScores.id(5555)))
                .anyMatch(problem -> problem.contains("differ") && problem.endsWith(SampleScores.id(23)));
    }

    @Test
    void decisionsAreComparedWithThoseOfAReplay() throws Exception {
        Path offers = Files.createDirectories(folder.resolve("expected").resolve(Topics.OFFERS));
        Files.writeString(
                offers.resolve("part-0"),
                offer("same", 10, 0.5) + offer("other", 10, 0.25) + offer("lost", 11, 0.5) + offer("later", 13, 0.5));
        broker.createTopic(Topics.OFFERS, 1, Map.of());
        run.commitAllAndTallies();
        run.begin();
        for (String committed : List.of(
                offer("same", 10, 0.5 + 5e-7),
                offer("same", 10, 0.5),
                offer("other", 10, 0.5),
                offer("unexpected", 12, 0.5))) {
            run.send(Topics.OFFERS, committed.getBytes(UTF_8), 0);
        }
        run.commit();

        AuditReport report = audit();

        assertThat(report.decisionCounts())
                .containsExactly(Map.entry(Topics.OFFERS, new AuditReport.DecisionCounts(4, 3, 1, 1, 1, 1, 1, "lost")));
        assertThat(report.problems())
                .as("the audit of a whole run waits for none")
                .hasSize(5)
                .allMatch(problem -> problem.startsWith("1 decisions in leeway.offers "));
        assertThat(AuditTable.lines(report))
                .anyMatch(line -> line.startsWith("leeway.offers")
                        && line.contains("lost 1, doubled 1, unexpected 1, other values 1, still to come 1"));
    }

    private static String offer(String id, int hour, double propensity) {
        return "{\"id\":\"" + id + "\",\"kind\":\"offer\",\"user\":\"u1\",\"asOf\":\"2026-03-01T" + hour
                + ":00:00Z\",\"propensity\":" + propensity + ",\"reasons\":[{\"code\":\"silent\"}]}\n";
    }

    @Test
    void eventsThatWentNowhereAndMissedPlantedCountsAreFound() throws Exception {
        run.commitAllAndTallies();
        run.begin();
        run.send(Topics.TALLIES, CommittedRun.tally("decode", "\"live\":1,\"lost-events\":7,\"lost-ranges\":2"), 0);
        run.send(Topics.LATE, "{\"reason\":\"late\"}".getBytes(UTF_8), 0);
        run.commit();
        Path planted = Files.writeString(
                folder.resolve("planted.json"),
                "{\"duplicates\":3,\"late\":1,\"dead.undecodable\":2,\"clipped-price\":5}");

        AuditReport report = new Auditor(inputs(planted, 201, true), Clock.systemUTC()).audit();

        assertThat(report.problems())
                .containsExactlyInAnyOrder(
                        "events in 101 (history 60, live 41) are not applied 92 + duplicates 3 + late 2 + dead 2 + erased 1 + objected 0 = 100",
                        "at most 7 live events, in 2 ranges of offsets, were deleted by the brokers before they were read (--on-lost-events continue)",
                        "late events counted 2, in leeway.late 3",
                        "late planted 1, found 2",
                        "clipped-price planted 5, found no such count",
                        "expected at least 201 scores, found 200");
    }

    @Test
    void aTransactionThatStaysOpenIsReported() throws Exception {
        run.commitAllAndTallies();
        run.begin();
        run.send(Topics.LATE, "{\"reason\":\"late\"}".getBytes(UTF_8), 0);
        run.flush();

        assertThat(audit().problems())
                .singleElement()
                .asString()
                .startsWith("1 records lie behind a transaction that is still open, and cannot be read")
                .contains("committed-run-", "Ongoing, open for PT", "with a timeout of PT1M");
        run.abort();
    }

    @Test
    void theCommandPrintsAVerdictWritesTheReportAndExitsByIt() throws Exception {
        run.commitAllAndTallies();
        Path file = folder.resolve("reports/r.json");
        StringWriter printed = new StringWriter();

        assertThat(execute(printed, file)).isZero();
        assertThat(printed.toString()).contains("scores committed  200", "HOLDS");
        assertThat(PrettyJson.read(file, AuditReport.class).scores().committed())
                .isEqualTo(200);

        run.begin();
        run.send(Topics.CHURN, SampleScores.churn(0, CommittedRun.trigger(0), true, 0), 0);
        run.commit();
        assertThat(execute(printed, file)).isEqualTo(1);
        assertThat(printed.toString()).contains("DOES NOT HOLD", "1 scores are committed more than once");
    }

    @Test
    void anAbsentTopicAndAnAbsentReferenceRunAreNamed() throws Exception {
        AuditedTopics.delete(broker);
        assertThatThrownBy(this::audit)
                .isInstanceOf(UserError.class)
                .hasMessageContaining("Expected the topic leeway.scores.churn at " + broker.bootstrapServers());
        AuditedTopics.create(broker);
        AuditInputs elsewhere = new AuditInputs(
                KafkaConnection.to(broker.bootstrapServers()),
                folder,
                folder.resolve("nowhere"),
                null,
                0,
                false,
                Duration.ZERO);
        assertThatThrownBy(() -> new Auditor(elsewhere, Clock.systemUTC()).audit())
                .isInstanceOf(UserError.class)
                .hasMessageContaining("nowhere");
    }

    private int execute(StringWriter printed, Path report) {
        return new CommandLine(new AuditCommand())
                .setOut(new PrintWriter(printed))
                .execute(
                        "--bootstrap",
                        broker.bootstrapServers(),
                        "--expected",
                        folder.resolve("expected").toString(),
                        "--out",
                        folder.resolve("out").toString(),
                        "--report",
                        report.toString(),
                        "--at-least",
                        "200",
                        "--complete");
    }

    private AuditReport audit() {
        return new Auditor(inputs(null, 0, true), Clock.systemUTC()).audit();
    }

    private AuditInputs inputs(Path planted, long atLeast, boolean complete) {
        return new AuditInputs(
                KafkaConnection.to(broker.bootstrapServers()),
                folder.resolve("out"),
                folder.resolve("expected"),
                planted,
                atLeast,
                complete,
                Duration.ofMillis(500));
    }
}
