package io.leeway.cli.audit;

import io.leeway.cli.console.Percentiles;
import io.leeway.cli.scores.CommittedScore;
import io.leeway.cli.scores.PublishedScore;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Counts the committed scores of a topic: what is there, how often, and how fast it came. Not
 * thread-safe.
 */
final class CommittedScores implements Consumer<CommittedScore> {

    /**
     * By how much two runs may differ in a figure: TensorFlow's results move by an ulp with the
     * batch size.
     */
    static final double TOLERANCE = 1e-6;

    private final Map<String, double[]> figuresById = new HashMap<>();
    private final Map<String, Long> byModel = new TreeMap<>();
    private final Map<String, Long> byTrigger = new TreeMap<>();
    private final Percentiles.Sample scoringMillis = new Percentiles.Sample();
    private final Percentiles.Sample bundleRows = new Percentiles.Sample();
    private long committed;
    private long doubled;
    private long backfill;
    private @Nullable String firstDoubled;

    /**
     * How committed scores compare with expected ones.
     *
     * @param example an id of each kind, where there is one
     */
    record Comparison(long lost, long unexpected, long differing, Map<String, String> example) {}

    @Override
    public void accept(CommittedScore score) {
        PublishedScore.Head head = score.score().head();
        committed++;
        if (figuresById.putIfAbsent(head.id(), score.score().figures()) != null) {
            doubled++;
            firstDoubled = firstDoubled == null ? head.id() : firstDoubled;
        }
        byModel.merge(head.model(), 1L, Long::sum);
        head.triggers().forEach(trigger -> byTrigger.merge(trigger, 1L, Long::sum));
        if (score.bundleRows() > 0) {
            bundleRows.add(score.bundleRows());
        }
        if (head.backfill()) {
            backfill++;
        } else if (score.scoringMillis() >= 0) {
            scoringMillis.add(score.scoringMillis());
        }
    }

    Comparison compare(Map<String, double[]> expected) {
        Map<String, String> example = new TreeMap<>();
        if (firstDoubled != null) {
            example.put("doubled", firstDoubled);
        }
        long found = 0;
        long differing = 0;
        for (Map.Entry<String, double[]> entry : expected.entrySet()) {
            double[] figures = figuresById.get(entry.getKey());
            if (figures == null) {
                example.putIfAbsent("lost", entry.getKey());
                continue;
            }
            found++;
            if (!agree(figures, entry.getValue())) {
                differing++;
                example.putIfAbsent("differing", entry.getKey());
            }
        }
        figuresById.keySet().stream()
                .filter(id -> !expected.containsKey(id))
                .findFirst()
                .ifPresent(id -> example.put("unexpected", id));
        return new Comparison(expected.size() - found, figuresById.size() - found, differing, example);
    }

    AuditReport.ScoreCounts counts(long expected, Comparison comparison) {
        return new AuditReport.ScoreCounts(
                expected,
                committed,
                comparison.lost(),
                doubled,
                comparison.unexpected(),
                comparison.differing(),
                backfill,
                committed - backfill,
                byModel,
                byTrigger);
    }

    AuditReport.ScoreDelays delays(@Nullable Percentiles visible) {
        Percentiles rows = bundleRows.percentiles();
        return new AuditReport.ScoreDelays(rows == null ? null : rows.p50(), scoringMillis.percentiles(), visible);
    }

    /** NaN agrees with nothing: a score is never NaN. */
    private static boolean agree(double[] one, double[] other) {
        if (one.length != other.length) {
            return false;
        }
        for (int i = 0; i < one.length; i++) {
            if (!(Math.abs(one[i] - other[i]) <= TOLERANCE)) {
                return false;
            }
        }
        return true;
    }
}
