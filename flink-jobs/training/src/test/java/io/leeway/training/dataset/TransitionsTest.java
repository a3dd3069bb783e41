package io.leeway.training.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.leeway.records.TrainingExample;
import io.leeway.shopper.Task;
import io.leeway.training.SyntheticInterest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TransitionsTest {

    private static final int FOLLOWERS = 4;

    /** Against plain loops over every pair, for all shoppers and without each fold of them. */
    @ParameterizedTest
    @CsvSource({"0, false", "0.85, false", "0.97, true"})
    void countsAsPlainLoopsDo(double decay, boolean bothWays) {
        List<TrainingExample> examples =
                new SyntheticInterest(12, 4, 5).split(400, 0).train();
        Vocabulary vocabulary = Vocabulary.of(examples, 100);
        TrainingRows rows = new TrainingRows(
                Task.INTEREST, examples.stream().map(TrainingExample::features).toList(), vocabulary);
        int[] wanted = examples.stream()
                .mapToInt(example -> vocabulary.id(example.nextCategories()[0]))
                .toArray();
        Transitions counted = Transitions.of(rows, wanted, vocabulary.size(), FOLLOWERS, decay, bothWays);
        for (int fold = 0; fold <= Transitions.FOLDS; fold++) {
            double[][] plain = plain(rows, wanted, vocabulary.size(), decay, bothWays, fold);
            for (int id = 0; id < vocabulary.size(); id++) {
                check(plain[id], counted.ids(), counted.shares(), (fold * vocabulary.size() + id) * FOLLOWERS);
            }
        }
        assertThat(counted.servedIds())
                .hasSize(vocabulary.size() * FOLLOWERS)
                .endsWith(counted.ids()[counted.ids().length - 1]);
    }

    private static double[][] plain(
            TrainingRows rows, int[] wanted, int vocabulary, double decay, boolean bothWays, int without) {
        double[][] counts = new double[vocabulary][vocabulary];
        for (int row = 0; row < rows.size(); row++) {
            if (rows.fold(row) == without) {
                continue;
            }
            for (int back = 0; back < TrainingRows.ACTIONS; back++) {
                int id = rows.ids(row)[TrainingRows.ACTIONS - 1 - back];
                double weight = Math.pow(decay, back);
                if (id < 2 || wanted[row] < 2 || id == wanted[row] || weight <= 0.1) {
                    continue;
                }
                counts[id][wanted[row]] += weight;
                if (bothWays) {
                    counts[wanted[row]][id] += weight;
                }
            }
        }
        return counts;
    }

    private static void check(double[] counts, int[] ids, float[] shares, int at) {
        double sum = 10;
        for (double count : counts) {
            sum += count;
        }
        Map<Integer, Double> found = new TreeMap<>();
        List<Double> best = new ArrayList<>();
        for (int i = 0; i < FOLLOWERS; i++) {
            if (shares[at + i] > 0) {
                found.put(ids[at + i], (double) shares[at + i]);
            }
        }
        for (double count : counts) {
            if (count > 1e-6) {
                best.add(count / sum);
            }
        }
        best.sort((a, b) -> Double.compare(b, a));
        assertThat(found).hasSize(Math.min(FOLLOWERS, best.size()));
        for (Map.Entry<Integer, Double> entry : found.entrySet()) {
            assertThat(entry.getValue()).isCloseTo(counts[entry.getKey()] / sum, within(1e-6));
        }
        List<Double> kept = new ArrayList<>(found.values());
        kept.sort((a, b) -> Double.compare(b, a));
        for (int i = 0; i < kept.size(); i++) {
            assertThat(kept.get(i)).isCloseTo(best.get(i), within(1e-6));
        }
    }
}
