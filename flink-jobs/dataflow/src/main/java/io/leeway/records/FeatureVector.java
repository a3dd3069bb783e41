package io.leeway.records;

import java.io.Serializable;
import org.apache.flink.api.common.typeinfo.TypeInfo;

/**
 * A request for a score: what is known of one shopper as of one instant, for one task.
 *
 * <p>Categories travel as names in a dictionary of the vector's own; a model maps names to its
 * vocabulary.
 *
 * @param asOfMillis as-of time, the due instant: event time
 * @param triggers bits by {@code Trigger.mask()}
 * @param backfill whether the as-of time lies before the seam
 * @param task {@code churn} or {@code interest}
 * @param dictionary category names, each once
 * @param ids the CODE and CATEGORY features of the task one after another; a category is its index
 *     in the dictionary plus one; 0 is padding
 * @param numbers the float features of the task one after another, each row-major
 * @param duePassedMillis wall clock when the watermark passed the as-of time; not part of the score
 * @param appendedAtMillis wall clock when the last applied live event was appended, 0 where there
 *     was none; not part of the score
 */
@TypeInfo(RecordType.OfFeatureVector.class)
public record FeatureVector(
        String userId,
        long asOfMillis,
        int triggers,
        boolean backfill,
        String task,
        String[] dictionary,
        int[] ids,
        float[] numbers,
        long duePassedMillis,
        long appendedAtMillis)
        implements Serializable {

    private static final String[] NO_NAMES = {};
    private static final int[] NO_IDS = {};
    private static final float[] NO_NUMBERS = {};

    /**
     * Not a request but a notice: the shopper was erased, and so is what was said of them before.
     * It keeps its place among the requests.
     */
    public static FeatureVector erasure(String userId, long eraseTimeMillis, String task) {
        return new FeatureVector(userId, eraseTimeMillis, 0, false, task, NO_NAMES, NO_IDS, NO_NUMBERS, 0, 0);
    }

    public boolean isErasure() {
        return triggers == 0;
    }
}
