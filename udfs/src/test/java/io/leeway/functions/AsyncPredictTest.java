package io.leeway.functions;

import static io.leeway.functions.BoundModels.field;
import static io.leeway.functions.BoundModels.row;
import static org.apache.flink.table.api.DataTypes.ARRAY;
import static org.apache.flink.table.api.DataTypes.FLOAT;
import static org.apache.flink.table.api.DataTypes.INT;
import static org.apache.flink.table.api.DataTypes.STRING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leeway.functions.provider.TensorFlowAsyncPredictFunction;
import io.leeway.functions.rows.OnError;
import io.leeway.model.ModelException;
import io.leeway.model.SharedModels;
import io.leeway.model.TestModels;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.flink.table.data.GenericArrayData;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.functions.FunctionContext;
import org.apache.flink.table.types.logical.RowType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The asynchronous function as Flink drives it: rows under way at a time, answers in futures. */
class AsyncPredictTest {

    private static final Duration FOR_EVER = Duration.ofHours(1);
    private static final RowType INPUT = row(field("values", ARRAY(FLOAT())), field("id", INT()));
    private static final RowType OUTPUT = row(field("mean", FLOAT()), field("row", ARRAY(FLOAT())));
    private static final RowType WITH_STATUS =
            row(field("mean", FLOAT()), field("status", STRING()), field("row", ARRAY(FLOAT())));

    @TempDir
    Path folder;

    private Path directory;
    private TensorFlowAsyncPredictFunction function;

    @BeforeEach
    void model() {
        directory = TestModels.lookup(folder.resolve("1"));
    }

    @AfterEach
    void nothingStaysLoaded() {
        function.close();
        assertThat(SharedModels.size()).isZero();
    }

    @Test
    void rowsUnderWayShareOneCall() throws Exception {
        open(OUTPUT, 64, FOR_EVER, Integer.MAX_VALUE, OnError.FAIL);
        List<CompletableFuture<Collection<RowData>>> futures = new ArrayList<>();
        for (int i = 0; i < 192; i++) {
            futures.add(ask(i % 4, i, i + 1));
        }
        for (int i = 0; i < 192; i++) {
            GenericRowData row = answer(futures.get(i));
            assertThat(row.getFloat(0)).isEqualTo(i + 0.5f);
            assertThat(row.getArray(1).toFloatArray()).containsExactly(10f * (i % 4), 10f * (i % 4) + 1);
        }
        assertThat(function.metrics().calls()).isEqualTo(3);
        assertThat(function.metrics().rows()).isEqualTo(192);
    }

    @Test
    void aRowThatNobodyJoinsIsAnsweredAfterTheLinger() throws Exception {
        open(OUTPUT, 64, Duration.ofMillis(1), Integer.MAX_VALUE, OnError.FAIL);
        assertThat(answer(ask(1, 4)).getFloat(0)).isEqualTo(4);
        assertThat(answer(ask(1, 6)).getFloat(0)).isEqualTo(6);
        assertThat(function.metrics().calls()).isEqualTo(2);
    }

    @Test
    void noRowWaitsForOthersThatFlinkDoesNotLetIn() throws Exception {
        open(OUTPUT, 64, FOR_EVER, 10, OnError.FAIL);
        List<CompletableFuture<Collection<RowData>>> futures = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            futures.add(ask(0, i));
        }
        for (int i = 0; i < 10; i++) {
            assertThat(answer(futures.get(i)).getFloat(0)).isEqualTo(i);
        }
        assertThat(function.metrics().calls()).isEqualTo(1);
    }

    @Test
    void rowsOfDifferentShapesGoIntoDifferentCalls() throws Exception {
        open(OUTPUT, 3, FOR_EVER, Integer.MAX_VALUE, OnError.FAIL);
        List<CompletableFuture<Collection<RowData>>> futures = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            futures.add(ask(0, i));
            futures.add(ask(0, i, i + 2));
        }
        for (int i = 0; i < 3; i++) {
            assertThat(answer(futures.get(2 * i)).getFloat(0)).isEqualTo(i);
            assertThat(answer(futures.get(2 * i + 1)).getFloat(0)).isEqualTo(i + 1);
        }
        assertThat(function.metrics().calls()).isEqualTo(2);
    }

    @Test
    void aRowThatTheModelRefusesFailsAloneAndSaysWhy() throws Exception {
        open(WITH_STATUS, 8, FOR_EVER, Integer.MAX_VALUE, OnError.STATUS);
        List<CompletableFuture<Collection<RowData>>> futures = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            futures.add(ask(i == 5 ? 99 : i % 4, i));
        }
        CompletableFuture<Collection<RowData>> notFinite = ask(1, Float.NaN);
        for (int i = 0; i < 8; i++) {
            GenericRowData row = answer(futures.get(i));
            if (i == 5) {
                assertThat(row.isNullAt(0)).isTrue();
                assertThat(row.isNullAt(2)).isTrue();
                assertThat(row.getString(1).toString()).contains("indices[0] = 99 is not in [0, 4)");
            } else {
                assertThat(row.isNullAt(1)).isTrue();
                assertThat(row.getFloat(0)).isEqualTo(i);
                assertThat(row.getArray(2).getFloat(0)).isEqualTo(10f * (i % 4));
            }
        }
        assertThat(answer(notFinite))
                .isEqualTo(GenericRowData.of(
                        null, StringData.fromString("Expected a finite number in values[0], found NaN"), null));
        // The call of eight, then halves down to the one: 8, 4 + 4, 2 + 2, 1 + 1.
        assertThat(function.metrics().calls()).isEqualTo(7);
        assertThat(function.metrics().failures()).isEqualTo(4);
    }

    @Test
    void theJobFailsWhereItIsToAndNullsAreAnswersWhereTheyAre() throws Exception {
        open(OUTPUT, 1, FOR_EVER, Integer.MAX_VALUE, OnError.FAIL);
        CompletableFuture<Collection<RowData>> refused = ask(99, 1);
        assertThatThrownBy(() -> refused.get(30, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(ModelException.class)
                .hasMessageContaining("Model m, a row: ")
                .hasMessageContaining("99 is not in [0, 4)")
                .hasMessageContaining("set 'on-error' = 'null' or 'status'");
        assertThat(answer(ask(1, 2)).getFloat(0)).isEqualTo(2);
        function.close();
        open(OUTPUT, 1, FOR_EVER, Integer.MAX_VALUE, OnError.NULL);
        assertThat(answer(ask(99, 1))).isEqualTo(new GenericRowData(2));
    }

    @Test
    void rowsUnderWayHearOfTheEnd() throws Exception {
        open(OUTPUT, 64, FOR_EVER, Integer.MAX_VALUE, OnError.FAIL);
        CompletableFuture<Collection<RowData>> waiting = ask(1, 1);
        assertThat(waiting).isNotDone();
        function.close();
        assertThatThrownBy(waiting::get).hasMessageContaining("expected an open function, found a closed one");
        assertThatThrownBy(ask(1, 1)::get).hasMessageContaining("expected an open function, found a closed one");
    }

    private void open(RowType output, int batchSize, Duration linger, int concurrency, OnError onError) {
        function = new TensorFlowAsyncPredictFunction(
                BoundModels.settings(directory, INPUT, output, batchSize, linger, onError)
                        .withConcurrency(concurrency));
        function.open(new FunctionContext(null));
    }

    private CompletableFuture<Collection<RowData>> ask(int id, float... values) {
        CompletableFuture<Collection<RowData>> future = new CompletableFuture<>();
        function.eval(future, new GenericArrayData(values), id);
        return future;
    }

    private static GenericRowData answer(CompletableFuture<Collection<RowData>> future) throws Exception {
        Collection<RowData> rows = future.get(30, TimeUnit.SECONDS);
        assertThat(rows).hasSize(1);
        return (GenericRowData) rows.iterator().next();
    }
}
