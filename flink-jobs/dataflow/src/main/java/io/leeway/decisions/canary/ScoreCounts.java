package io.leeway.decisions.canary;

import io.leeway.estimators.StabilityIndex;
import io.leeway.records.JudgedScore;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.functions.AggregateFunction;

/** Counts of scores by bin: {@link #ACTIVE} for active versions, else by canary version. */
final class ScoreCounts implements AggregateFunction<JudgedScore, Map<Long, long[]>, Map<Long, long[]>> {
    private static final long serialVersionUID = 1L;

    /** No version has this number. */
    static final long ACTIVE = -1;

    @Override
    public Map<Long, long[]> createAccumulator() {
        return new HashMap<>();
    }

    @Override
    public Map<Long, long[]> add(JudgedScore score, Map<Long, long[]> counts) {
        counts.computeIfAbsent(score.canary() ? score.version() : ACTIVE, absent -> new long[StabilityIndex.BINS])[
                StabilityIndex.bin(score.value())]++;
        return counts;
    }

    @Override
    public Map<Long, long[]> getResult(Map<Long, long[]> counts) {
        return counts;
    }

    @Override
    public Map<Long, long[]> merge(Map<Long, long[]> one, Map<Long, long[]> other) {
        Map<Long, long[]> sum = new HashMap<>();
        one.forEach((version, counts) -> sum.put(version, counts.clone()));
        other.forEach((version, counts) -> {
            long[] into = sum.computeIfAbsent(version, absent -> new long[StabilityIndex.BINS]);
            for (int bin = 0; bin < into.length; bin++) {
                into[bin] += counts[bin];
            }
        });
        return sum;
    }
}
