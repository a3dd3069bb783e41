package io.leeway.training.items;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.tensorflow.types.TInt32;

class ItemBatchTest {

    private static int[] values(TInt32 tensor) {
        try (tensor) {
            int[] values = new int[Math.toIntExact(tensor.size())];
            tensor.asRawTensor().data().asInts().read(values);
            return values;
        }
    }

    @Test
    void asksWhatComesAfterEveryItemButTheLast() {
        ItemBatch batch = ItemBatch.training(List.of(new int[] {4, 5, 6, 7}, new int[] {8, 9}));
        assertThat(values(batch.history())).containsExactly(4, 5, 6, 0, 0, 8);
        assertThat(values(batch.positions())).containsExactly(0, 1, 2, 5);
        assertThat(values(batch.targets())).containsExactly(4, 5, 6, 8);
    }

    @Test
    void looksAtTheLatestFifty() {
        int[] sequence = IntStream.rangeClosed(1, 60).toArray();
        ItemBatch training = ItemBatch.training(List.of(sequence));
        assertThat(values(training.history())).startsWith(10, 11).endsWith(59).hasSize(NextItemOptions.LENGTH);
        assertThat(values(training.targets())).startsWith(10).endsWith(59);
        ItemBatch last = ItemBatch.last(List.of(sequence, new int[] {3}));
        assertThat(values(last.history())).startsWith(11).endsWith(0, 3).hasSize(2 * NextItemOptions.LENGTH);
        assertThat(values(last.positions())).containsExactly(49, 99);
    }

    @Test
    void anEpochAsksAboutEverythingOnceAndPadsLittle() {
        SplittableRandom random = new SplittableRandom(3);
        List<int[]> sequences = new ArrayList<>();
        Map<Integer, Integer> expected = new HashMap<>();
        for (int i = 0; i < 300; i++) {
            int[] sequence = random.ints(random.nextInt(20), 1, 100).toArray();
            sequences.add(sequence);
            for (int at = 1; at < sequence.length; at++) {
                expected.merge(sequence[at] - 1, 1, Integer::sum);
            }
        }
        Map<Integer, Integer> found = new HashMap<>();
        int cells = 0;
        int asked = 0;
        List<ItemBatch> batches = ItemBatch.epoch(sequences, 128, random);
        for (ItemBatch batch : batches) {
            int[] targets = values(batch.targets());
            assertThat(targets.length).isBetween(1, 128);
            asked += targets.length;
            cells += values(batch.history()).length;
            for (int target : targets) {
                found.merge(target, 1, Integer::sum);
            }
        }
        assertThat(found).isEqualTo(expected);
        assertThat(cells).isLessThan(asked * 5 / 4);
        // Another epoch has other batches.
        assertThat(values(ItemBatch.epoch(sequences, 128, random).get(0).targets()))
                .isNotEqualTo(values(batches.get(0).targets()));
    }
}
