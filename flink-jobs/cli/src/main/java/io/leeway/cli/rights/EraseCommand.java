package io.leeway.cli.rights;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.leeway.cli.console.CommandScreen;
import io.leeway.cli.console.PrettyJson;
import io.leeway.cli.console.ProgressBar;
import io.leeway.cli.console.QuietLogs;
import io.leeway.cli.console.TextTable;
import io.leeway.cli.console.UserError;
import io.leeway.cli.options.PrintingCommand;
import io.leeway.cli.savepoint.SavedShopperLookup;
import io.leeway.cli.scores.CommittedTopics;
import io.leeway.jobs.KafkaArguments;
import io.leeway.records.SinkRecord;
import io.leeway.shopper.events.EventJson;
import io.leeway.shopper.events.EventRules;
import io.leeway.shopper.events.EventType;
import io.leeway.shopper.events.ShopperEvent;
import io.leeway.text.VisibleText;
import io.leeway.topics.KafkaConnection;
import io.leeway.topics.KafkaFailure;
import io.leeway.topics.RecordLimits;
import io.leeway.topics.Topics;
import io.leeway.topics.erasure.ErasureKey;
import io.leeway.topics.erasure.ErasureLedger;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.acl.AclOperation;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code leeway erase}: erases a shopper, and searches for what is left. */
@Command(
        name = "erase",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Erases a shopper: an erasure for the running jobs into the live topic, and with --erasures an entry in the ledger, so that nothing"
                    + " of before comes back from an old savepoint or old history.",
            "",
            "With --verify it then searches every topic of the shop, and the folders and savepoints that are named, and ends with 1 where"
                    + " something is left that does not expire. The jobs erase when their watermark has passed the erasure: verify"
                    + " again after that. It cannot see other states of savepoints than the profile, what a model has learned,"
                    + " nor copies that others made."
        },
        footer = {
            "",
            "Examples:",
            "  leeway erase --keygen erasures.key",
            "  leeway erase u42 --bootstrap localhost:9092 --erasures erasures.key",
            "  leeway erase u42 --bootstrap localhost:9092 --verify-only --history history --savepoint savepoints/shop --certificate u42.json",
            "  leeway erase u42 --bootstrap localhost:9092 --verify-only --history history --rewrite"
        })
@SuppressWarnings("NullAway.Init") // picocli sets what has a default
public final class EraseCommand extends PrintingCommand {
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final Clock clock;

    @Parameters(index = "0", arity = "0..1", paramLabel = "USER", description = "The user id, as events have it.")
    private @Nullable String user;

    @Option(
            names = "--keygen",
            paramLabel = "FILE",
            description = "Makes a key for --erasures, in a new file that its owner alone can read, and ends.")
    private @Nullable Path keygen;

    @Option(
            names = "--bootstrap",
            paramLabel = "HOST:PORT",
            defaultValue = "localhost:9092",
            description = "Kafka brokers. Default: ${DEFAULT-VALUE}.")
    private String bootstrap;

    @Mixin
    private KafkaArguments kafka = new KafkaArguments();

    @Option(
            names = "--topic",
            paramLabel = "TOPIC",
            defaultValue = Topics.EVENTS,
            description = "The live topic. Default: ${DEFAULT-VALUE}.")
    private String topic;

    @Option(
            names = "--erasures",
            paramLabel = "FILE",
            description = "The key of the ledger, the topic leeway.erased, as jobs have it with the same option.")
    private @Nullable Path erasures;

    @Option(names = "--verify", description = "Searches afterwards.")
    private boolean verify;

    @Option(names = "--verify-only", description = "Searches, and erases nothing.")
    private boolean verifyOnly;

    @Option(
            names = "--history",
            paramLabel = "DIR",
            description = "A folder of files to search: history, outputs, exports. May be given again.")
    private List<Path> folders = new ArrayList<>();

    @Option(
            names = "--rewrite",
            description =
                    "Removes the lines found in files *.jsonl and *.jsonl.gz below --history: each is written again without them. No job may read the folder meanwhile.")
    private boolean rewrite;

    @Option(
            names = "--savepoint",
            paramLabel = "URI",
            description = "A savepoint or retained checkpoint to search. May be given again.")
    private List<String> savepoints = new ArrayList<>();

    @Option(
            names = "--certificate",
            paramLabel = "FILE",
            description = "Writes what was searched and found there, as JSON without the user id.")
    private @Nullable Path certificate;

    public EraseCommand() {
        this(Clock.systemUTC());
    }

    /** With a clock that says when the erasure is. */
    public EraseCommand(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Integer call() throws Exception {
        QuietLogs.kafka();
        Path newKey = keygen;
        if (newKey != null) {
            return makeKey(newKey);
        }
        String shopper = user == null ? "" : user;
        UserError.require(
                !shopper.isEmpty() && shopper.length() <= EventRules.MAX_ID_LENGTH,
                "Expected the user id of a shopper, of at most " + EventRules.MAX_ID_LENGTH + " characters, found "
                        + (shopper.isEmpty() ? "none" : shopper.length() + "") + "; name it behind the command");
        UserError.require(
                verify || verifyOnly || (folders.isEmpty() && savepoints.isEmpty() && !rewrite && certificate == null),
                "Expected --verify or --verify-only with --history, --savepoint, --rewrite and --certificate, found"
                        + " neither; add one of them");
        KafkaConnection connection = kafka.connection(bootstrap);
        Instant now = clock.instant();
        if (!verifyOnly) {
            erase(connection, shopper, now);
        }
        return verify || verifyOnly ? search(connection, shopper, now) : 0;
    }

    private int makeKey(Path file) throws IOException {
        try {
            out().println("key " + ErasureKey.create(file).id() + " in " + file
                    + "; keep it: without it the ledger can be neither read nor extended");
            out().flush();
            return 0;
        } catch (FileAlreadyExistsException e) {
            throw new UserError("Expected a new file for the key, found " + file + "; name another", e);
        }
    }

    private void erase(KafkaConnection connection, String shopper, Instant now) throws InterruptedException {
        ErasureKey key = erasures == null ? null : key(erasures);
        if (key != null) {
            requireLedger(connection, key, String.valueOf(erasures));
        }
        byte[] event = EventJson.write(new ShopperEvent(
                "erase-" + UUID.randomUUID(),
                EventType.ERASE,
                shopper,
                null,
                null,
                0,
                null,
                1,
                0,
                null,
                null,
                now.toEpochMilli()));
        try (KafkaProducer<byte[], byte[]> producer = connection.producer(Map.of("acks", "all"))) {
            if (key != null) {
                SinkRecord entry = ErasureLedger.entry(key, shopper, now.toEpochMilli());
                send(
                        producer,
                        connection,
                        new ProducerRecord<>(connection.name(Topics.ERASED), entry.key(), entry.value()));
            }
            send(
                    producer,
                    connection,
                    new ProducerRecord<>(
                            connection.name(topic), null, now.toEpochMilli(), shopper.getBytes(UTF_8), event));
        }
        out().println("erased " + VisibleText.of(shopper) + " up to " + now
                + (key == null
                        ? "; without --erasures an older savepoint or history brings earlier events back"
                        : ", also in the ledger"));
        out().flush();
    }

    private static void send(
            KafkaProducer<byte[], byte[]> producer, KafkaConnection connection, ProducerRecord<byte[], byte[]> record)
            throws InterruptedException {
        try {
            producer.send(record).get();
        } catch (ExecutionException | KafkaException e) {
            throw new UserError(
                    KafkaFailure.line(connection, AclOperation.WRITE, List.of(record.topic()), e)
                            .orElse("Expected brokers at " + connection + " that take the erasure into "
                                    + record.topic() + ", found: " + e.getMessage()
                                    + "; it may not be complete, try again"),
                    e);
        }
    }

    /** An entry of another key would end the jobs, and a topic that deletes records forgets. */
    private void requireLedger(KafkaConnection connection, ErasureKey key, String keyFile) throws InterruptedException {
        String name = connection.name(Topics.ERASED);
        try (Admin admin = connection.admin(PATIENCE)) {
            admin.describeTopics(List.of(name)).allTopicNames().get();
            RecordLimits.ask(admin, connection, List.of(Topics.ERASED), PATIENCE)
                    .tooStrict(connection.topics())
                    .ifPresent(reason -> {
                        throw new UserError(reason);
                    });
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            throw new UserError(
                    KafkaFailure.line(connection, e)
                            .orElse("Expected the topic " + name + " at " + connection + ", found: " + e.getMessage()
                                    + "; `leeway topics create` makes it"),
                    e);
        }
        CommittedTopics.readAll(connection, List.of(Topics.ERASED), PATIENCE, clock, record -> ErasureLedger.refusal(
                        record, key, keyFile)
                .ifPresent(reason -> {
                    throw new UserError(reason);
                }));
    }

    private static ErasureKey key(Path file) {
        try {
            return ErasureKey.read(file);
        } catch (IllegalArgumentException e) {
            throw new UserError(String.valueOf(e.getMessage()), e);
        }
    }

    private int search(KafkaConnection connection, String shopper, Instant now) throws Exception {
        UserMention mention = new UserMention(shopper);
        List<SearchedPlace> places = new ArrayList<>(new TopicSearch(connection, mention, clock)
                .search(topic.startsWith("leeway.") ? List.of() : List.of(topic)));
        places.addAll(new FileSearch(mention, clock, rewrite).search(folders));
        places.addAll(savedProfiles(shopper));
        TextTable table = new TextTable().row("found", "fate", "place", "");
        for (SearchedPlace each : places) {
            table.row(TextTable.count(each.found()), each.fateText(), each.place(), each.detail());
        }
        table.lines().forEach(out()::println);
        long left = places.stream()
                .filter(each -> each.fate() == SearchedPlace.Fate.LEFT)
                .count();
        out().println(left == 0 ? "nothing is left but what expires" : "LEFT in " + left + " places");
        out().flush();
        if (certificate != null) {
            PrettyJson.replace(certificate, ErasureCertificate.of(now, erasures, shopper, places));
        }
        return left == 0 ? 0 : 1;
    }

    private List<SearchedPlace> savedProfiles(String shopper) throws Exception {
        List<SearchedPlace> places = new ArrayList<>();
        try (ProgressBar bar =
                new ProgressBar(CommandScreen.error(), "savepoints", savepoints.size(), "savepoints", clock)) {
            for (String savepoint : savepoints) {
                boolean known = SavedShopperLookup.find(savepoint, shopper)
                        .filter(saved -> saved.pending() > 0 || saved.holdsEvents())
                        .isPresent();
                places.add(SearchedPlace.left(
                        "savepoint " + savepoint,
                        known ? 1 : 0,
                        "a profile: delete the savepoint, or restore it with --erasures, which drops the profile"));
                bar.update(places.size());
            }
        }
        return places;
    }
}
