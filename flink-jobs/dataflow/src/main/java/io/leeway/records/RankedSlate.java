package io.leeway.records;

/**
 * A slate and what a ranking model said of its candidates.
 *
 * @param model the model's name; empty where none ranked
 * @param version its version; 0 where none ranked
 * @param scores of the candidates, in their order: logits that compare within the slate, NaN for a
 *     candidate that the model does not know; empty where none ranked
 * @param width numbers of a candidate's vector; 0 where there are none
 * @param vectors of the candidates one after another, each of length 1 or all 0
 */
public record RankedSlate(Slate slate, String model, long version, float[] scores, int width, float[] vectors) {

    public static RankedSlate unranked(Slate slate) {
        return new RankedSlate(slate, "", 0, new float[0], 0, new float[0]);
    }
}
