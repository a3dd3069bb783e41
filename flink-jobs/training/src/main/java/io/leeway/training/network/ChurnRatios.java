package io.leeway.training.network;

import io.leeway.shopper.FeatureSpec;
import io.leeway.shopper.Task;
import io.leeway.training.dataset.NetworkInputs;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * What the churn features say in shares, rates and ratios to a shopper's own rhythm, which mean the
 * same whether a shop's history is three months long or a year; counts do not. Computed in the
 * graph, from what serving feeds anyway.
 *
 * <p>All of it is smooth, so that slopes exist everywhere and reasons add up: where a step would do
 * (bought in that week or not), a steep slope takes its place.
 */
record ChurnRatios(Ops tf, NetworkInputs inputs) {
    private static final int WEEKS = 26;
    private static final int WEEK_COLUMNS = 9;
    private static final int PURCHASES = 2;
    private static final int AMOUNT = 3;
    private static final float[] HALF_LIVES = {2, 4, 8, 16};
    private static final int MOST_INPUTS = 6;
    private static final String NUMBERS_OF_WEEKS = "weeks";

    /** float32[rows, n]: the ratios, and plain numbers that mean the same in any history. */
    static Operand<TFloat32> of(Ops tf, NetworkInputs inputs) {
        return new ChurnRatios(tf, inputs).all();
    }

    /** float32[rows, m]: the plain features but for the weeks. */
    static Operand<TFloat32> plain(Ops tf, NetworkInputs inputs) {
        List<Operand<TFloat32>> columns = new ArrayList<>();
        for (FeatureSpec feature : Task.CHURN.features()) {
            if (!feature.name().equals(NUMBERS_OF_WEEKS)) {
                columns.add(tf.reshape(inputs.numbers(feature.name()), tf.constant(new int[] {-1, feature.width()})));
            }
        }
        return tf.concat(columns, tf.constant(1));
    }

    /**
     * A few columns at a time. TensorFlow walks a node's inputs in the order of their addresses in
     * memory where there are more than eight; the slopes would then be built in another order each
     * time, and the same model would get another digest.
     */
    private Operand<TFloat32> beside(List<Operand<TFloat32>> columns) {
        List<Operand<TFloat32>> groups = columns;
        while (groups.size() > 1) {
            List<Operand<TFloat32>> fewer = new ArrayList<>();
            for (int from = 0; from < groups.size(); from += MOST_INPUTS) {
                List<Operand<TFloat32>> some = groups.subList(from, Math.min(groups.size(), from + MOST_INPUTS));
                fewer.add(some.size() == 1 ? some.get(0) : tf.concat(some, tf.constant(1)));
            }
            groups = fewer;
        }
        return groups.get(0);
    }

    private Operand<TFloat32> all() {
        Operand<TFloat32> sinceLog = column("recency", 1);
        Operand<TFloat32> since = tf.math.expm1(sinceLog);
        Operand<TFloat32> daysLog = column("frequency", 9);
        Operand<TFloat32> days = tf.math.maximum(tf.math.expm1(daysLog), number(1));
        Operand<TFloat32> between = column("rhythm", 0);
        Operand<TFloat32> span = tf.math.mul(between, tf.math.sub(days, number(1)));
        Operand<TFloat32> age = tf.math.add(span, since);
        // Two months more than a shopper is known: who has just begun has no rate yet.
        Operand<TFloat32> rate = tf.math.div(days, tf.math.add(age, number(60)));
        Operand<TFloat32> missed = tf.math.mul(since, rate);
        Operand<TFloat32> once = tf.math.exp(tf.math.mul(number(-2), tf.math.sub(days, number(1))));
        List<Operand<TFloat32>> columns = new ArrayList<>(List.of(
                sinceLog,
                daysLog,
                column("monetary", 0),
                column("monetary", 3),
                tf.math.log1p(age),
                tf.math.log1p(span),
                tf.math.log(rate),
                tf.math.sub(logOfMore(since, 7), logOfMore(age, 7)),
                tf.math.sqrt(tf.math.add(tf.math.div(since, tf.math.add(age, number(1))), number(0.01f))),
                tf.math.log1p(missed),
                tf.math.sqrt(tf.math.add(missed, number(0.01f))),
                tf.math.log1p(between),
                once,
                tf.math.mul(once, sinceLog),
                tf.math.sub(column("frequency", 3), daysLog),
                tf.math.sub(column("monetary", 0), daysLog)));
        weeks(age, columns);
        return beside(columns);
    }

    /** Shares of known weeks with purchases, and amounts and actions, late weeks counting more. */
    private void weeks(Operand<TFloat32> age, List<Operand<TFloat32>> columns) {
        Operand<TFloat32> bought = tf.math.tanh(tf.math.mul(number(2), week(PURCHASES)));
        float[] ages = new float[WEEKS];
        for (int week = 0; week < WEEKS; week++) {
            ages[week] = 7f * (WEEKS - 1 - week);
        }
        // From 0 to 1 over the days in which a week begins to lie within what is known of the
        // shopper.
        Operand<TFloat32> known =
                tf.math.sigmoid(tf.math.div(tf.math.sub(tf.math.add(age, number(10)), row(ages)), number(2)));
        for (float halfLife : HALF_LIVES) {
            Operand<TFloat32> decay = row(decay(halfLife));
            columns.add(tf.math.div(
                    sum(tf.math.mul(bought, decay)), tf.math.add(sum(tf.math.mul(known, decay)), number(0.1f))));
        }
        for (int column = 0; column < WEEK_COLUMNS; column++) {
            columns.add(tf.math.log1p(sum(tf.math.mul(week(column), row(decay(4))))));
            columns.add(tf.math.log1p(sum(tf.math.mul(week(column), row(decay(13))))));
        }
        columns.add(tf.math.log1p(sum(week(AMOUNT))));
    }

    private static float[] decay(float halfLifeWeeks) {
        float[] decay = new float[WEEKS];
        for (int week = 0; week < WEEKS; week++) {
            decay[week] = (float) Math.pow(0.5, (WEEKS - 1 - week) / halfLifeWeeks);
        }
        return decay;
    }

    private Operand<TFloat32> week(int column) {
        Operand<TFloat32> slice = tf.slice(
                inputs.numbers(NUMBERS_OF_WEEKS),
                tf.constant(new int[] {0, 0, column}),
                tf.constant(new int[] {-1, WEEKS, 1}));
        return tf.reshape(slice, tf.constant(new int[] {-1, WEEKS}));
    }

    private Operand<TFloat32> sum(Operand<TFloat32> byWeek) {
        return tf.reshape(tf.sum(byWeek, tf.constant(1)), tf.constant(new int[] {-1, 1}));
    }

    private Operand<TFloat32> column(String feature, int column) {
        return tf.slice(inputs.numbers(feature), tf.constant(new int[] {0, column}), tf.constant(new int[] {-1, 1}));
    }

    private Operand<TFloat32> logOfMore(Operand<TFloat32> x, float more) {
        return tf.math.log(tf.math.add(x, number(more)));
    }

    private Operand<TFloat32> number(float value) {
        return tf.constant(value);
    }

    private Operand<TFloat32> row(float[] values) {
        return tf.constant(Shape.of(1, values.length), DataBuffers.of(values, true, true));
    }
}
