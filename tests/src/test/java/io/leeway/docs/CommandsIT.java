package io.leeway.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.leeway.cli.Leeway;
import io.leeway.local.EmbeddedBroker;
import io.leeway.release.ReleasedModels;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/**
 * The commands of documents and of the help, on a small shop in this process: those that end are run, with options behind them that make them small; a job without end is defined up to its
 * graph, with all that it checks beforehand.
 */
class CommandsIT {
    /** Commands that end, and what makes them small. */
    private static final Map<String, List<String>> RUN = Map.ofEntries(
            Map.entry("simulate", List.of("--shoppers", "30", "--days", "20")),
            Map.entry("train", List.of("--horizon", "7", "--epochs", "1", "--task", "churn")),
            // The same history more than once into the same topics.
            Map.entry("backfill", List.of("--again")),
            Map.entry("bootstrap", List.of()),
            Map.entry("show", List.of()),
            Map.entry("size", List.of()),
            Map.entry("functions", List.of()),
            Map.entry("check-model", List.of()),
            Map.entry("effects", List.of()),
            Map.entry("model init", List.of()),
            Map.entry("topics create", List.of("--replicas", "1")),
            Map.entry("topics check", List.of()),
            // A live topic of its own: the jobs' begins before their seams.
            Map.entry("heartbeat", List.of("--topic", "beating")),
            Map.entry("model status", List.of()),
            Map.entry("model shadow", List.of("--wait", "0s")),
            Map.entry("model canary", List.of("--wait", "0s")),
            Map.entry("model release", List.of("--wait", "0s")),
            Map.entry("model rollback", List.of("--wait", "0s")),
            Map.entry("savepoint bootstrap", List.of()));

    private static final Set<String> WITHOUT_END =
            Set.of("score", "guard", "recommend", "advertise", "win-back", "effect");

    /** What needs processes, a cluster, public data or minutes, and the test that runs it. */
    private static final Map<String, String> ELSEWHERE = Map.ofEntries(
            Map.entry("demo", "ReadmeIT"),
            Map.entry("audit", "ReadmeIT"),
            Map.entry("import", "ReadmeIT"),
            Map.entry("sql", "SqlClientIT"),
            Map.entry("cluster start", "ClusterIT"),
            Map.entry("cluster status", "ClusterIT"),
            Map.entry("cluster stop", "ClusterIT"),
            Map.entry("rehearse", "RehearseIT"),
            Map.entry("export", "ExportCommandTest"),
            Map.entry("bench", "BenchIT"),
            Map.entry("evaluate", "EvaluateOwnColumnsTest"),
            Map.entry("train-win-back", "TrainWinBackJobTest"),
            Map.entry("SqlJob", "CompiledPlansTest"),
            Map.entry("model keygen", "ForgedReleasesIT"),
            Map.entry("erase", "EraseCommandTest"),
            Map.entry("model refuse", "ForgedReleasesIT"),
            Map.entry("topics transactions", "OpenTransactionIT"),
            Map.entry("savepoint list", "SavepointCommandTest"),
            Map.entry("savepoint inspect", "SavepointCommandTest"),
            Map.entry("savepoint take", "SavepointClusterIT"),
            Map.entry("savepoint restore", "SavepointClusterIT"));

    /** Options of commands above that need minutes, keys or another model, or have no end. */
    private static final Set<String> NOT_HERE = Set.of(
            "--search",
            "--distil",
            "--model",
            "--uplift-model",
            "--on",
            "--dp-noise",
            "--every",
            "--release-keys",
            "--signing-key");

    @TempDir
    private static Path folder;

    private static EmbeddedBroker broker;
    private static int runs;

    @BeforeAll
    static void shop() throws Exception {
        broker = EmbeddedBroker.start(folder.resolve("broker"));
        Files.writeString(folder.resolve("client.properties"), "client.id=documented\n");
        Path history = folder.resolve("history");
        run("simulate", "-o", history, "--shoppers", 60, "--days", 40);
        run("train", "--history", history, "--models", folder.resolve("models"), "--horizon", 7, "--epochs", 1);
        for (String model : List.of("churn", "interest")) {
            new ReleasedModels(folder.resolve("models")).add(folder.resolve("models"), model, 2);
        }
        Path scores = folder.resolve("scores");
        run("backfill", "--history", history, "--models", folder.resolve("models"), "--output", scores);
        Path out = Files.createDirectory(folder.resolve("leeway-out"));
        for (String model : List.of("churn", "interest")) {
            Files.write(out.resolve(model + ".jsonl"), lines(scores.resolve("leeway.scores." + model)));
        }
        run(
                "savepoint",
                "bootstrap",
                "--history",
                history,
                "--savepoint",
                folder.resolve("savepoints/shop"),
                "--work",
                folder.resolve("work"));
        for (String prefix : List.of("", "shop-a.")) {
            run("topics", "create", "--bootstrap", broker.bootstrapServers(), "--topic-prefix", prefix);
            broker.createTopic(prefix + "beating", 2, Map.of());
        }
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    static Stream<DocumentedCommand> commandsThatEnd() throws IOException {
        return commands().filter(command -> RUN.containsKey(name(command))).filter(CommandsIT::isSmall);
    }

    static Stream<DocumentedCommand> jobs() throws IOException {
        return commands().filter(command -> isJob(name(command))).filter(CommandsIT::isSmall);
    }

    @ParameterizedTest
    @MethodSource("commandsThatEnd")
    void aCommandRuns(DocumentedCommand command) {
        CommandLine leeway = Leeway.commandLine(false).setOverwrittenOptionsAllowed(true);
        List<String> words = new ArrayList<>(places().of(leeway, command.arguments()));
        words.addAll(RUN.getOrDefault(name(command), List.of()));
        execute(leeway, words);
    }

    @ParameterizedTest
    @MethodSource("jobs")
    void aJobIsDefined(DocumentedCommand command) throws Exception {
        List<String> words = command.arguments();
        boolean isSubmitted = command.program().equals("flink") || words.get(0).equals("run");
        CommandLine program = isSubmitted ? job(name(command)) : Leeway.commandLine(false);
        List<String> own = isSubmitted ? words.subList(jobAt(words) + 1, words.size()) : words;
        List<String> placed = places().of(program, own);
        assertThat(DefinedJobs.of(() -> execute(program, placed))).hasSize(1);
    }

    @Test
    void everyCommandIsRunHereOrByAnotherTest() throws IOException {
        assertThat(commands().map(CommandsIT::name).filter(name -> !RUN.containsKey(name) && !isJob(name)))
                .isSubsetOf(ELSEWHERE.keySet());
        assertThat(Documents.sources().keySet().stream()
                        .map(file -> file.getFileName().toString().replace(".java", "")))
                .containsAll(ELSEWHERE.values());
    }

    /** All but excerpts, each once. */
    private static Stream<DocumentedCommand> commands() throws IOException {
        Map<List<String>, DocumentedCommand> commands = new LinkedHashMap<>();
        Stream.concat(DocumentedCommands.inBlocks().stream(), DocumentedCommands.inHelp().stream())
                .filter(command -> !command.isExcerpt())
                .filter(command -> Set.of("leeway", "flink").contains(command.program()))
                .filter(command -> !command.words().get(1).startsWith("-"))
                .forEach(command -> commands.putIfAbsent(command.words(), command));
        return commands.values().stream();
    }

    /** The command, without options and arguments, or the job that is submitted. */
    private static String name(DocumentedCommand command) {
        List<String> words = command.arguments();
        if (command.program().equals("flink") || words.get(0).equals("run")) {
            String job = words.get(jobAt(words) - (command.program().equals("flink") ? 1 : 0));
            return job.substring(job.lastIndexOf('.') + 1);
        }
        boolean isGroup = Leeway.commandLine(false)
                        .getSubcommands()
                        .get(words.get(0))
                        .getSubcommands()
                        .size()
                > 0;
        return isGroup ? words.get(0) + ' ' + words.get(1) : words.get(0);
    }

    /** Where the job's own arguments begin, less one. */
    private static int jobAt(List<String> words) {
        for (int i = 0; i < words.size(); i++) {
            if (words.get(i).endsWith("leeway-jobs.jar") || words.get(i).matches("[A-Z]\\w*Job")) {
                return i;
            }
        }
        throw new AssertionError("Expected a job, found " + words);
    }

    private static boolean isJob(String name) {
        return WITHOUT_END.contains(name) || (name.endsWith("Job") && !ELSEWHERE.containsKey(name));
    }

    /** The plain form of training is run for the shop; bids by a model need that model. */
    private static boolean isSmall(DocumentedCommand command) {
        List<String> words = command.words();
        boolean isPlainTraining = name(command).equals("train") && !words.contains("--churn-network");
        boolean isBid = Set.of("advertise", "AdvertisingJob").contains(name(command));
        return words.stream().noneMatch(NOT_HERE::contains)
                && !isPlainTraining
                // It needs a version before, which only a running job or an earlier release gives.
                && !(name(command).equals("model rollback") && !words.contains("--models"))
                && !(isBid && words.contains("--models"));
    }

    private static CommandLine job(String name) throws ReflectiveOperationException {
        return new CommandLine(Class.forName("io.leeway.jobs." + name)).setCaseInsensitiveEnumValuesAllowed(true);
    }

    private static PlacedCommand places() {
        return new PlacedCommand(folder, folder.resolve("run-" + ++runs), broker.bootstrapServers());
    }

    private static void run(Object... words) {
        execute(
                Leeway.commandLine(false),
                Stream.of(words).map(Object::toString).toList());
    }

    private static int execute(CommandLine command, List<String> words) {
        StringWriter said = new StringWriter();
        int code = command.setOut(new PrintWriter(said, true))
                .setErr(new PrintWriter(said, true))
                .execute(words.toArray(String[]::new));
        assertThat(code).as("%s%n%s", String.join(" ", words), said).isZero();
        return code;
    }

    private static List<String> lines(Path folder) throws IOException {
        List<String> lines = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                lines.addAll(Files.readAllLines(file));
            }
        }
        return lines;
    }
}
