package io.leeway.cli.sql;

import io.leeway.cli.console.UserError;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.flink.util.FileUtils;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code leeway sql}: Flink's own SQL client, in a process of its own, with Leeway's functions,
 * tables and models at hand.
 */
@Command(
        name = "sql",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Starts the Flink SQL client with everything of Leeway registered.",
            "",
            "Queries run in the client's own process, unless --on names a cluster. Relative paths are those of the folder you are in. With -f the command ends with 1 when a"
                    + " statement fails, at that statement."
        },
        footer = {
            "",
            "Examples:",
            "  leeway sql                                     type; `leeway functions` lists what is there",
            "  leeway sql -f question.sql                     runs a file and ends",
            "  leeway sql --batch -f question.sql             the same in batch",
            "  leeway sql -i sql/10_sources/files.sql         tables first, then type",
            "  leeway sql --on localhost:8081 -f job.sql      on a running cluster"
        })
public final class SqlCommand implements Callable<Integer> {
    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            description =
                    "Runs the statements of a file and ends. May be given several times: they run one after the other in one session.")
    private List<Path> files = List.of();

    @Option(
            names = {"-i", "--init"},
            paramLabel = "FILE",
            description = "Runs the statements of a file first, and says nothing of them. May be given several times.")
    private List<Path> first = List.of();

    @Option(names = "--batch", description = "Batch mode. Default: streaming.")
    private boolean batch;

    @Option(
            names = "--on",
            paramLabel = "HOST:PORT",
            description = "The REST address of a cluster that runs the queries. Default: the client's own process.")
    private @Nullable String cluster;

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "Options of Flink, as SET 'KEY' = 'VALUE' would.")
    private Map<String, String> settings = new LinkedHashMap<>();

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path scripts = Files.createTempDirectory("leeway-sql");
        try {
            Path init = Files.writeString(scripts.resolve("init.sql"), initialStatements());
            if (files.isEmpty()) {
                return SqlClientProcess.interactive(init);
            }
            Path script = Files.writeString(scripts.resolve("script.sql"), joined(files));
            return SqlClientProcess.script(init, script, new PrintStream(System.out, true, StandardCharsets.UTF_8));
        } finally {
            FileUtils.deleteDirectoryQuietly(scripts.toFile());
        }
    }

    private String initialStatements() throws IOException {
        StringBuilder sql = new StringBuilder();
        target().forEach((key, value) -> set(sql, key, value));
        set(sql, "execution.runtime-mode", batch ? "batch" : "streaming");
        set(sql, "sql-client.execution.result-mode", "tableau");
        // Event times are UTC everywhere in Leeway.
        set(sql, "table.local-time-zone", "UTC");
        // What coalesces rows before a model needs this many of them under way; Flink's default is
        // 10.
        set(sql, "table.exec.async-ml-predict.max-concurrent-operations", "1000");
        settings.forEach((key, value) -> set(sql, key, value));
        sql.append("LOAD MODULE leeway;\n");
        return sql + joined(first);
    }

    private Map<String, String> target() {
        Map<String, String> target = new LinkedHashMap<>();
        String address = cluster;
        if (address == null) {
            target.put("execution.target", "local");
            // What fails by itself would otherwise be restarted for ever without an error on the
            // screen.
            target.put("restart-strategy.type", "none");
            return target;
        }
        int colon = address.lastIndexOf(':');
        if (colon < 1 || !address.substring(colon + 1).matches("[0-9]{1,5}")) {
            throw new UserError("Expected --on as HOST:PORT of a cluster's REST address, found '" + address
                    + "'; a local cluster's is localhost:8081");
        }
        target.put("execution.target", "remote");
        target.put("rest.address", address.substring(0, colon));
        target.put("rest.port", address.substring(colon + 1));
        return target;
    }

    private static void set(StringBuilder sql, String key, String value) {
        sql.append("SET '")
                .append(key)
                .append("' = '")
                .append(value.replace("'", "''"))
                .append("';\n");
    }

    private static String joined(List<Path> scripts) throws IOException {
        StringBuilder all = new StringBuilder();
        for (Path script : scripts) {
            if (!Files.isRegularFile(script)) {
                throw new UserError("Expected a SQL file " + script + ", found none; check the path");
            }
            all.append(Files.readString(script)).append('\n');
        }
        return all.toString();
    }
}
