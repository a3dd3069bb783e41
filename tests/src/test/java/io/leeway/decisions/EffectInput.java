package io.leeway.decisions;

import io.leeway.records.Decision;
import io.leeway.records.DecisionKind;
import io.leeway.records.JudgedScore;
import io.leeway.records.LoggedDecision;
import io.leeway.records.Outcome;
import io.leeway.records.ReturnEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.ToLongFunction;

/**
 * Scores, decisions and what became of them in some days of a shop, each stream in the order of arrival: nothing arrives more than {@link #LATENESS} behind another.
 *
 * @param scores by churn models of two versions
 * @param comebacks of the shoppers
 * @param decisions of all kinds, one in ten twice
 * @param outcomes of those, one in five twice, some of decisions that nobody made
 */
record EffectInput(
        List<JudgedScore> scores, List<ReturnEvent> comebacks, List<LoggedDecision> decisions, List<Outcome> outcomes) {
    static final Instant BEGIN = Instant.parse("2026-03-01T00:00:00Z");
    static final Duration LATENESS = Duration.ofMinutes(10);

    static EffectInput random(long seed, int users, int days) {
        Random random = new Random(seed);
        EffectInput input = new EffectInput(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (int user = 0; user < users; user++) {
            for (int day = 0; day < days; day++) {
                input.add("u" + user, BEGIN.plus(Duration.ofDays(day)).toEpochMilli(), random);
            }
        }
        shuffle(input.scores, JudgedScore::asOfMillis, random);
        shuffle(input.comebacks, ReturnEvent::timeMillis, random);
        shuffle(input.decisions, logged -> logged.decision().asOfMillis(), random);
        shuffle(input.outcomes, Outcome::timeMillis, random);
        return input;
    }

    private void add(String user, long day, Random random) {
        double churn = random.nextDouble();
        boolean canary = random.nextInt(3) == 0;
        scores.add(new JudgedScore(user, "churn", canary ? 2 : 1, canary, time(day, random), churn));
        if (random.nextDouble() > churn) {
            comebacks.add(new ReturnEvent(user, time(day, random)));
        }
        for (DecisionKind kind : DecisionKind.values()) {
            long asOf = time(day, random);
            Decision decision = decision(kind, user, asOf, random);
            LoggedDecision logged = new LoggedDecision(
                    decision, new String[] {"greedy"}, new double[] {random.nextInt(2)}, new double[] {0.25});
            decisions.add(logged);
            if (random.nextInt(10) == 0) {
                decisions.add(logged);
            }
            for (Outcome.Kind of : Outcome.Kind.values()) {
                if (random.nextDouble() < decision.predicted()) {
                    String id = random.nextInt(20) == 0 ? "of nobody" + asOf : decision.id();
                    Outcome outcome =
                            new Outcome(id, user, of, asOf + random.nextInt(40) * 3_600_000L, random.nextInt(50) / 4.0);
                    outcomes.add(outcome);
                    if (random.nextInt(5) == 0) {
                        outcomes.add(outcome);
                    }
                }
            }
        }
    }

    private static Decision decision(DecisionKind kind, String user, long asOf, Random random) {
        boolean control = kind == DecisionKind.OFFER && random.nextInt(4) == 0;
        String action = control ? "none" : "a" + random.nextInt(3);
        return new Decision(
                Decision.id(kind, user, asOf, ""),
                kind,
                user,
                asOf,
                "",
                kind == DecisionKind.OFFER ? "winback" : "ranking",
                kind == DecisionKind.AD ? 2 : 1,
                action,
                0.2 + 0.5 * random.nextDouble(),
                random.nextDouble(),
                control,
                0);
    }

    private static long time(long day, Random random) {
        return day + random.nextInt((int) Duration.ofDays(1).toMillis());
    }

    /** What happens earlier may arrive later, within the lateness. */
    private static <T> void shuffle(List<T> records, ToLongFunction<T> time, Random random) {
        Map<T, Long> arrivals = new HashMap<>();
        for (T each : records) {
            arrivals.put(each, time.applyAsLong(each) + random.nextInt((int) LATENESS.toMillis()));
        }
        records.sort(Comparator.comparingLong((T each) -> arrivals.getOrDefault(each, 0L))
                .thenComparing(T::toString));
    }
}
