package io.leeway.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.apache.commons.math3.stat.correlation.SpearmansCorrelation;
import org.junit.jupiter.api.Test;

class RankCorrelationTest {

    @Test
    void agreesWithAnotherImplementationOnValuesWithTies() {
        Random random = new Random(5);
        for (int run = 0; run < 50; run++) {
            double[] left = random.doubles(20).map(x -> Math.floor(x * 8)).toArray();
            double[] right = random.doubles(20).map(x -> Math.floor(x * 8)).toArray();
            assertThat(RankCorrelation.of(left, right))
                    .isCloseTo(new SpearmansCorrelation().correlation(left, right), within(1e-12));
        }
    }

    @Test
    void refusesWhatHasNoRank() {
        assertThat(RankCorrelation.of(new double[] {1, 1}, new double[] {1, 2})).isNaN();
        assertThatThrownBy(() -> RankCorrelation.of(new double[] {1, Double.NaN}, new double[] {1, 2}))
                .hasMessageContaining("NaN");
        assertThatThrownBy(() -> RankCorrelation.of(new double[1], new double[2]))
                .hasMessageContaining("as many");
    }
}
