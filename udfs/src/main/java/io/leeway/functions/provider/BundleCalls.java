package io.leeway.functions.provider;

import io.leeway.functions.rows.RowAnswers;
import io.leeway.functions.rows.RowBinding;
import io.leeway.functions.rows.RowBundle;
import io.leeway.model.ModelException;
import io.leeway.model.Predictor;
import org.apache.flink.table.data.RowData;

/**
 * Calls a model for a bundle. Where the call fails, it is made again for each half, and so on down
 * to single rows: a row that the model can't answer fails alone, at the price of a few more calls.
 */
final class BundleCalls {
    private final RowBinding binding;
    private final Predictor model;
    private final String signature;

    BundleCalls(RowBinding binding, Predictor model, String signature) {
        this.binding = binding;
        this.model = model;
        this.signature = signature;
    }

    /** Receives the outcome of each row of a bundle once. */
    interface Receiver {
        void answered(int row, RowData answer);

        void failed(int row, ModelException why);
    }

    void call(RowBundle bundle, Receiver receiver) {
        call(bundle, 0, bundle.rows(), receiver);
    }

    private void call(RowBundle bundle, int from, int to, Receiver receiver) {
        RowAnswers answers;
        try {
            answers = binding.answers(model.predict(signature, bundle.inputs(from, to), to - from));
        } catch (ModelException failed) {
            if (to - from == 1) {
                receiver.failed(from, failed);
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
                receiver.failed(row, unreadable);
                continue;
            }
            receiver.answered(row, answer);
        }
    }
}
