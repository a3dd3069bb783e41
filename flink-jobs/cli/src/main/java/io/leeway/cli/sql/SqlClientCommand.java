package io.leeway.cli.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.flink.table.client.SqlClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/**
 * Flink's SQL client, ended as a command is: a reader of files that was shut down while its last
 * rows were on their way leaves a thread behind, and the client by itself would wait for it for
 * ever. For {@code leeway sql} alone.
 */
@Command(name = SqlClientCommand.NAME, hidden = true)
public final class SqlClientCommand implements Callable<Integer> {
    static final String NAME = "sql-client";

    @Unmatched
    private List<String> arguments = new ArrayList<>();

    @Override
    public Integer call() {
        SqlClient.main(arguments.toArray(String[]::new));
        return 0;
    }
}
