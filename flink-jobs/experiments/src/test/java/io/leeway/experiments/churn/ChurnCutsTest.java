package io.leeway.experiments.churn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leeway.jobs.JobException;
import io.leeway.sources.importers.HistoryIndex;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChurnCutsTest {

    @Test
    void aYearIsAskedAboutItsLastThirteenWeeks() {
        ChurnCuts online = ChurnCuts.of(index("2010-12-01T08:26:00Z", "2011-12-09T12:50:00.001Z"), null, null, 2);
        assertThat(online.horizon()).isEqualTo(Duration.ofDays(91));
        assertThat(online.test()).isEqualTo(Instant.parse("2011-09-09T00:00:00Z"));
        ChurnCuts journey = ChurnCuts.of(index("2017-01-01T07:30:27Z", "2017-12-31T22:47:38.001Z"), null, null, 2);
        assertThat(journey.test()).as("the fourth quarter").isEqualTo(Instant.parse("2017-10-01T00:00:00Z"));
        ChurnCuts night = ChurnCuts.of(index("2017-01-01T07:30:27Z", "2018-01-01T04:01:00Z"), null, null, 2);
        assertThat(night.test()).as("a day that ended in the night is none").isEqualTo(journey.test());
    }

    @Test
    void whatIsLearnedFromWasKnown() {
        ChurnCuts cuts = ChurnCuts.of(index("2010-12-01T08:26:00Z", "2011-12-09T12:50:00.001Z"), null, null, 2);
        Instant lastKnown = Instant.parse("2011-06-10T00:00:00Z");
        assertThat(cuts.knownBy(cuts.test())).last().isEqualTo(lastKnown);
        assertThat(cuts.origins()).containsExactly(lastKnown, Instant.parse("2011-05-13T00:00:00Z"));
        for (Instant origin : cuts.origins()) {
            assertThat(cuts.knownBy(origin)).isNotEmpty().allMatch(cut -> !cut.plus(cuts.horizon())
                    .isAfter(origin));
        }
        assertThat(cuts.all())
                .contains(cuts.origins().toArray(Instant[]::new))
                .last()
                .isEqualTo(cuts.test());
    }

    @Test
    void aShortHistoryIsRefusedInOneLine() {
        HistoryIndex month = index("2017-01-01T00:00:00Z", "2017-02-01T00:00:00Z");
        assertThat(ChurnCuts.of(month, null, null, 2).horizon()).isEqualTo(Duration.ofDays(7));
        assertThatThrownBy(() -> ChurnCuts.of(month, null, Duration.ofDays(20), 2))
                .isInstanceOf(JobException.class)
                .hasMessageContaining("Expected history that begins more than 20.0 days before the cut");
        assertThatThrownBy(() -> ChurnCuts.of(month, Instant.parse("2017-01-30T00:00:00Z"), null, 2))
                .isInstanceOf(JobException.class)
                .hasMessageContaining("give an earlier --cut");
    }

    private static HistoryIndex index(String from, String to) {
        return new HistoryIndex(Instant.parse(from), Instant.parse(to), 1, Map.of(), null, List.of());
    }
}
