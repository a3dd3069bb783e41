package io.leeway.scoring;

import io.leeway.model.RowRejected;
import io.leeway.records.FeatureVector;
import io.leeway.records.ReleaseRole;
import io.leeway.records.Score;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Requests in the order they came, though several releases answer them: one call of each model a bundle, so that a canary does not cut bundles short.
 *
 * <p>The score that decides comes first, a shadow's behind it. Not thread-safe.
 */
final class MixedBundle implements Bundle<Score> {
    private Round round = new Round();

    /**
     * Adds a request.
     *
     * @param shadow scores it too; a row that it cannot take is left out of its scores alone
     * @return whether the shadow, if there is one, took it
     * @throws RowRejected when the one that decides cannot take the row: then nobody scores it
     */
    boolean add(FeatureVector vector, Serving decider, Optional<Serving> shadow) throws RowRejected {
        round.add(vector, decider);
        round.requests++;
        try {
            if (shadow.isPresent()) {
                round.add(vector, shadow.get());
            }
            return true;
        } catch (RowRejected unlike) {
            return false;
        }
    }

    /** A release in its role. */
    record Serving(ReleaseScorer scorer, ReleaseRole role) {}

    /** A score to be: a row, and in which role it is answered. */
    private record Place(ReleaseScorer.Rows rows, int row, ReleaseRole role) {}

    @Override
    public int rows() {
        return round.requests;
    }

    @Override
    public BundleCall<Score> close() {
        Round closed = round;
        round = new Round();
        return closed;
    }

    /** The rows of one bundle, by scorer: two or three at most, so they are looked for one by one. */
    private static final class Round implements BundleCall<Score> {
        private final List<ReleaseScorer.Rows> calls = new ArrayList<>(1);
        private final List<Place> places = new ArrayList<>();
        private int requests;

        private void add(FeatureVector vector, Serving serving) throws RowRejected {
            ReleaseScorer.Rows rows = of(serving.scorer());
            places.add(new Place(rows, rows.add(vector), serving.role()));
        }

        private ReleaseScorer.Rows of(ReleaseScorer scorer) {
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
        public void call() {
            calls.forEach(ReleaseScorer.Rows::call);
        }

        @Override
        public void answer(long nowMillis, Consumer<Score> out) {
            for (Place place : places) {
                out.accept(place.rows().score(place.row(), place.role(), nowMillis));
            }
            calls.forEach(ReleaseScorer.Rows::clear);
        }
    }
}
