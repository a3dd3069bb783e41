package io.leeway.scoring;

import io.leeway.model.RowRejected;
import io.leeway.records.FeatureVector;
import io.leeway.records.ReleaseRole;
import io.leeway.records.scores.ShopperScore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Requests in the order they came, though several releases answer them: one call of each model a
 * bundle, so that a canary does not split bundles. The deciding score comes first, a shadow's
 * behind it. A shadow is called beside the others, and has no scores where it is late. Not
 * thread-safe.
 */
final class MixedBundle implements Bundle<ShopperScore> {
    /** By scorer: two or three at most, so a search one by one is enough. */
    private final List<ReleaseScorer.Rows> calls = new ArrayList<>(1);

    private final List<PendingScore> scores = new ArrayList<>();
    private final ShadowCalls shadows;
    private final Unscored unscored;
    private int requests;

    /** @param unscored takes the requests without an answer, on the thread that reads answers */
    MixedBundle(ShadowCalls shadows, Unscored unscored) {
        this.shadows = shadows;
        this.unscored = unscored;
    }

    record Serving(ReleaseScorer scorer, ReleaseRole role) {}

    /** A row of a call, and the role in which it is answered. */
    private record PendingScore(ReleaseScorer scorer, ReleaseScorer.Rows rows, int row, ReleaseRole role) {}

    /**
     * Adds a request.
     *
     * @param shadow scores it too; a row that it cannot take is left out of its scores alone
     * @return whether the shadow, if there is one, took it
     * @throws RowRejected when the deciding release cannot take the row: then none scores it
     */
    boolean add(FeatureVector vector, Serving decider, Optional<Serving> shadow) throws RowRejected {
        add(vector, decider);
        requests++;
        try {
            if (shadow.isPresent()) {
                add(vector, shadow.get());
            }
            return true;
        } catch (RowRejected unlike) {
            return false;
        }
    }

    private void add(FeatureVector vector, Serving serving) throws RowRejected {
        ReleaseScorer.Rows rows = rowsOf(serving.scorer());
        scores.add(new PendingScore(serving.scorer(), rows, rows.add(vector), serving.role()));
    }

    private ReleaseScorer.Rows rowsOf(ReleaseScorer scorer) {
        for (ReleaseScorer.Rows rows : calls) {
            if (rows.areOf(scorer)) {
                return rows;
            }
        }
        ReleaseScorer.Rows rows = scorer.rows();
        calls.add(rows);
        return rows;
    }

    @Override
    public int rows() {
        return requests;
    }

    @Override
    public void call() {
        List<ReleaseScorer.Rows> beside = calls.stream().filter(this::isShadow).toList();
        if (!beside.isEmpty()) {
            beside.forEach(ReleaseScorer.Rows::begin);
            shadows.begin(() -> beside.forEach(ReleaseScorer.Rows::call));
        }
        long began = System.nanoTime();
        for (ReleaseScorer.Rows rows : calls) {
            if (!beside.contains(rows)) {
                rows.begin();
                rows.call();
            }
        }
        if (!beside.isEmpty()) {
            shadows.await(System.nanoTime() - began);
        }
    }

    /** Whether no row of it decides. */
    private boolean isShadow(ReleaseScorer.Rows rows) {
        return scores.stream().noneMatch(score -> score.rows() == rows && score.role() != ReleaseRole.SHADOW);
    }

    @Override
    public void answer(long nowMillis, Consumer<ShopperScore> out) {
        for (PendingScore score : scores) {
            score.rows()
                    .score(score.row(), score.role(), nowMillis)
                    .ifPresentOrElse(
                            out,
                            () -> unscored.accept(
                                    score.rows().vector(score.row()),
                                    score.scorer(),
                                    score.role(),
                                    score.rows().without()));
        }
    }

    @Override
    public void abandon() {
        calls.stream().filter(rows -> !isShadow(rows)).forEach(ReleaseScorer.Rows::abandon);
    }

    @Override
    public void clear() {
        calls.forEach(ReleaseScorer.Rows::clear);
        calls.clear();
        scores.clear();
        requests = 0;
    }
}
