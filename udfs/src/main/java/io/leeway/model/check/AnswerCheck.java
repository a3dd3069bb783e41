package io.leeway.model.check;

import io.leeway.model.GoldenRows;
import io.leeway.model.ModelSignature;
import io.leeway.model.Predictor;
import io.leeway.model.TensorColumn;
import io.leeway.shopper.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Checks a model's answers to rows of zeros against what the task means by an answer. */
final class AnswerCheck {
    private static final int ROWS = 3;
    private static final double SUM_TOLERANCE = 0.01;

    private AnswerCheck() {}

    /** What is doubtful, each with what to do; empty where nothing is. */
    static List<String> doubts(Predictor model, ModelSignature signature, String output, Task task) {
        float[] alone = answer(model, signature, output, 1);
        float[] together = answer(model, signature, output, ROWS);
        List<String> doubts = new ArrayList<>();
        for (float value : alone) {
            if (!Float.isFinite(value)) {
                doubts.add("answers " + value
                        + " to a row of zeros, where a finite number is expected: look for a logarithm or a"
                        + " division");
                return doubts;
            }
        }
        if (task == Task.CHURN) {
            if (alone[0] < 0 || alone[0] > 1) {
                doubts.add("answers " + alone[0]
                        + " to a row of zeros, where a probability from 0 to 1 is expected: put a sigmoid behind it");
            }
        } else {
            double sum = 0;
            boolean negative = false;
            for (float value : alone) {
                sum += value;
                negative |= value < 0;
            }
            if (negative || Math.abs(sum - 1) > SUM_TOLERANCE) {
                doubts.add(String.format(
                        Locale.ROOT,
                        "answers numbers that sum to %.3f%s to a row of zeros, where a distribution is expected: put a softmax"
                                + " behind it",
                        sum,
                        negative ? ", some below 0," : ""));
            }
        }
        for (int i = 0; i < together.length; i++) {
            float expected = alone[i % alone.length];
            if (!(Math.abs(together[i] - expected) <= GoldenRows.TOLERANCE * Math.max(1, Math.abs(expected)))) {
                doubts.add("answers a row otherwise among " + ROWS + " (" + together[i] + ") than alone (" + expected
                        + "): rows must not see each other");
                break;
            }
        }
        return doubts;
    }

    private static float[] answer(Predictor model, ModelSignature signature, String output, int rows) {
        return TensorColumn.floats(model.predict(signature.name(), DryCall.zeros(signature, rows), rows), output);
    }
}
