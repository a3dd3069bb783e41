package io.leeway.decisions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.awaitility.Awaitility.await;

import io.leeway.fault.Fault;
import io.leeway.fault.FaultPlan;
import io.leeway.local.EmbeddedBroker;
import io.leeway.topics.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** The win-back job broken again and again, and stopped and rescaled: the offers that are committed are those of an undisturbed run, none lost, none doubled, none over budget. */
class WinBackFaultIT {
    private static final int PARALLELISM = 2;
    private static final int PACE = 100;
    private static final Duration DEADLINE = Duration.ofMinutes(5);

    @TempDir
    private static Path folder;

    private static WinBackRun run;

    @BeforeAll
    static void begin() throws Exception {
        EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("broker"));
        broker.createTopic(Topics.OFFERS, 1, Map.of());
        run = new WinBackRun(broker, WinBackInput.random(5, 60, 20), WinBackInput.model());
    }

    @AfterAll
    static void end() {
        run.broker().close();
    }

    @Test
    void failuresLoseAndDoubleNothing() throws Exception {
        disturbed(1, 4);
    }

    @Test
    @EnabledIfSystemProperty(
            named = "leeway.decisions",
            matches = "true",
            disabledReason = "takes a minute: mvn verify -Dleeway.decisions=true -Dit.test=WinBackFaultIT")
    void twentyFailuresLoseAndDoubleNothing() throws Exception {
        disturbed(4, 5);
    }

    private static void disturbed(int runs, int each) throws Exception {
        List<String> expected = run.undisturbed();
        int happened = 0;
        for (int turn = 0; turn < runs; turn++) {
            long begin = run.end();
            List<Fault> faults = Fault.anywhere(turn, each);
            FaultPlan plan = FaultPlan.of("win-back-" + turn, faults, WinBackInput.BEGIN, PARALLELISM);
            JobClient job = run.start(PARALLELISM, null, PACE, plan);
            try {
                job.getJobExecutionResult().get(DEADLINE.toSeconds(), TimeUnit.SECONDS);
            } catch (TimeoutException hangs) {
                job.cancel().get(30, TimeUnit.SECONDS);
                fail("Expected the run to end within %s, found it still running; %s", DEADLINE, plan.progress());
            }
            assertThat(plan.happened())
                    .as("failures of run %d, planned %s; %s", turn, faults, plan.progress())
                    .hasSize(each);
            happened += each;
            require(expected, run.committed(begin, true));
        }
        System.out.println(happened + " failures, " + expected.size() + " offers each once in every run");
    }

    @Test
    @EnabledIfSystemProperty(
            named = "leeway.decisions",
            matches = "true",
            disabledReason = "takes half a minute: mvn verify -Dleeway.decisions=true -Dit.test=WinBackFaultIT")
    void budgetsCooldownsAndOpenOffersSurviveSavepointsAndRescaling() throws Exception {
        List<String> expected = run.undisturbed();
        long begin = run.end();
        String savepoint = null;
        int committed = 0;
        for (int parallelism : List.of(1, 4, 2)) {
            JobClient job = run.start(parallelism, savepoint, 150, null);
            if (parallelism == 2) {
                job.getJobExecutionResult().get(2, TimeUnit.MINUTES);
            } else {
                int before = committed;
                await("offers at parallelism " + parallelism)
                        .atMost(Duration.ofMinutes(4))
                        .pollInterval(Duration.ofMillis(100))
                        .until(() -> run.committed(begin, false).size() > before);
                savepoint = job.stopWithSavepoint(
                                false, folder.resolve("savepoints").toUri().toString(), SavepointFormatType.CANONICAL)
                        .get(1, TimeUnit.MINUTES);
                committed = run.committed(begin, true).size();
                assertThat(committed).isBetween(before + 1, expected.size() - 1);
            }
        }
        require(expected, run.committed(begin, true));
    }

    private static void require(List<String> expected, List<String> committed) throws Exception {
        assertThat(expected).hasSizeGreaterThan(150).doesNotHaveDuplicates();
        assertThat(committed).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(WinBackRun.mostSpent(committed))
                .isBetween(0.8 * WinBackInput.OPTIONS.budget(), WinBackInput.OPTIONS.budget() + 1e-9);
    }
}
