package io.leeway.experiments.churn;

import static io.leeway.evaluation.ReportText.text;

import io.leeway.jobs.JobException;
import io.leeway.shopper.TimeMillis;
import io.leeway.sources.importers.HistoryIndex;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When an evaluation of churn asks: the test's cut, the earlier cuts evaluated likewise, and those
 * that are learned from.
 *
 * @param origins earlier cuts that are evaluated, latest first, the first a whole horizon before
 *     the test
 * @param all every cut in rising order, a step apart up to the test
 */
record ChurnCuts(Duration horizon, Instant test, List<Instant> origins, List<Instant> all) {
    private static final Duration LONGEST = Duration.ofDays(91);
    private static final Duration DAY = Duration.ofDays(1);
    private static final int STEPS_A_HORIZON = 13;

    /**
     * The cuts that a history allows: a horizon of 13 weeks or a quarter of history, the test's cut
     * so long before history's last day.
     *
     * @param wantedCut null for the latest possible
     * @param wantedHorizon null for the default
     * @throws JobException where history is too short
     */
    static ChurnCuts of(
            HistoryIndex index, @Nullable Instant wantedCut, @Nullable Duration wantedHorizon, int earlier) {
        Duration history = Duration.between(index.from(), index.to());
        Duration horizon = wantedHorizon == null ? defaultHorizon(history) : wantedHorizon;
        Instant end = horizon.compareTo(DAY) < 0 ? index.to() : lastDay(index.to());
        Instant test = wantedCut == null ? end.minus(horizon) : wantedCut;
        if (test.plus(horizon).isAfter(index.to())) {
            throw new JobException("Expected a cut whose horizon of " + days(horizon) + " days ends by " + index.to()
                    + ", where history does, found " + test + "; give an earlier --cut or a shorter --horizon");
        }
        Duration step = horizon.dividedBy(STEPS_A_HORIZON);
        Instant first = index.from().plus(step.multipliedBy(2));
        List<Instant> all = new ArrayList<>();
        for (Instant cut = test; !cut.isBefore(first); cut = cut.minus(step)) {
            all.add(0, cut);
        }
        if (all.isEmpty() || all.get(0).isAfter(test.minus(horizon))) {
            throw new JobException("Expected history that begins more than " + days(horizon)
                    + " days before the cut, to learn from, found it from " + index.from() + " and a cut of " + test
                    + "; give a later --cut, a shorter --horizon or longer history");
        }
        List<Instant> origins = new ArrayList<>();
        Duration apart = step.multipliedBy(4);
        for (Instant origin = test.minus(step.multipliedBy(STEPS_A_HORIZON));
                origins.size() < earlier && !all.get(0).isAfter(origin.minus(horizon));
                origin = origin.minus(apart)) {
            origins.add(origin);
        }
        return new ChurnCuts(horizon, test, origins, all);
    }

    /** The cuts whose labels end by a cut. */
    List<Instant> knownBy(Instant cut) {
        return all.stream().filter(each -> !each.plus(horizon).isAfter(cut)).toList();
    }

    /** The cuts that are evaluated, the test's last. */
    List<Instant> asked() {
        List<Instant> asked = new ArrayList<>(origins);
        Collections.reverse(asked);
        asked.add(test);
        return asked;
    }

    private static Duration defaultHorizon(Duration history) {
        Duration quarter = history.dividedBy(4);
        Duration horizon = quarter.compareTo(LONGEST) < 0 ? quarter : LONGEST;
        return horizon.compareTo(DAY) < 0 ? horizon : horizon.truncatedTo(ChronoUnit.DAYS);
    }

    /** The first instant of history's last day: a day that ended before its noon is none yet. */
    private static Instant lastDay(Instant end) {
        return end.minus(Duration.ofHours(12))
                .atOffset(ZoneOffset.UTC)
                .truncatedTo(ChronoUnit.DAYS)
                .toInstant();
    }

    double horizonDays() {
        return daysOf(horizon);
    }

    static double daysOf(Duration duration) {
        return duration.toMillis() / (double) TimeMillis.DAY;
    }

    private static String days(Duration duration) {
        return text("%.1f", daysOf(duration));
    }
}
