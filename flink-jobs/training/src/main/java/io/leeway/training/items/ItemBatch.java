package io.leeway.training.items;

import io.leeway.evaluation.Resampling;
import io.leeway.training.dataset.TrainingRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.types.TInt32;

/** Right-aligned sequences, as long as the longest, and the positions asked about. */
final class ItemBatch {
    private final int rows;
    private final int length;
    private final int[] history;
    private final int[] positions;
    private final int[] targets;

    private ItemBatch(int rows, int length, int[] history, int[] positions, int[] targets) {
        this.rows = rows;
        this.length = length;
        this.history = history;
        this.positions = positions;
        this.targets = targets;
    }

    /** Asks what comes after every item but the last, in each of the latest items. */
    static ItemBatch training(List<int[]> sequences) {
        int length = 1;
        int asked = 0;
        for (int[] sequence : sequences) {
            int inputs = inputs(sequence);
            length = Math.max(length, inputs);
            asked += inputs;
        }
        int[] history = new int[sequences.size() * length];
        int[] positions = new int[asked];
        int[] targets = new int[asked];
        int next = 0;
        for (int row = 0; row < sequences.size(); row++) {
            int[] sequence = sequences.get(row);
            int inputs = inputs(sequence);
            for (int i = 0; i < inputs; i++) {
                int from = sequence.length - 1 - inputs + i;
                int at = (row + 1) * length - inputs + i;
                history[at] = sequence[from];
                positions[next] = at;
                // The table of logits begins with item 1.
                targets[next] = sequence[from + 1] - 1;
                next++;
            }
        }
        return new ItemBatch(sequences.size(), length, history, positions, targets);
    }

    /** Asks what comes after the last item of each. */
    static ItemBatch last(List<int[]> sequences) {
        int length = 1;
        for (int[] sequence : sequences) {
            length = Math.max(length, Math.min(NextItemOptions.LENGTH, sequence.length));
        }
        int[] history = new int[sequences.size() * length];
        int[] positions = new int[sequences.size()];
        for (int row = 0; row < sequences.size(); row++) {
            int[] sequence = sequences.get(row);
            int known = Math.min(length, sequence.length);
            System.arraycopy(sequence, sequence.length - known, history, (row + 1) * length - known, known);
            positions[row] = (row + 1) * length - 1;
        }
        return new ItemBatch(sequences.size(), length, history, positions, new int[0]);
    }

    /**
     * An epoch's batches, in random order. Sequences of like length come together, so that little
     * is padding, and every batch asks about equally many positions.
     *
     * @param asked positions of a batch
     */
    static List<ItemBatch> epoch(List<int[]> sequences, int asked, SplittableRandom random) {
        int[] keys = random.ints(sequences.size()).toArray();
        Integer[] order = new Integer[sequences.size()];
        Arrays.setAll(order, i -> i);
        Arrays.sort(
                order,
                Comparator.<Integer>comparingInt(i -> inputs(sequences.get(i))).thenComparingInt(i -> keys[i]));
        List<ItemBatch> batches = new ArrayList<>();
        List<int[]> some = new ArrayList<>();
        int positions = 0;
        for (int index : order) {
            int[] sequence = sequences.get(index);
            if (inputs(sequence) == 0) {
                continue;
            }
            if (positions + inputs(sequence) > asked && !some.isEmpty()) {
                batches.add(training(some));
                some = new ArrayList<>();
                positions = 0;
            }
            some.add(sequence);
            positions += inputs(sequence);
        }
        if (!some.isEmpty()) {
            batches.add(training(some));
        }
        int[] places = Resampling.shuffle(TrainingRows.inOrder(batches.size()), random);
        return Arrays.stream(places).mapToObj(batches::get).toList();
    }

    private static int inputs(int[] sequence) {
        return Math.max(0, Math.min(NextItemOptions.LENGTH, sequence.length - 1));
    }

    TInt32 history() {
        return TInt32.tensorOf(Shape.of(rows, length), DataBuffers.of(history));
    }

    TInt32 positions() {
        return TInt32.tensorOf(Shape.of(positions.length), DataBuffers.of(positions));
    }

    TInt32 targets() {
        return TInt32.tensorOf(Shape.of(targets.length), DataBuffers.of(targets));
    }
}
