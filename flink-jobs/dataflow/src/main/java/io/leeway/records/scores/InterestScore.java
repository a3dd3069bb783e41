package io.leeway.records.scores;

import io.leeway.shopper.Reason;
import io.leeway.shopper.Task;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInfo;

/**
 * How far a shopper's interest drifts, and where to. Each list begins with the largest.
 *
 * @param drift distance between the usual and the predicted interest, in [0, 1]
 * @param from categories that lose most, with what they lose (negative)
 * @param to categories that gain most, with what they gain (positive)
 * @param next the most probable next categories, with their probabilities
 */
@TypeInfo(ScoreUpdateSerializer.OfScoreUpdate.class)
public record InterestScore(
        ScoreOrigin origin,
        float drift,
        List<CategoryShare> from,
        List<CategoryShare> to,
        List<CategoryShare> next,
        List<Reason> reasons,
        ScoreHeaders headers)
        implements ShopperScore {
    public InterestScore {
        from = List.copyOf(from);
        to = List.copyOf(to);
        next = List.copyOf(next);
        reasons = List.copyOf(reasons);
    }

    @Override
    public Task task() {
        return Task.INTEREST;
    }
}
