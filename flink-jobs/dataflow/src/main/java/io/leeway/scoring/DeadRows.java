package io.leeway.scoring;

import io.leeway.records.FeatureVector;
import io.leeway.records.SinkRecord;
import io.leeway.topics.DeadLetterJson;
import java.time.Instant;

/** What a request becomes that cannot be scored: never a made-up score. */
final class DeadRows {
    private DeadRows() {}

    static SinkRecord of(FeatureVector vector, String reason, String detail) {
        return DeadLetterJson.encode(
                "scoring",
                reason,
                detail,
                vector.task() + " as of " + Instant.ofEpochMilli(vector.asOfMillis()),
                vector.userId(),
                null,
                vector.asOfMillis());
    }
}
