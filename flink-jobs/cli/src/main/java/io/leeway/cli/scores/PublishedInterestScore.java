package io.leeway.cli.scores;

import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * Where a shopper's interest goes.
 *
 * @param drift distance between what comes next and the long-term interest, in [0, 1]
 * @param from the categories that lose, at most 3
 * @param to the categories that gain, at most 3
 * @param next the likeliest next categories, at most 10
 */
public record PublishedInterestScore(
        Head head, double drift, List<Category> from, List<Category> to, List<Category> next, List<Why> reasons)
        implements PublishedScore {

    public PublishedInterestScore {
        from = List.copyOf(from);
        to = List.copyOf(to);
        next = List.copyOf(next);
        reasons = List.copyOf(reasons);
    }

    @Override
    public double value() {
        return drift;
    }

    @Override
    public double[] figures() {
        return DoubleStream.concat(
                        DoubleStream.of(drift), Stream.of(from, to, next).flatMapToDouble(list -> list.stream()
                                .mapToDouble(Category::value)
                                .sorted()))
                .toArray();
    }
}
