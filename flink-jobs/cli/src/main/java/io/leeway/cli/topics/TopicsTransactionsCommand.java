package io.leeway.cli.topics;

import io.leeway.cli.console.TextTable;
import io.leeway.cli.console.UserError;
import io.leeway.cli.options.DurationConverter;
import io.leeway.cli.options.PrintingCommand;
import io.leeway.cli.savepoint.PrecommittedTransaction;
import io.leeway.topics.KafkaConnection;
import io.leeway.topics.OpenTransaction;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code leeway topics transactions}: what is open, and what may end it. */
@Command(
        name = "transactions",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Lists the Kafka transactions that are open under a prefix, oldest first; ends one of a job that does not run any more.",
            "",
            "Readers of committed records see nothing behind an open transaction. A job that runs, or is started again from its newest checkpoint, ends its own. That of a job"
                    + " which does not come back stays open up to its timeout. Where a checkpoint or savepoint lists it as pre-committed, a job that starts from there does not write"
                    + " its records again: aborting it would lose them, and is refused; --commit publishes them. Others may be aborted: their records are written again by a job that"
                    + " starts from its newest checkpoint."
        },
        footer = {
            "",
            "Examples:",
            "  leeway topics transactions --bootstrap kafka:9092",
            "  leeway topics transactions --bootstrap kafka:9092 --checkpoints run/checkpoints --checkpoints run/savepoints",
            "  leeway topics transactions --bootstrap kafka:9092 --checkpoints run/checkpoints --commit leeway-0-17",
            "  leeway topics transactions --bootstrap kafka:9092 --without-checkpoints --abort leeway-backfill-1a2b3c4d-0-3"
        })
final class TopicsTransactionsCommand extends PrintingCommand {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final long LOOK_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    @Mixin
    private TopicsArguments arguments = new TopicsArguments();

    @Option(
            names = "--transactional-id",
            paramLabel = "PREFIX",
            defaultValue = "leeway",
            description = "Of the transactions' names; --topic-prefix comes before it. Default: ${DEFAULT-VALUE}.")
    private String prefix = "leeway";

    @Option(
            names = "--checkpoints",
            paramLabel = "DIR",
            description =
                    "A folder with the retained checkpoints or savepoints of the jobs; more than one may be given.")
    private List<String> checkpoints = new ArrayList<>();

    @Option(
            names = "--without-checkpoints",
            description = "With --abort: the job has left neither a checkpoint nor a savepoint.")
    private boolean withoutCheckpoints;

    @Option(names = "--abort", paramLabel = "ID", description = "Aborts this transaction; its records are gone.")
    private @Nullable String abort;

    @Option(
            names = "--commit",
            paramLabel = "ID",
            description = "Commits this transaction, which a checkpoint or savepoint lists as pre-committed.")
    private @Nullable String commit;

    @Override
    public Integer call() {
        requireOneAction();
        KafkaConnection kafka = arguments.connection();
        List<PrecommittedTransaction> listed = new ArrayList<>();
        checkpoints.forEach(folder -> listed.addAll(PrecommittedTransaction.below(folder)));
        try (ShopTopics topics = new ShopTopics(kafka)) {
            List<OpenTransaction> open = open(topics, kafka);
            if (abort != null) {
                abort(topics, kafka, required(open, abort), listed);
            } else if (commit != null) {
                commit(topics, kafka, required(open, commit), listed);
            } else {
                print(open, listed, kafka);
            }
        }
        return 0;
    }

    private void requireOneAction() {
        UserError.require(
                abort == null || commit == null, "Expected --abort or --commit, found both; end one at a time");
        UserError.require(
                abort == null || !checkpoints.isEmpty() || withoutCheckpoints,
                "Expected --checkpoints with --abort, found none; name the folders of the job's checkpoints and savepoints, which may list the transaction as pre-committed, or give --without-checkpoints if there are none");
        UserError.require(
                checkpoints.isEmpty() || !withoutCheckpoints,
                "Expected --checkpoints or --without-checkpoints, found both; leave one out");
        UserError.require(
                commit == null || !checkpoints.isEmpty(),
                "Expected --checkpoints with --commit, found none; name the folders of the job's checkpoints and savepoints");
    }

    private List<OpenTransaction> open(ShopTopics topics, KafkaConnection kafka) {
        String begin = kafka.name(prefix);
        return topics.asking(() -> OpenTransaction.of(topics.admin(), id -> id.startsWith(begin), PATIENCE));
    }

    private OpenTransaction required(List<OpenTransaction> open, String id) {
        return open.stream()
                .filter(each -> each.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new UserError("Expected an open transaction " + id + ", found none among "
                        + open.size() + "; list them without --abort and --commit"));
    }

    private void abort(
            ShopTopics topics, KafkaConnection kafka, OpenTransaction each, List<PrecommittedTransaction> listed) {
        listed.stream()
                .filter(known -> known.id().equals(each.id()))
                .findFirst()
                .ifPresent(known -> {
                    throw new UserError("Expected a transaction that no checkpoint lists, found " + each.id()
                            + " pre-committed in " + known.path()
                            + ": aborting it would lose its records; publish them with --commit " + each.id()
                            + ", or start the job from there");
                });
        topics.asking(() ->
                topics.admin().fenceProducers(List.of(each.id())).all().get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
        awaitEnd(topics, kafka, each);
        out().println("aborted " + each.id());
    }

    private void commit(
            ShopTopics topics, KafkaConnection kafka, OpenTransaction each, List<PrecommittedTransaction> listed) {
        PrecommittedTransaction known = precommitted(each, listed)
                .orElseThrow(
                        () -> new UserError(
                                "Expected a transaction that a checkpoint lists, found " + each.id()
                                        + " in none of " + listed.size() + " pre-committed ones in "
                                        + String.join(", ", checkpoints)
                                        + ": a job that starts from its newest checkpoint writes its records again, and they would be doubled; use --abort"));
        topics.asking(() -> {
            kafka.commitTransaction(known.id(), known.producerId(), known.epoch(), PATIENCE);
            return known;
        });
        awaitEnd(topics, kafka, each);
        out().println("committed " + each.id());
    }

    /** The coordinator answers before it has written to all partitions. */
    private void awaitEnd(ShopTopics topics, KafkaConnection kafka, OpenTransaction ended) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (open(topics, kafka).stream()
                .anyMatch(each -> each.id().equals(ended.id()) && each.startedMillis() == ended.startedMillis())) {
            UserError.require(
                    System.nanoTime() < deadline,
                    "Expected " + ended.id() + " to end within " + PATIENCE.toSeconds()
                            + " s, found it still open; list it again in a while");
            LockSupport.parkNanos(LOOK_EVERY_NANOS);
        }
    }

    private static Optional<PrecommittedTransaction> precommitted(
            OpenTransaction each, List<PrecommittedTransaction> listed) {
        return listed.stream()
                .filter(known -> known.id().equals(each.id())
                        && known.producerId() == each.producerId()
                        && known.epoch() == each.epoch())
                .findFirst();
    }

    private void print(List<OpenTransaction> open, List<PrecommittedTransaction> listed, KafkaConnection kafka) {
        if (open.isEmpty()) {
            out().println("no open transactions under " + kafka.name(prefix));
            return;
        }
        Instant now = Clock.systemUTC().instant();
        TextTable table = new TextTable()
                .row("transaction", "state", "producer", "open for", "timeout", "pre-committed in", "topics");
        for (OpenTransaction each : open) {
            table.row(
                    each.id(),
                    each.state(),
                    each.producerId() + "/" + each.epoch(),
                    DurationConverter.text(each.age(now)),
                    DurationConverter.text(each.timeout()),
                    precommitted(each, listed)
                            .map(PrecommittedTransaction::path)
                            .orElse(checkpoints.isEmpty() ? "?" : "none"),
                    each.topics());
        }
        table.lines().forEach(out()::println);
        if (checkpoints.isEmpty()) {
            out().println("which of them a job has pre-committed: name its folders with --checkpoints");
        }
    }
}
