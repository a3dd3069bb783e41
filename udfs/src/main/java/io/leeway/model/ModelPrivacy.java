package io.leeway.model;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;

/**
 * What training with clipped gradients and noise guarantees (Abadi et al. 2016): the weights are
 * (ε, δ)-differentially private.
 *
 * @param epsilon ε; smaller is more private
 * @param delta δ, the chance that ε does not hold
 * @param unit what is added or removed: {@code shopper} where a step takes one example of a shopper
 *     at most
 * @param noise the noise's standard deviation as a multiple of the clipping norm
 * @param clip the norm to which each shopper's gradient is clipped
 * @param samplingRate the chance of each shopper to be in a step, independently; a constant, as all
 *     that ε is computed of
 * @param steps how many there were
 * @param accountant how ε was computed
 * @param notCovered what of the model's directory says more of the data than the weights do
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ModelPrivacy(
        double epsilon,
        double delta,
        String unit,
        double noise,
        double clip,
        double samplingRate,
        long steps,
        String accountant,
        List<String> notCovered) {

    public ModelPrivacy {
        requireNonNull(unit, "unit");
        requireNonNull(accountant, "accountant");
        notCovered = List.copyOf(notCovered);
    }
}
