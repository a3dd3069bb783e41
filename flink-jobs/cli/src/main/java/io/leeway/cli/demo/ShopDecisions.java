package io.leeway.cli.demo;

import io.leeway.cli.console.UserError;
import io.leeway.cli.scores.TopicFeed;
import io.leeway.decisions.advertising.AdvertisingOptions;
import io.leeway.jobs.AdvertisingJob;
import io.leeway.jobs.RecommendJob;
import io.leeway.jobs.WinBackJob;
import io.leeway.jobs.options.AdvertisingJobOptions;
import io.leeway.jobs.options.CommitOptions;
import io.leeway.jobs.options.DeciderOptions;
import io.leeway.jobs.options.RecommendJobOptions;
import io.leeway.jobs.options.WinBackJobOptions;
import io.leeway.local.FreePorts;
import io.leeway.local.LocalFlink;
import io.leeway.records.SinkRecord;
import io.leeway.sources.kafka.OnLostEvents;
import io.leeway.topics.KafkaConnection;
import io.leeway.topics.Topics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * The decision jobs of a demo and the simulated shop that answers them, in this process: the very
 * jobs that a cluster runs, each in a local cluster of its own.
 */
final class ShopDecisions implements RunningDecisions {
    /** A demo's clock runs so fast that an hour passes from checkpoint to checkpoint. */
    private static final Duration VALIDITY = Duration.ofHours(12);

    /** And that campaigns and outcomes of the last seconds are those of the last hours. */
    private static final Duration SILENCE = Duration.ofSeconds(5);

    /** What was read has been decided on by then: watermarks follow records in a fraction of it. */
    private static final Duration SETTLED = Duration.ofSeconds(1);

    private final DemoPlan plan;
    private final WorkFolders folders;
    private final String bootstrapServers;
    private final Clock clock;
    private final List<DecisionJob> jobs = new ArrayList<>();
    private final ShopAnswers answers;
    private final TopicFeed feed;

    private ShopDecisions(
            DemoPlan plan, WorkFolders folders, String bootstrapServers, ShopAnswers answers, Clock clock) {
        this.plan = plan;
        this.folders = folders;
        this.bootstrapServers = bootstrapServers;
        this.clock = clock;
        this.answers = answers;
        this.feed = TopicFeed.start(bootstrapServers, Topics.DECISIONS, answers);
    }

    static ShopDecisions start(
            DemoPlan plan,
            DecidedShop shop,
            WorkFolders folders,
            String bootstrapServers,
            Supplier<Instant> playedTo,
            DecisionBoard board,
            Clock clock) {
        publish(bootstrapServers, shop.announcements());
        ShopDecisions started = new ShopDecisions(
                plan,
                folders,
                bootstrapServers,
                new ShopAnswers(bootstrapServers, shop.answering(playedTo), board),
                clock);
        try {
            for (Decider decider : deciders(plan, bootstrapServers)) {
                started.run(decider);
            }
            return started;
        } catch (RuntimeException e) {
            started.close();
            throw e;
        }
    }

    private static List<Decider> deciders(DemoPlan plan, String bootstrapServers) {
        DeciderOptions shared = new DeciderOptions(
                KafkaConnection.to(bootstrapServers),
                plan.allowedLateness(),
                OnLostEvents.FAIL,
                CommitOptions.DEFAULTS.withCheckpointInterval(plan.checkpointInterval()));
        RecommendJobOptions lists = RecommendJobOptions.of(shared);
        WinBackJobOptions offers = WinBackJobOptions.of(shared);
        AdvertisingJobOptions ads = new AdvertisingJobOptions(
                shared.withSilence(SILENCE), null, AdvertisingOptions.DEFAULTS.withValidity(VALIDITY));
        return List.of(
                new Decider(
                        "recommend",
                        env -> RecommendJob.define(env, lists),
                        (env, folder) -> RecommendJob.replay(env, lists, folder),
                        List.of(Topics.INTEREST, DemoRun.EVENTS),
                        SETTLED),
                new Decider(
                        "win-back",
                        env -> WinBackJob.define(env, offers),
                        (env, folder) -> WinBackJob.replay(env, offers, folder),
                        List.of(Topics.CHURN, Topics.INTEREST),
                        SETTLED),
                new Decider(
                        "advertise",
                        env -> AdvertisingJob.define(env, ads),
                        // Bids follow topics of others, which go by the wall clock: a replay may bid sooner.
                        null,
                        List.of(Topics.INTEREST),
                        SILENCE.plus(SETTLED)));
    }

    /**
     * Decides once more, undisturbed, on all that the topics hold.
     *
     * @param folder gets a folder a topic of decisions
     */
    static void replay(DemoPlan plan, WorkFolders folders, String bootstrapServers, Path folder)
            throws InterruptedException {
        for (Decider decider : deciders(plan, bootstrapServers)) {
            BiConsumer<StreamExecutionEnvironment, Path> again = decider.replay();
            if (again == null) {
                continue;
            }
            Path checkpoints = folders.checkpoints().resolve(decider.name() + "-replay");
            StreamExecutionEnvironment env =
                    LocalFlink.streaming(checkpoints, FreePorts.free(), plan.checkpointInterval());
            env.setParallelism(1);
            again.accept(env, folder);
            UserError.expect("the job " + decider.name() + " to decide once more", () -> env.executeAsync(
                            "leeway " + decider.name() + " replayed")
                    .getJobExecutionResult()
                    .get());
        }
    }

    /**
     * A decision job.
     *
     * @param replay defines it over what the topics hold; null: it need not decide alike
     * @param reads what it has to have read before it may stop
     * @param settled how much later it has decided on that
     */
    private record Decider(
            String name,
            Consumer<StreamExecutionEnvironment> define,
            @Nullable BiConsumer<StreamExecutionEnvironment, Path> replay,
            List<String> reads,
            Duration settled) {}

    private void run(Decider decider) {
        String name = decider.name();
        Path checkpoints = folders.checkpoints().resolve(name);
        try {
            Files.createDirectories(checkpoints);
            StreamExecutionEnvironment env =
                    LocalFlink.streaming(checkpoints, FreePorts.free(), plan.checkpointInterval());
            env.setParallelism(1);
            decider.define().accept(env);
            jobs.add(DecisionJob.of(
                    name, env.executeAsync("leeway " + name), "leeway-" + name, decider.reads(), decider.settled()));
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new UserError("Expected the job " + name + " to start, found: " + e.getMessage(), e);
        }
    }

    private static void publish(String bootstrapServers, List<SinkRecord> records) {
        try (KafkaProducer<byte[], byte[]> producer =
                KafkaConnection.to(bootstrapServers).producer(Map.of("acks", "all"))) {
            records.forEach(record -> producer.send(new ProducerRecord<>(
                    record.topic(), null, record.eventTimeMillis(), record.key(), record.value())));
        }
    }

    @Override
    public void requireAlive() {
        jobs.forEach(DecisionJob::requireAlive);
    }

    @Override
    public void finish() throws InterruptedException {
        try (Admin admin = KafkaConnection.to(bootstrapServers).admin()) {
            String savepoints =
                    folders.root().resolve("decision-savepoints").toUri().toString();
            for (DecisionJob job : jobs) {
                job.finish(admin, bootstrapServers, savepoints, clock);
            }
        }
        feed.finish();
    }

    @Override
    public void close() {
        jobs.forEach(DecisionJob::cancel);
        feed.close();
        answers.close();
    }
}
