package io.leeway.scoring;

import io.leeway.model.answers.ItemRanking;
import io.leeway.records.Candidate;
import io.leeway.records.RankedSlate;
import io.leeway.records.Slate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * Slates for one call of a ranking model: rows are padded to the longest. A slate whose history has
 * no item that the model knows, or that has no candidates, goes through unranked. Not thread-safe.
 */
final class SlateBundle implements Bundle<RankedSlate> {
    private final ItemRanking ranking;
    private final String model;
    private final long version;
    private final float[][] vectors;
    private final int width;
    private final List<Slate> slates = new ArrayList<>();
    private final List<RankedSlate> answers = new ArrayList<>();

    /** @param vectors of the items, by number − 1 */
    SlateBundle(ItemRanking ranking, String model, long version, float[][] vectors) {
        this.ranking = ranking;
        this.model = model;
        this.version = version;
        this.vectors = vectors;
        this.width = vectors.length == 0 ? 0 : vectors[0].length;
    }

    void add(Slate slate) {
        slates.add(slate);
    }

    @Override
    public int rows() {
        return slates.size();
    }

    @Override
    public void call() {
        List<int[]> histories = new ArrayList<>();
        List<int[]> candidates = new ArrayList<>();
        int longest = 0;
        for (Slate slate : slates) {
            int[] history = numbers(slate.history());
            int[] asked = Arrays.stream(slate.candidates())
                    .mapToInt(candidate -> ranking.number(candidate.item()))
                    .toArray();
            if (Arrays.stream(history).anyMatch(number -> number > 0) && asked.length > 0) {
                histories.add(history);
                candidates.add(asked);
                longest = Math.max(longest, asked.length);
            }
        }
        int[] rows = new int[longest * histories.size()];
        for (int row = 0; row < candidates.size(); row++) {
            int[] asked = candidates.get(row);
            System.arraycopy(asked, 0, rows, row * longest, asked.length);
        }
        float[] scores = histories.isEmpty() ? new float[0] : ranking.scores(histories, rows);
        int row = 0;
        for (Slate slate : slates) {
            boolean known = Arrays.stream(slate.history()).anyMatch(item -> ranking.number(item) > 0);
            if (known && slate.candidates().length > 0) {
                answers.add(ranked(slate, scores, row++ * longest, rows));
            } else {
                answers.add(RankedSlate.unranked(slate));
            }
        }
    }

    private RankedSlate ranked(Slate slate, float[] scores, int from, int[] rows) {
        Candidate[] candidates = slate.candidates();
        float[] of = new float[candidates.length];
        float[] like = new float[candidates.length * width];
        for (int i = 0; i < of.length; i++) {
            int number = rows[from + i];
            of[i] = number == 0 ? Float.NaN : scores[from + i];
            if (number > 0) {
                System.arraycopy(vectors[number - 1], 0, like, i * width, width);
            }
        }
        return new RankedSlate(slate, model, version, of, width, like);
    }

    private int[] numbers(String[] items) {
        return Arrays.stream(items).mapToInt(ranking::number).toArray();
    }

    @Override
    public void answer(long nowMillis, Consumer<RankedSlate> out) {
        answers.forEach(out);
    }

    @Override
    public void abandon() {
        throw new IllegalStateException("Expected the model's answer, found a call that does not end");
    }

    @Override
    public void clear() {
        slates.clear();
        answers.clear();
    }
}
