package io.leeway.records.scores;

import io.leeway.records.ReleaseRole;
import io.leeway.shopper.Reason;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInfo;

/** What a model said of one shopper as of one instant. Immutable, equal by value. */
@TypeInfo(ScoreUpdateSerializer.OfScoreUpdate.class)
public sealed interface ShopperScore extends ScoreUpdate permits ChurnScore, InterestScore {
    ScoreOrigin origin();

    /**
     * Why, the weightiest first; none where the score is below the threshold for reasons, the model
     * gives none, or nothing can truly be said.
     */
    List<Reason> reasons();

    /** Not part of the score: a replay gives others. */
    ScoreHeaders headers();

    /** The {@linkplain ScoreOrigin#id() id}. */
    default String id() {
        return origin().id();
    }

    @Override
    default String userId() {
        return origin().userId();
    }

    @Override
    default long asOfMillis() {
        return origin().asOfMillis();
    }

    @Override
    default ReleaseRole role() {
        return origin().model().role();
    }
}
