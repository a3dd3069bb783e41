package io.leeway.simulator.shoppers;

import io.leeway.shopper.StableHash;
import java.util.SplittableRandom;

/**
 * Seeded chance. {@code StrictMath} throughout, so that a seed gives the same shop on every
 * machine.
 */
public final class SeededRandom {
    private final SplittableRandom random;

    public SeededRandom(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** A seed of its own for a part of the whole; neighbouring parts get unrelated ones. */
    public static long seed(long whole, long kind, long part) {
        return StableHash.finish(
                StableHash.finish(whole + StableHash.GOLDEN * (kind + 1)) + 0xD1B54A32D192ED03L * (part + 1));
    }

    public double uniform() {
        return random.nextDouble();
    }

    public double between(double low, double high) {
        return low + (high - low) * random.nextDouble();
    }

    /** Uniform in [low, high]; low where the range is empty. */
    public long between(long low, long high) {
        return high <= low ? low : random.nextLong(low, high + 1);
    }

    public int below(int bound) {
        return random.nextInt(bound);
    }

    public boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    /** Box and Muller; one of the pair is thrown away to keep no state. */
    public double gaussian() {
        double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - random.nextDouble()));
        return radius * StrictMath.cos(2 * StrictMath.PI * random.nextDouble());
    }

    public double logNormal(double median, double sigma) {
        return median * StrictMath.exp(sigma * gaussian());
    }

    public double exponential(double mean) {
        return -mean * StrictMath.log(1 - random.nextDouble());
    }

    /** Gamma of a shape of at least 1, by Marsaglia and Tsang (2000). */
    double gamma(double shape, double mean) {
        double d = shape - 1.0 / 3;
        double c = 1 / StrictMath.sqrt(9 * d);
        while (true) {
            double x = gaussian();
            double v = (1 + c * x) * (1 + c * x) * (1 + c * x);
            if (v > 0 && StrictMath.log(1 - random.nextDouble()) < 0.5 * x * x + d - d * v + d * StrictMath.log(v)) {
                return d * v * mean / shape;
            }
        }
    }

    /** Poisson, by counting; for means of a few dozen at most. */
    public int poisson(double mean) {
        double limit = StrictMath.exp(-mean);
        double product = random.nextDouble();
        int count = 0;
        while (product > limit) {
            product *= random.nextDouble();
            count++;
        }
        return count;
    }

    /** An index, with chances in proportion to the weights, which are not all 0. */
    int weighted(double[] weights) {
        double sum = 0;
        for (double weight : weights) {
            sum += weight;
        }
        double rest = sum * random.nextDouble();
        for (int i = 0; i < weights.length; i++) {
            rest -= weights[i];
            if (rest < 0) {
                return i;
            }
        }
        return weights.length - 1;
    }
}
