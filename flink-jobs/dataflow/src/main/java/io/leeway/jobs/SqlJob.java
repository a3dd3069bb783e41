package io.leeway.jobs;

import io.leeway.functions.FunctionModule;
import io.leeway.jobs.SqlScript.Statement;
import io.leeway.jobs.options.SqlJobOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.client.deployment.application.WebSubmissionJobClient;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.fs.Path;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.TableResult;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** SQL files as a job, for {@code flink run} and the operator: what the SQL client does by hand. */
@Command(
        name = "sql-job",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Runs SQL files one after the other, as one program.",
            "",
            "Statements are parted by semicolons. An INSERT or a statement set becomes a Flink job; the program waits for all of them at its end, unless it was submitted over REST (SET 'table.dml-sync' ="
                    + " 'true' makes it wait for each). Where several INSERTs belong together, put them into one: EXECUTE STATEMENT SET BEGIN …; …; END;"
        },
        footer = {
            "",
            "Examples:",
            "  flink run -c io.leeway.jobs.SqlJob usrlib/leeway-jobs.jar sql/10_sources/kafka.sql sql/20_features/computed.sql \\",
            "    sql/30_scoring/models.sql sql/30_scoring/scores.sql sql/40_decisions/at_risk.sql sql/40_decisions/audience.sql \\",
            "    sql/40_decisions/demand.sql sql/50_sinks/kafka.sql sql/score.sql",
            "  flink run -c io.leeway.jobs.SqlJob usrlib/leeway-jobs.jar s3://shop/sql/scoring.sql --set parallelism.default=4"
        })
public final class SqlJob implements Callable<Integer> {
    private static final Pattern SET = Pattern.compile("(?is)^SET\\s+'([^']+)'\\s*=\\s*'((?:[^']|'')*)'$");
    private static final Pattern RESET = Pattern.compile("(?is)^RESET\\s+'([^']+)'$");
    private static final Pattern BEGIN_SET = Pattern.compile("(?is)^BEGIN\\s+STATEMENT\\s+SET\\s*;");

    /**
     * What coalesces rows before a model needs this many of them under way; Flink's default is 10.
     */
    private static final String CONCURRENCY = "table.exec.async-ml-predict.max-concurrent-operations";

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "SQL files, on any file system that Flink knows.")
    private List<String> files = List.of();

    @Option(names = "--batch", description = "Runs in batch. Default: streaming.")
    private boolean batch;

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "Options of Flink, as SET 'KEY' = 'VALUE' would.")
    private Map<String, String> settings = new LinkedHashMap<>();

    public static void main(String[] arguments) {
        JobMain.run(new SqlJob(), arguments);
    }

    @Override
    public Integer call() throws Exception {
        run(new SqlJobOptions(files, batch, settings));
        return 0;
    }

    /** Runs the files, and waits for what they started. */
    public static void run(SqlJobOptions options) throws InterruptedException {
        StreamTableEnvironment tables = environment(options);
        List<TableResult> started = new ArrayList<>();
        for (String file : options.files()) {
            for (Statement statement : SqlScript.split(read(file))) {
                execute(tables, file, statement, started);
            }
        }
        for (TableResult job : started) {
            if (job.getJobClient().filter(SqlJob::isLeftToTheCluster).isEmpty()) {
                await(job);
            }
        }
    }

    private static StreamTableEnvironment environment(SqlJobOptions options) {
        boolean batch = options.batch();
        Configuration configuration = batch ? JobSettings.batch() : JobSettings.streaming();
        // The Table API has rules of its own for this.
        configuration.removeConfig(PipelineOptions.OBJECT_REUSE);
        configuration.set(
                ExecutionOptions.RUNTIME_MODE, batch ? RuntimeExecutionMode.BATCH : RuntimeExecutionMode.STREAMING);
        // Event times are UTC everywhere in Leeway.
        configuration.setString("table.local-time-zone", "UTC");
        configuration.setString(CONCURRENCY, "1000");
        options.settings().forEach(configuration::setString);
        StreamTableEnvironment tables =
                StreamTableEnvironment.create(StreamExecutionEnvironment.getExecutionEnvironment(configuration));
        configuration.toMap().forEach((key, value) -> tables.getConfig().set(key, value));
        tables.loadModule("leeway", new FunctionModule());
        return tables;
    }

    private static String read(String file) {
        try {
            Path path = new Path(file);
            try (FSDataInputStream in = path.getFileSystem().open(path)) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            }
        } catch (IOException e) {
            throw new JobException(
                    "Expected a SQL file " + file + ", found none that can be read (" + e.getMessage()
                            + "); check the path",
                    e);
        }
    }

    private static void execute(
            StreamTableEnvironment tables, String file, Statement statement, List<TableResult> started)
            throws InterruptedException {
        try {
            if (!configure(tables, statement)) {
                TableResult result = tables.executeSql(executable(statement));
                if (result.getJobClient().isPresent()
                        && !statement.startsWith("SELECT")
                        && !statement.startsWith("WITH")) {
                    started.add(result);
                } else {
                    result.print();
                }
            }
        } catch (RuntimeException e) {
            throw new JobException(
                    file + ", line " + statement.line() + ": expected a statement that runs, found " + innermost(e)
                            + " in \"" + statement.firstWords() + "\"; correct it",
                    e);
        }
    }

    /** SET and RESET are the client's own statements: a table environment does not know them. */
    private static boolean configure(StreamTableEnvironment tables, Statement statement) {
        Matcher set = SET.matcher(statement.text());
        if (set.matches()) {
            tables.getConfig().set(set.group(1), set.group(2).replace("''", "'"));
            return true;
        }
        Matcher reset = RESET.matcher(statement.text());
        if (reset.matches()) {
            tables.getConfig().getConfiguration().removeKey(reset.group(1));
            return true;
        }
        return false;
    }

    /** The client's way to write a statement set, in the way that every table environment knows. */
    private static String executable(Statement statement) {
        return BEGIN_SET.matcher(statement.text()).replaceFirst("EXECUTE STATEMENT SET BEGIN");
    }

    /**
     * Submitted over REST, as the operator does with a session job: the program ends with the
     * submission, and waiting for the job is refused.
     */
    private static boolean isLeftToTheCluster(JobClient job) {
        return job instanceof WebSubmissionJobClient;
    }

    private static void await(TableResult job) throws InterruptedException {
        try {
            job.await();
        } catch (ExecutionException e) {
            throw new JobException("Expected the job to end, found " + innermost(e) + "; its log says more", e);
        }
    }

    private static String innermost(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause.getCause() != null && depth < 64; depth++) {
            cause = cause.getCause();
        }
        String message = cause.getMessage();
        return message == null
                ? cause.getClass().getSimpleName()
                : message.strip().replaceAll("\\s*\\R\\s*", " ");
    }
}
