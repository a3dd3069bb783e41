package io.leeway.cli.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.leeway.cli.audit.AuditInputs;
import io.leeway.cli.audit.AuditProcess;
import io.leeway.cli.audit.AuditReport;
import io.leeway.cli.audit.RunFacts;
import io.leeway.cli.audit.VisibleTimes;
import io.leeway.cli.console.ClockPause;
import io.leeway.cli.console.CommandScreen;
import io.leeway.cli.console.ProgressBar;
import io.leeway.cli.console.WatchedWork;
import io.leeway.cli.scores.TopicFeed;
import io.leeway.local.EmbeddedBroker;
import io.leeway.topics.KafkaConnection;
import io.leeway.topics.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One demo from the first line of history to the audit: the order of its stages, and who closes
 * what. Use one for one demo.
 */
final class DemoRun {

    static final String EVENTS = Topics.EVENTS;

    private static final int EVENT_PARTITIONS = 4;
    private static final int OUT_PARTITIONS = 2;
    private static final Duration SETTLE = Duration.ofSeconds(90);

    /**
     * Played before the seam, so that the topic begins before it and a job can see that nothing is
     * missing.
     */
    private static final Duration LEAD_IN = Duration.ofMinutes(15);

    private final DemoPlan plan;
    private final DemoStages stages;
    private final CommandScreen screen;
    private final Clock clock;
    private final Audit audit;

    /** Who audits; {@link AuditProcess#run} outside of tests. */
    @FunctionalInterface
    interface Audit {
        /** @return 0 when all holds */
        int run(AuditInputs inputs, Path report) throws InterruptedException;
    }

    DemoRun(DemoPlan plan, DemoStages stages, CommandScreen screen, Clock clock, Audit audit) {
        this.audit = audit;
        this.plan = plan;
        this.stages = stages;
        this.screen = screen;
        this.clock = clock;
    }

    /**
     * Runs all stages.
     *
     * @return the audit's exit code
     */
    int run() throws InterruptedException, IOException {
        long startedMillis = clock.millis();
        WorkFolders folders = WorkFolders.fresh(plan.out());
        DemoShop shop = stages.openShop(plan, folders, screen);
        screen.println(String.format(
                Locale.ROOT,
                "%s: %,d events of history from %s to %s",
                shop.title(),
                shop.historyEvents(),
                shop.start(),
                shop.seam()));
        List<AuditReport.Model> models = stages.train(plan, shop, folders, screen);
        int verdict;
        ShopperBoard board = new ShopperBoard(DemoPlan.SESSION_GAP);
        DecisionBoard decisions = new DecisionBoard();
        try (EmbeddedBroker broker = startBroker(folders)) {
            scoreLive(shop, models, folders, broker, board, decisions);
            stages.runReference(plan, shop, folders, broker.bootstrapServers(), screen);
            verdict = audit(shop, folders, broker);
        }
        if (!plan.output().keep()) {
            folders.delete();
        }
        board.drifting(1).stream()
                .map(drifting -> drifting.head().user())
                // Of another id a shell would make something else.
                .filter(user -> user.matches("\\w[\\w.@-]*"))
                .forEach(user -> screen.println("try: leeway show " + user + " --out " + plan.out()));
        screen.println("done in " + ProgressBar.seconds(Duration.ofMillis(clock.millis() - startedMillis))
                + "; scores are in " + plan.out());
        return verdict;
    }

    private EmbeddedBroker startBroker(WorkFolders folders) throws InterruptedException {
        EmbeddedBroker broker;
        try (ProgressBar bar = new ProgressBar(screen, "broker", 0, "of 1 Kafka broker", clock)) {
            broker = EmbeddedBroker.start(folders.broker());
            bar.update(1);
        }
        broker.createTopic(EVENTS, EVENT_PARTITIONS, Map.of());
        for (String topic : List.of(Topics.CHURN, Topics.INTEREST, Topics.DEAD_LETTERS, Topics.LATE, Topics.TALLIES)) {
            broker.createTopic(topic, OUT_PARTITIONS, Map.of());
        }
        for (String topic : Topics.DECIDING) {
            broker.createTopic(topic, 1, Map.of());
        }
        return broker;
    }

    private void scoreLive(
            DemoShop shop,
            List<AuditReport.Model> models,
            WorkFolders folders,
            EmbeddedBroker broker,
            ShopperBoard board,
            DecisionBoard decisions)
            throws InterruptedException, IOException {
        double speed = plan.speedFor(Duration.between(shop.seam(), shop.end()));
        LivePlayer player = new LivePlayer(
                new LivePlayer.Settings(
                        broker.bootstrapServers(),
                        EVENTS,
                        speed,
                        shop.seam().minus(LEAD_IN),
                        shop.end(),
                        plan.allowedLateness()),
                clock,
                ClockPause.parking());
        VisibleTimes visible = new VisibleTimes();
        try (ScoreFiles files = ScoreFiles.open(plan.out());
                TopicFeed feed = TopicFeed.ofScores(broker.bootstrapServers(), clock, List.of(files, visible, board));
                RunningJob job = stages.start(plan, shop, folders, broker.bootstrapServers())) {
            LiveTable table = new LiveTable(
                    screen,
                    board,
                    decisions,
                    () -> new LiveFigures(player.figures(), job.restarts(), job.flinkUi()),
                    clock);
            try (ProgressBar bar = new ProgressBar(screen, "backfill", shop.historyEvents(), "events", clock)) {
                job.awaitLive(bar::update);
                bar.update(shop.historyEvents());
            }
            try (RunningDecisions deciding = stages.startDecisions(
                            plan,
                            shop,
                            folders,
                            broker.bootstrapServers(),
                            () -> player.figures().playedTo(),
                            decisions);
                    WatchedWork watched = new WatchedWork(() -> {
                        job.requireAlive();
                        deciding.requireAlive();
                        table.refresh();
                    })) {
                watched.run(() -> player.play(shop.live().get()));
                watched.run(job::awaitDrained);
                watched.run(deciding::finish);
            }
            feed.finish();
            table.finish();
            decisions.report().write(plan.out());
            new RunFacts(
                            job.restarts(),
                            job.restartCauses(),
                            plan.allowedLateness().toMillis(),
                            plan.checkpointInterval().toMillis(),
                            speed,
                            models)
                    .write(plan.out());
        }
        visible.write(plan.out());
    }

    private int audit(DemoShop shop, WorkFolders folders, EmbeddedBroker broker)
            throws InterruptedException, IOException {
        Path report = plan.out().resolve("report.json");
        int verdict = audit.run(
                new AuditInputs(
                        KafkaConnection.to(broker.bootstrapServers()),
                        plan.out(),
                        folders.reference(),
                        planted(shop),
                        1,
                        plan.dataset() == null,
                        SETTLE),
                report);
        Path wanted = plan.output().report();
        if (wanted != null && Files.exists(report)) {
            Files.copy(report, wanted, StandardCopyOption.REPLACE_EXISTING);
        }
        return verdict;
    }

    private @Nullable Path planted(DemoShop shop) throws IOException {
        if (shop.planted().isEmpty()) {
            return null;
        }
        Path file = plan.out().resolve("planted.json");
        new ObjectMapper().writeValue(file.toFile(), shop.planted());
        return file;
    }
}
