package io.leeway.secured;

import static org.assertj.core.api.Assertions.assertThat;

import io.leeway.cli.Leeway;
import io.leeway.shop.LiveShop;
import io.leeway.shop.SmallShop;
import io.leeway.topics.KafkaConnection;
import io.leeway.topics.Topics;
import io.leeway.topics.erasure.ErasureKey;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.ResourceType;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each job and command of the page's table of ACLs, with those ACLs and no others: it works; without
 * one of them its one line names that one; and no secret is in arguments, logs and web pages.
 */
@Timeout(600)
@EnabledIfSystemProperty(named = "leeway.secured", matches = "true", disabledReason = "some minutes; -Pfull runs it")
class EverySecuredCommandIT {
    private static final int PARTITIONS = 2;

    /** Without DESCRIBE brokers hide what there is, and that is no failure. */
    private static final Set<String> HIDDEN = Set.of("leeway topics check", "leeway topics transactions");

    @TempDir
    private static Path folder;

    private static SmallShop small;
    private static SecuredBroker secured;
    private static SecretSearch logs;
    private static SecuredRun run;
    private static Path reference;

    @BeforeAll
    static void start() throws Exception {
        small = SmallShop.get();
        secured = SecuredBroker.start(folder);
        logs = new SecretSearch();
        run = new SecuredRun(folder);
        reference = reference();
    }

    @AfterAll
    static void stop() throws Exception {
        if (run != null) {
            run.close();
        }
        if (logs != null) {
            logs.close();
        }
        if (secured != null) {
            secured.close();
        }
    }

    /**
     * The one who runs the commands.
     *
     * @param file of --kafka-config
     */
    private record Client(String principal, Path file) {}

    /** A listener and its clients: of SCRAM a user for each row of the table. */
    private record Security(String listener, Topics names) {
        /** How an error names who it was: of a certificate the client does not know what brokers make of it. */
        String named(Client client) {
            return listener.equals(SecuredBroker.MTLS)
                    ? "for principal of the client's certificate"
                    : "for principal " + client.principal();
        }

        Client client(String row) throws Exception {
            if (listener.equals(SecuredBroker.MTLS)) {
                return new Client("User:CN=client", secured.mtls("mtls.properties"));
            }
            String user = row.replaceAll("[^A-Za-z]+", "-").toLowerCase(Locale.ROOT);
            secured.addUser(user);
            return new Client("User:" + user, secured.scram(user + ".properties", user, SecuredBroker.PASSWORD));
        }

        List<String> arguments(Client client, List<String> command) {
            List<String> all = new ArrayList<>(command);
            if (!command.get(0).equals("sql-job")) {
                all.addAll(List.of("--bootstrap", secured.servers(listener)));
                all.addAll(List.of("--kafka-config", client.file().toString()));
                all.addAll(List.of("--topic-prefix", names.prefix()));
            }
            return all;
        }
    }

    @Test
    void scram() throws Exception {
        everyCommand(new Security(SecuredBroker.SASL, Topics.PLAIN));
        assertThat(logs.settings()).isPositive();
    }

    /** Another shop at the same brokers. */
    @Test
    void certificates() throws Exception {
        everyCommand(new Security(SecuredBroker.MTLS, new Topics("shop-b.")));
    }

    private static void everyCommand(Security security) throws Exception {
        Map<String, List<LeastAcl>> table = LeastAcl.table();
        Map<String, List<String>> commands = commands(security);
        assertThat(table.keySet()).containsExactlyInAnyOrderElementsOf(commands.keySet());
        String events = security.names().name(Topics.EVENTS);
        if (!events.equals(Topics.EVENTS)) {
            secured.broker().createTopic(events, PARTITIONS, Map.of());
            LiveShop.send(secured.broker(), small, events, PARTITIONS);
        }
        // All rows are tried, whatever the others do.
        List<String> problems = new ArrayList<>();
        for (Map.Entry<String, List<String>> each : commands.entrySet()) {
            String row = each.getKey();
            List<LeastAcl> acls = table.get(row);
            Client client = security.client(row);
            List<String> arguments = security.arguments(client, each.getValue());
            if (row.equals("leeway sql-job, such as from the live topic to the demand")) {
                arguments.add(script(security, client).toString());
            }
            // What has been made or published once is not made again.
            boolean once = acls.stream().anyMatch(acl -> acl.operation() == AclOperation.CREATE)
                    || row.startsWith("leeway model release");
            try {
                if (once) {
                    requireEachNamed(security, client, arguments, acls);
                }
                if (row.equals("leeway audit of decisions")) {
                    makeFolders(arguments);
                }
                secured.allowOnly(client.principal(), acls, security.names());
                requireWorking(security, row, arguments, acls);
                if (!once && !HIDDEN.contains(row)) {
                    requireEachNamed(security, client, arguments, acls);
                }
                if (row.equals("leeway topics create")) {
                    publishAnother(security);
                }
            } catch (AssertionError | ConditionTimeoutException wrong) {
                problems.add(row + ": " + wrong.getMessage());
            }
        }
        assertThat(problems).as(String.join("\n", problems)).isEmpty();
        requireNoSecretInAProcess(security);
        run.requireNoSecretOfEndedJobs();
        assertThat(logs.found()).isEmpty();
        assertThat(logs.lines()).isPositive();
    }

    /** The audit reads the topics of those decisions of which there is a folder; not every job has decided. */
    private static void makeFolders(List<String> arguments) throws IOException {
        for (String topic : Topics.DECISIONS) {
            Files.createDirectories(
                    Path.of(arguments.get(arguments.indexOf("--expected") + 1)).resolve(topic));
        }
    }

    /** A release that never serves: what is in the topic has to be read. */
    private static void publishAnother(Security security) {
        assertThat(SecuredRun.toTheEnd(words("model shadow interest 1 --wait 0s --in 90d --models " + small.models()
                                + " --bootstrap " + secured.broker().bootstrapServers() + " --topic-prefix="
                                + security.names().prefix()))
                        .err())
                .isEmpty();
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
    }

    /** Without one of them each, groups excepted: what is not committed there is no failure. */
    private static void requireEachNamed(Security security, Client client, List<String> arguments, List<LeastAcl> acls)
            throws Exception {
        for (LeastAcl missing : acls) {
            if (missing.type() == ResourceType.GROUP
                    || missing.operation() == AclOperation.DESCRIBE_CONFIGS
                    || !isNeeded(missing, acls)) {
                continue;
            }
            secured.allowOnly(
                    client.principal(),
                    acls.stream().filter(acl -> !acl.equals(missing)).toList(),
                    security.names());
            assertThat(run.ended(arguments).line())
                    .as(arguments + " without " + missing)
                    .contains(
                            arguments.get(0).equals("sql-job")
                                    ? List.of(security.names().name(missing.name()))
                                    : List.of(missing.named(security.names()), security.named(client)));
        }
    }

    /** What is prefixed is needed for creating alone: the first topic is the one that is named. */
    private static boolean isNeeded(LeastAcl missing, List<LeastAcl> acls) {
        return acls.stream().noneMatch(acl -> acl.operation() == AclOperation.CREATE)
                || missing.operation() == AclOperation.CREATE;
    }

    private static void requireWorking(Security security, String row, List<String> arguments, List<LeastAcl> acls)
            throws Exception {
        if (ENDLESS.contains(arguments.get(0)) && !arguments.contains("--replay")) {
            // The others need not decide to say here: they take checkpoints, with their transactions.
            List<String> written =
                    row.equals("WinBackJob") ? List.of(security.names().name(Topics.OFFERS)) : List.of();
            run.until(arguments, () -> written.isEmpty() || committed(written) > 0);
            return;
        }
        SecuredRun.Ended ended = run.ended(arguments);
        assertThat(ended.err()).as(arguments + " " + ended).isEmpty();
        if (row.equals("leeway audit of decisions")) {
            // The decisions of jobs that were stopped are not all there; that they were read is in the table.
            assertThat(ended.out()).contains(Topics.OFFERS);
        } else {
            assertThat(ended.code()).as(arguments + " " + ended).isZero();
        }
    }

    private static final Set<String> ENDLESS = Set.of("recommend", "advertise", "win-back", "effect", "guard");

    /** Committed records of these topics. */
    private static long committed(List<String> topics) {
        try (KafkaConsumer<byte[], byte[]> consumer = KafkaConnection.to(
                        secured.broker().bootstrapServers())
                .consumer(Map.of("isolation.level", "read_committed"))) {
            List<TopicPartition> partitions = topics.stream()
                    .flatMap(topic -> consumer.partitionsFor(topic).stream())
                    .map(each -> new TopicPartition(each.topic(), each.partition()))
                    .toList();
            return consumer.endOffsets(partitions).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
        }
    }

    /** By the rows of the table, in an order in which each finds what it reads. */
    private static Map<String, List<String>> commands(Security security) throws IOException {
        Path own = Files.createDirectories(folder.resolve(security.listener()));
        Path expected = own.resolve("expected");
        for (String topic : List.of(Topics.CHURN, Topics.INTEREST)) {
            copy(reference.resolve(topic), expected.resolve(topic));
        }
        List<String> scoring = scoring();
        String until = small.end().toString();
        Map<String, List<String>> commands = new LinkedHashMap<>();
        commands.put("leeway model init", words("model init"));
        commands.put("leeway topics create", words("topics create --partitions " + PARTITIONS));
        commands.put("leeway topics check", words("topics check"));
        commands.put(
                "leeway model release, canary, …", words("model release churn 1 --wait 0s --models " + small.models()));
        commands.put(
                "ScoringJob with --releases",
                words(
                        "score --bounded --checkpoint-interval PT1S --releases leeway.releases --until " + until,
                        scoring));
        commands.put("leeway model status", words("model status"));
        commands.put("leeway audit", words("audit --expected " + expected + " --out " + own));
        for (String job : List.of("RecommendJob recommend", "AdvertisingJob advertise", "WinBackJob win-back")) {
            String[] names = job.split(" ");
            commands.put(names[0], words(names[1] + " --checkpoint-interval PT1S"));
            commands.put(
                    names[0] + " with --replay", words(names[1] + " --checkpoint-interval PT1S --replay " + expected));
        }
        commands.put("leeway audit of decisions", words("audit --expected " + expected + " --out " + own));
        commands.put("EffectJob", words("effect --checkpoint-interval PT1S --horizon P1D"));
        commands.put(
                "EffectJob with --releases",
                words("effect --checkpoint-interval PT1S --horizon P1D --releases leeway.releases"));
        commands.put("GuardJob", words("guard --checkpoint-interval PT1S --horizon P1D"));
        commands.put("leeway effects", words("effects"));
        commands.put("leeway sql-job, such as from the live topic to the demand", words("sql-job"));
        commands.put("leeway heartbeat", words("heartbeat"));
        commands.put("leeway topics transactions", words("topics transactions"));
        String early = small.seam().minusSeconds(39 * 86_400).toString();
        commands.put("ScoringJob", words("score --bounded --checkpoint-interval PT1S --until " + early, scoring));
        Path key = own.resolve("erasures.key");
        ErasureKey.create(key);
        commands.put(
                "ScoringJob with --erasures",
                words("score --bounded --checkpoint-interval PT1S --until " + early + " --erasures " + key, scoring));
        // The scoring job has written its backfill into the same topics.
        commands.put(
                "BackfillJob into Kafka",
                words("backfill --again --checkpoint-interval PT1S --until " + early, scoring));
        // Last: today lies behind the shop's live events.
        commands.put("leeway erase with --erasures", words("erase erased --erasures " + key));
        return commands;
    }

    /** The audit's: of a client that may do everything. */
    private static Path reference() throws Exception {
        Path reference = folder.resolve("reference");
        secured.broker().createTopic(Topics.EVENTS, PARTITIONS, Map.of());
        LiveShop.send(secured.broker(), small, Topics.EVENTS, PARTITIONS);
        String servers = secured.broker().bootstrapServers();
        assertThat(SecuredRun.toTheEnd(words(
                                "backfill --with-topic --bootstrap " + servers + " --until " + small.end()
                                        + " --output " + reference,
                                scoring()))
                        .code())
                .isZero();
        return reference;
    }

    private static List<String> scoring() {
        return List.of(
                "--history",
                small.history().toString(),
                "--models",
                small.models().toString());
    }

    /** From a hybrid table over the live topic to a topic. */
    private static Path script(Security security, Client client) throws IOException {
        String kafka = "properties.bootstrap.servers' = '" + secured.servers(security.listener()) + "',\n  '";
        String live = kafka.replace("properties", "live.properties");
        return Files.writeString(folder.resolve(security.listener() + ".sql"), """
                CREATE TABLE shopping (event_id STRING, type STRING, user_id STRING, event_time TIMESTAMP_LTZ(3)) WITH (
                  'connector' = 'hybrid',
                  'switch.at' = '%s',
                  'historical.connector' = 'history',
                  'historical.path' = '%s',
                  'historical.format' = 'shopper-event',
                  'live.connector' = 'kafka',
                  '%slive.kafka-config' = '%s',
                  'live.topic' = '%s',
                  'live.value.format' = 'shopper-event',
                  'live.scan.startup.mode' = 'earliest-offset',
                  'live.scan.bounded.mode' = 'latest-offset'
                );
                CREATE TABLE purchases (event_id STRING, user_id STRING) WITH (
                  'connector' = 'leeway-kafka',
                  '%skafka-config' = '%s',
                  'topic' = '%s',
                  'value.format' = 'json'
                );
                INSERT INTO purchases SELECT event_id, user_id FROM shopping WHERE type = 'purchase';
                """.formatted(
                        small.seam(),
                        small.history(),
                        live,
                        client.file(),
                        security.names().name(Topics.EVENTS),
                        kafka,
                        client.file(),
                        security.names().name(Topics.DEMAND)));
    }

    /** A process of its own: what the machine shows of it, and what it prints. */
    private static void requireNoSecretInAProcess(Security security) throws Exception {
        Client client = security.client("leeway heartbeat");
        secured.allowOnly(client.principal(), LeastAcl.table().get("leeway heartbeat"), security.names());
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), Leeway.class.getName()));
        command.addAll(security.arguments(client, words("heartbeat --every PT1S")));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        // The JDK shows the first 4 kB of a command.
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        Process process = builder.start();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            StringBuilder printed = new StringBuilder();
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                printed.append(line).append('\n');
                if (line.contains("partitions of")) {
                    break;
                }
            }
            assertThat(printed.toString()).contains("partitions of");
            Path shownByTheMachine = Path.of("/proc", Long.toString(process.pid()));
            String shown = Files.readString(shownByTheMachine.resolve("cmdline"))
                    + Files.readString(shownByTheMachine.resolve("environ"))
                    + printed;
            assertThat(shown).contains(client.file().toString());
            assertThat(SecretSearch.isSecret(shown)).as(shown).isFalse();
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private static List<String> words(String words) {
        return List.of(words.split(" "));
    }

    private static List<String> words(String words, List<String> more) {
        return Stream.concat(Arrays.stream(words.split(" ")), more.stream()).toList();
    }
}
