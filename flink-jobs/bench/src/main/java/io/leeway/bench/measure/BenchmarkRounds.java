package io.leeway.bench.measure;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Contestants that take turns, so that what slows the machine slows all of them: a round is one
 * turn of each, and a ratio is taken within a round. The order turns around from round to round.
 */
public final class BenchmarkRounds {
    private final Map<String, Contestant> contestants = new LinkedHashMap<>();
    private final Map<String, double[]> speeds = new LinkedHashMap<>();

    /** Runs once and says how fast it was, in whatever unit all contestants share. */
    @FunctionalInterface
    public interface Contestant {
        double run() throws Exception;
    }

    public BenchmarkRounds with(String name, Contestant contestant) {
        contestants.put(name, contestant);
        return this;
    }

    /**
     * Warms up, which counts for nothing, and runs the rounds.
     *
     * @param warmUps rounds before those that count
     */
    public BenchmarkRounds run(int warmUps, int rounds, Runnable step) throws Exception {
        List<Map.Entry<String, Contestant>> order = new ArrayList<>(contestants.entrySet());
        order.forEach(contestant -> speeds.put(contestant.getKey(), new double[rounds]));
        for (int round = -warmUps; round < rounds; round++) {
            for (Map.Entry<String, Contestant> contestant : order) {
                double speed = contestant.getValue().run();
                if (round >= 0) {
                    speeds(contestant.getKey())[round] = speed;
                }
                step.run();
            }
            Collections.reverse(order);
        }
        return this;
    }

    /** Turns that {@link #run} takes of so many rounds. */
    public static int turns(int contestants, int warmUps, int rounds) {
        return contestants * (warmUps + rounds);
    }

    public RoundSpread speed(String name) {
        return RoundSpread.of(speeds(name));
    }

    /** The middle of a contestant's speeds, as figures have it. */
    public long rounded(String name) {
        return Math.round(speed(name).middle());
    }

    /** How much faster the first was than the second, round by round. */
    public RoundSpread ratio(String first, String second) {
        double[] above = speeds(first);
        double[] below = speeds(second);
        double[] ratios = new double[above.length];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = above[i] / below[i];
        }
        return RoundSpread.of(ratios);
    }

    private double[] speeds(String name) {
        double[] found = speeds.get(name);
        if (found == null) {
            throw new IllegalArgumentException("No contestant " + name);
        }
        return found;
    }
}
