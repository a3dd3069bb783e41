package io.leeway.functions;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;

/** A SQL session of its own in this process. */
public final class SqlModels {

    private final TableEnvironment session;

    private SqlModels(EnvironmentSettings settings) {
        session = TableEnvironment.create(settings);
        session.getConfig().set("parallelism.default", "1");
        session.getConfig().set("table.exec.resource.default-parallelism", "1");
        session.getConfig().set("table.exec.async-ml-predict.max-concurrent-operations", "1024");
    }

    public static SqlModels streaming() {
        return new SqlModels(EnvironmentSettings.inStreamingMode());
    }

    static SqlModels batch() {
        return new SqlModels(EnvironmentSettings.inBatchMode());
    }

    /**
     * {@code CREATE MODEL} of such a path, columns and further options, {@code 'key' = 'value'}.
     */
    SqlModels model(String name, Path path, String input, String output, String... options) {
        StringBuilder with = new StringBuilder("'provider' = 'tensorflow', 'path' = '" + path + "'");
        for (String option : options) {
            with.append(", ").append(option);
        }
        return execute("CREATE MODEL " + name + " INPUT (" + input + ") OUTPUT (" + output + ") WITH (" + with + ")");
    }

    public SqlModels execute(String statement) {
        session.executeSql(statement);
        return this;
    }

    /** The rows of a query, as Flink prints them. */
    public List<String> rows(String query) throws Exception {
        List<String> rows = new ArrayList<>();
        try (CloseableIterator<Row> all = session.executeSql(query).collect()) {
            for (Iterator<Row> rest = all; rest.hasNext(); ) {
                rows.add(rest.next().toString());
            }
        }
        return rows;
    }
}
