package io.leeway.training.dataset;

import io.leeway.records.TrainingExample;
import java.util.ArrayList;
import java.util.List;

/**
 * Examples in two parts by time: what a model learns from, and the later ones that it is measured
 * on.
 *
 * @param train examples whose horizon ends before the test examples' as-of times begin, in any
 *     order
 */
public record TrainingSplit(List<TrainingExample> train, List<TrainingExample> test) {
    /**
     * Splits at an instant, so that no label of the first part sees anything of the second:
     * examples whose horizon ends after the cut and whose as-of time lies before it are in neither.
     *
     * @param cutMillis event time; examples as of this instant or later are for the test
     */
    public static TrainingSplit at(List<TrainingExample> examples, long cutMillis, long horizonMillis) {
        List<TrainingExample> train = new ArrayList<>();
        List<TrainingExample> test = new ArrayList<>();
        for (TrainingExample example : examples) {
            long asOf = example.features().asOfMillis();
            if (asOf >= cutMillis) {
                test.add(example);
            } else if (asOf + horizonMillis <= cutMillis) {
                train.add(example);
            }
        }
        return new TrainingSplit(train, test);
    }
}
