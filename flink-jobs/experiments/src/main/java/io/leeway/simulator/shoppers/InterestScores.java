package io.leeway.simulator.shoppers;

import io.leeway.records.ReleaseRole;
import io.leeway.records.Score;
import io.leeway.shopper.Reason;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Scores of interest in a simulated shop, as the scoring job would make them. */
public final class InterestScores {
    /** Some categories, with a value each. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared or changed.
    public record Largest(String[] categories, float[] values) {
        public static final Largest NONE = new Largest(new String[0], new float[0]);

        /** The categories with the largest {@code sign · value} above a bound, the largest first. */
        public static Largest of(List<String> categories, double[] values, int most, int sign, double above) {
            int[] places = IntStream.range(0, values.length)
                    .boxed()
                    .filter(i -> sign * values[i] > above)
                    .sorted(Comparator.comparingDouble((Integer i) -> -sign * values[i])
                            .thenComparing(i -> i))
                    .limit(most)
                    .mapToInt(Integer::intValue)
                    .toArray();
            float[] of = new float[places.length];
            for (int i = 0; i < of.length; i++) {
                of[i] = (float) values[places[i]];
            }
            return new Largest(IntStream.of(places).mapToObj(categories::get).toArray(String[]::new), of);
        }
    }

    private InterestScores() {}

    public static Score score(
            String id,
            String user,
            long asOfMillis,
            int triggers,
            float drift,
            Largest from,
            Largest to,
            Largest next) {
        return new Score(
                id,
                user,
                asOfMillis,
                triggers,
                "interest",
                1,
                ReleaseRole.ACTIVE,
                "",
                "",
                false,
                "interest",
                drift,
                from.categories(),
                from.values(),
                to.categories(),
                to.values(),
                next.categories(),
                next.values(),
                new Reason[0],
                0,
                -1,
                0,
                0);
    }
}
