package io.leeway.decisions.canary;

import io.leeway.records.LabelledScore;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.functions.AggregateFunction;

/** Count, sum and sum of squares of log-losses, keyed as in {@link ScoreCounts}. */
final class LossSums implements AggregateFunction<LabelledScore, Map<Long, double[]>, Map<Long, double[]>> {
    private static final long serialVersionUID = 1L;

    @Override
    public Map<Long, double[]> createAccumulator() {
        return new HashMap<>();
    }

    @Override
    public Map<Long, double[]> add(LabelledScore outcome, Map<Long, double[]> sums) {
        long key = outcome.score().canary() ? outcome.score().version() : ScoreCounts.ACTIVE;
        add(sums.computeIfAbsent(key, absent -> new double[3]), 1, outcome.logLoss());
        return sums;
    }

    private static void add(double[] sums, double count, double loss) {
        sums[0] += count;
        sums[1] += loss;
        sums[2] += loss * loss;
    }

    @Override
    public Map<Long, double[]> getResult(Map<Long, double[]> sums) {
        return sums;
    }

    @Override
    public Map<Long, double[]> merge(Map<Long, double[]> one, Map<Long, double[]> other) {
        Map<Long, double[]> sum = new HashMap<>();
        one.forEach((version, sums) -> sum.put(version, sums.clone()));
        other.forEach((version, sums) -> {
            double[] into = sum.computeIfAbsent(version, absent -> new double[3]);
            for (int i = 0; i < into.length; i++) {
                into[i] += sums[i];
            }
        });
        return sum;
    }
}
