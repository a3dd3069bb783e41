package io.leeway.training.privacy;

/**
 * What is spent of privacy by steps that each take every example with the same chance,
 * independently, and add normal noise to the sum of clipped gradients: Rényi differential privacy
 * of the sampled Gaussian mechanism at integer orders (Mironov, Talwar and Zhang 2019, "Rényi
 * Differential Privacy of the Sampled Gaussian Mechanism", section 3.3), added up over the steps,
 * and turned into (ε, δ) by proposition 3 of Mironov 2017. An upper bound for adding or removing an
 * example.
 */
final class PrivacyAccountant {
    /** How it says what it does in a manifest. */
    static final String NAME =
            "Rényi DP of the sampled Gaussian mechanism, orders 2 to 256 (Mironov, Talwar and Zhang 2019)";

    private static final int HIGHEST_ORDER = 256;

    private PrivacyAccountant() {}

    /**
     * The ε that so many steps spend.
     *
     * @param samplingRate the chance of an example to be in a step
     * @param noise the noise's deviation as a multiple of the clipping norm
     * @return ε; infinite without noise
     */
    static double epsilon(double samplingRate, double noise, long steps, double delta) {
        double least = Double.POSITIVE_INFINITY;
        for (int order = 2; order <= HIGHEST_ORDER && noise > 0; order++) {
            double spent = steps * renyi(samplingRate, noise, order);
            least = Math.min(least, spent + Math.log(1 / delta) / (order - 1));
        }
        return least;
    }

    /** One step at an order: log Σ C(α,k)(1−q)^(α−k) q^k exp((k²−k)/(2σ²)) / (α − 1). */
    static double renyi(double samplingRate, double noise, int order) {
        if (samplingRate >= 1) {
            return order / (2 * noise * noise);
        }
        double sum = Double.NEGATIVE_INFINITY;
        double binomial = 0;
        for (int k = 0; k <= order; k++) {
            double term = binomial
                    + (order - k) * Math.log1p(-samplingRate)
                    + k * Math.log(samplingRate)
                    + ((double) k * k - k) / (2 * noise * noise);
            sum = logOfSum(sum, term);
            binomial += Math.log(order - k) - Math.log(k + 1);
        }
        return Math.max(0, sum) / (order - 1);
    }

    private static double logOfSum(double a, double b) {
        double larger = Math.max(a, b);
        double smaller = Math.min(a, b);
        return smaller == Double.NEGATIVE_INFINITY ? larger : larger + Math.log1p(Math.exp(smaller - larger));
    }
}
