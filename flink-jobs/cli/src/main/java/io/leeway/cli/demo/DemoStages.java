package io.leeway.cli.demo;

import io.leeway.cli.audit.AuditReport;
import io.leeway.cli.console.CommandScreen;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/**
 * The parts of a demo that know the simulator, the importers, training and Flink. {@link DemoRun}
 * puts them in order.
 */
interface DemoStages {

    /**
     * Writes history to {@link WorkFolders#history()}: simulated, or imported from the plan's data
     * set.
     */
    DemoShop openShop(DemoPlan plan, WorkFolders folders, CommandScreen screen) throws InterruptedException;

    /** Trains the models on history and leaves them in {@link WorkFolders#models()}. */
    List<AuditReport.Model> train(DemoPlan plan, DemoShop shop, WorkFolders folders, CommandScreen screen)
            throws InterruptedException;

    /**
     * Starts the scoring job on history and then the topic {@link DemoRun#EVENTS}; all topics are
     * there. The caller closes it.
     */
    RunningJob start(DemoPlan plan, DemoShop shop, WorkFolders folders, String bootstrapServers)
            throws InterruptedException;

    /**
     * Starts what decides on live scores, and the shop that answers; of a shop that can answer. All
     * topics are there. The caller closes it.
     *
     * @param playedTo the shop's clock
     * @param board takes decisions and their outcomes
     */
    default RunningDecisions startDecisions(
            DemoPlan plan,
            DemoShop shop,
            WorkFolders folders,
            String bootstrapServers,
            Supplier<Instant> playedTo,
            DecisionBoard board)
            throws InterruptedException {
        return RunningDecisions.NONE;
    }

    /**
     * Scores the same history and the same records of the topic once more, bounded and undisturbed,
     * into {@link WorkFolders#reference()}.
     */
    void runReference(DemoPlan plan, DemoShop shop, WorkFolders folders, String bootstrapServers, CommandScreen screen)
            throws InterruptedException;
}
