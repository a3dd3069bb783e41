package io.leeway.bench;

import io.leeway.bench.job.TimedJob;
import io.leeway.bench.measure.BenchmarkResult;
import io.leeway.bench.measure.BenchmarkRig;
import io.leeway.bench.measure.BenchmarkRounds;
import io.leeway.model.LoadOptions;
import io.leeway.model.ModelLocation;
import io.leeway.model.ModelManifest;
import io.leeway.model.ModelRepository;
import io.leeway.model.SavedModel;
import io.leeway.records.FeatureVector;
import io.leeway.releases.ModelRelease;
import io.leeway.scoring.BundleOptions;
import io.leeway.shopper.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.DataType;
import org.apache.flink.types.Row;

/**
 * ML_PREDICT over the provider {@code tensorflow} with bundles, over the same with one row a call,
 * over a scalar function that calls the model, and over the bundle operator of the DataStream job.
 * All four take turns, on the same requests.
 *
 * <p>A job is source → calls → discarding sink, one task of each; the SQL jobs also turn their rows
 * into Flink's own.
 */
final class MlPredictBenchmark implements Benchmark {
    static final String OVER_SINGLE = "ml-predict-over-single";
    static final String OVER_UDF = "ml-predict-over-udf";
    static final String OVER_OPERATOR = "ml-predict-over-operator";

    private static final int BUNDLE = 128;
    /** Rows under way: so many bundles. */
    private static final int BUNDLES_UNDER_WAY = 16;

    private static final int TURN_MILLIS = 1_500;
    private static final int FIRST_ROWS = 30_000;
    private static final Duration LINGER = Duration.ofMillis(50);

    @Override
    public List<String> names() {
        return List.of(OVER_SINGLE, OVER_UDF, OVER_OPERATOR);
    }

    @Override
    public int steps(BenchmarkRig rig) {
        return 2 * BenchmarkRounds.turns(4, rig.warmUps(), rig.rounds());
    }

    @Override
    public List<BenchmarkResult> run(BenchmarkRig rig, Runnable step) throws Exception {
        List<BenchmarkResult> results = new ArrayList<>();
        for (Task task : Task.values()) {
            measure(rig, task, step, results);
        }
        return results;
    }

    private static void measure(BenchmarkRig rig, Task task, Runnable step, List<BenchmarkResult> results)
            throws Exception {
        ModelLocation location = new ModelRepository(rig.models()).latest(task.id());
        ModelManifest manifest;
        try (SavedModel model = SavedModel.load(location, LoadOptions.released())) {
            manifest = model.manifest().orElseThrow();
        }
        FeatureTable table = FeatureTable.of(task, manifest);
        FeatureVector[] vectors = rig.vectors(task).toArray(FeatureVector[]::new);
        Row[] rows = table.rows(List.of(vectors));
        ModelRelease release = BenchmarkRig.release(rig.models(), task);
        int first = rig.sized(FIRST_ROWS);
        long[] many = {first};
        BenchmarkRounds rounds = new BenchmarkRounds()
                .with("operator", () -> {
                    double speed = operator(task, vectors, release, many[0]);
                    if (many[0] == first) {
                        // The warm-up's turn: how many rows make a turn.
                        many[0] = Math.max(first + 1, (long) (speed * rig.sized(TURN_MILLIS) / 1e3));
                    }
                    return speed;
                })
                .with("bundled", () -> predict(table, manifest, location, rows, BUNDLE, many[0]))
                .with("single", () -> predict(table, manifest, location, rows, 1, Math.max(1_000, many[0] / 20)))
                .with("udf", () -> function(table, location, rows, Math.max(1_000, many[0] / 20)))
                .run(rig.warmUps(), rig.rounds(), step);
        Map<String, Object> figures = Map.of(
                "mlPredictRowsPerSecond", rounds.rounded("bundled"),
                "singleRowsPerSecond", rounds.rounded("single"),
                "udfRowsPerSecond", rounds.rounded("udf"),
                "operatorRowsPerSecond", rounds.rounded("operator"));
        results.add(BenchmarkResult.ratio(OVER_SINGLE, task.id(), BUNDLE, rounds.ratio("bundled", "single"), figures));
        results.add(BenchmarkResult.ratio(OVER_UDF, task.id(), BUNDLE, rounds.ratio("bundled", "udf"), figures));
        results.add(
                BenchmarkResult.ratio(OVER_OPERATOR, task.id(), BUNDLE, rounds.ratio("bundled", "operator"), figures));
    }

    private static double operator(Task task, FeatureVector[] vectors, ModelRelease release, long count)
            throws Exception {
        BundleOptions options = new BundleOptions(BUNDLE, LINGER);
        return TimedJob.turn(
                "operator of " + task.id(),
                vectors,
                TypeInformation.of(FeatureVector.class),
                count,
                stream -> BundleBenchmark.scores(task, stream, release, options));
    }

    private static double predict(
            FeatureTable table, ModelManifest manifest, ModelLocation location, Row[] rows, int bundle, long count)
            throws Exception {
        String answer = table.task() == Task.CHURN ? "FLOAT" : "ARRAY<FLOAT>";
        return TimedJob.turn("ML_PREDICT of " + table.task().id(), rows, table.type(), count, stream -> {
            StreamTableEnvironment sql = session(stream);
            sql.executeSql("CREATE MODEL m INPUT (" + table.declaration() + ") OUTPUT (`" + manifest.output() + "` "
                    + answer + ") WITH ('provider' = 'tensorflow', 'path' = '" + location.directory()
                    + "', 'batch.size' = '" + bundle + "', 'batch.linger' = '" + LINGER.toMillis() + " ms')");
            return answers(
                    sql,
                    "SELECT `" + manifest.output() + "` FROM ML_PREDICT(TABLE requests, MODEL m, DESCRIPTOR(features),"
                            + " MAP['max-concurrent-operations', '" + bundle * BUNDLES_UNDER_WAY + "'])",
                    "FLOAT".equals(answer) ? DataTypes.FLOAT() : DataTypes.ARRAY(DataTypes.FLOAT()),
                    manifest.output());
        });
    }

    private static double function(FeatureTable table, ModelLocation location, Row[] rows, long count)
            throws Exception {
        return TimedJob.turn("function of " + table.task().id(), rows, table.type(), count, stream -> {
            StreamTableEnvironment sql = session(stream);
            sql.createTemporarySystemFunction(
                    "CALL_MODEL", new CallPerSqlRow(location.directory().toString(), table));
            return answers(
                    sql,
                    "SELECT CALL_MODEL(features) AS answer FROM requests",
                    DataTypes.ARRAY(DataTypes.FLOAT().notNull()),
                    "answer");
        });
    }

    private static StreamTableEnvironment session(DataStream<Row> requests) {
        StreamTableEnvironment sql = StreamTableEnvironment.create(requests.getExecutionEnvironment());
        sql.createTemporaryView("requests", sql.fromDataStream(requests));
        return sql;
    }

    private static DataStream<RowData> answers(StreamTableEnvironment sql, String query, DataType answer, String name) {
        return sql.toDataStream(
                sql.sqlQuery(query),
                DataTypes.ROW(DataTypes.FIELD(name, answer)).notNull().bridgedTo(RowData.class));
    }
}
