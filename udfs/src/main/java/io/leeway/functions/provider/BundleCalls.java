package io.leeway.functions.provider;

import io.leeway.functions.rows.RowAnswers;
import io.leeway.functions.rows.RowBinding;
import io.leeway.functions.rows.RowBundle;
import io.leeway.model.CallExpired;
import io.leeway.model.ModelException;
import io.leeway.model.Predictor;
import java.util.function.ObjIntConsumer;
import org.apache.flink.table.data.RowData;

/**
 * Calls a model for a bundle. Where the call fails, it is made again for each half, and so on down
 * to single rows: a row that the model can't answer fails alone, at the price of a few more calls.
 * Where it takes too long, no row of it is answered.
 */
final class BundleCalls {
    private final RowBinding binding;
    private final Predictor model;
    private final String signature;
    private final RowRefusals refusals;

    BundleCalls(RowBinding binding, Predictor model, String signature, RowRefusals refusals) {
        this.binding = binding;
        this.model = model;
        this.signature = signature;
        this.refusals = refusals;
    }

    /**
     * @param receiver receives the answer to each row, from first to last
     * @throws ModelException when the job is to fail for a row
     */
    void call(RowBundle bundle, ObjIntConsumer<RowData> receiver) {
        call(bundle, 0, bundle.rows(), receiver);
    }

    private void call(RowBundle bundle, int from, int to, ObjIntConsumer<RowData> receiver) {
        RowAnswers answers;
        try {
            answers = binding.answers(model.predict(signature, bundle.inputs(from, to), to - from));
        } catch (CallExpired late) {
            // Each half might take as long again.
            for (int row = from; row < to; row++) {
                receiver.accept(refusals.answer(late), row);
            }
            return;
        } catch (ModelException failed) {
            if (to - from == 1) {
                receiver.accept(refusals.answer(failed), from);
            } else {
                int middle = (from + to) >>> 1;
                call(bundle, from, middle, receiver);
                call(bundle, middle, to, receiver);
            }
            return;
        }
        for (int row = from; row < to; row++) {
            RowData answer;
            try {
                answer = answers.row(row - from);
            } catch (ModelException unreadable) {
                answer = refusals.answer(unreadable);
            }
            receiver.accept(answer, row);
        }
    }
}
