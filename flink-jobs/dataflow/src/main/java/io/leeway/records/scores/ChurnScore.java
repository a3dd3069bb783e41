package io.leeway.records.scores;

import io.leeway.shopper.Reason;
import io.leeway.shopper.Task;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInfo;

/**
 * How likely a shopper leaves.
 *
 * @param probability of staying away for the horizon, in [0, 1]
 */
@TypeInfo(ScoreUpdateSerializer.OfScoreUpdate.class)
public record ChurnScore(ScoreOrigin origin, float probability, List<Reason> reasons, ScoreHeaders headers)
        implements ShopperScore {
    public ChurnScore {
        reasons = List.copyOf(reasons);
    }

    @Override
    public Task task() {
        return Task.CHURN;
    }
}
