package io.leeway.model;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.leeway.model.answers.ItemRanking;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The contents of {@code manifest.json} beside a SavedModel, in {@code <name>/<version>/}: how a
 * model is fed and its answer read, what it was trained on and how well it did, and the SHA-256 of
 * every other file, so that what is served is what was released. Unknown fields are ignored.
 *
 * @param name the model's name, as the folder above has it
 * @param version the model's version, compared as a number
 * @param task what it answers: {@code churn}, {@code interest} or {@code items} ({@link
 *     ItemRanking})
 * @param call how it is called
 * @param horizonDays how far ahead it looks
 * @param returnEvent what counts as coming back: {@code purchase}, or {@code activity} where a
 *     shop's data has no purchases; for interest always activity
 * @param profile the profile's settings in training, by name; serving refuses others
 * @param evidence what it was trained on and how well it did
 * @param files SHA-256, lower-case hexadecimal, of every file but the manifest, by path relative to
 *     the model's directory with {@code /}
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ModelManifest(
        String name,
        long version,
        String task,
        CallPlan call,
        double horizonDays,
        String returnEvent,
        Map<String, Long> profile,
        TrainingEvidence evidence,
        Map<String, String> files) {

    public static final String FILE_NAME = "manifest.json";

    /**
     * How a model is fed and its answer read.
     *
     * @param signature the signature that is called
     * @param inputs which feature fills which input of the signature: tensor's name to the
     *     feature's name in the rule book ({@code interest_long.names})
     * @param output the output that is the answer: for {@code churn} float32[batch], the
     *     probability of not coming back; for {@code interest} float32[batch, vocabulary + 2], a
     *     distribution by category id
     * @param vocabulary category names by id − 2: id 0 is padding, 1 any other category; for
     *     {@code items} item names by number − 1
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record CallPlan(String signature, Map<String, String> inputs, String output, List<String> vocabulary) {
        public CallPlan {
            requireNonNull(signature, "signature");
            requireNonNull(output, "output");
            inputs = Map.copyOf(inputs);
            vocabulary = List.copyOf(vocabulary);
        }
    }

    /**
     * What a model was trained on and how well it did.
     *
     * @param training {@code from}, {@code to} (ISO-8601), {@code rows}, {@code seed}, …
     * @param metrics figures on the later time split, its own and the rules', for example
     *     {@code auc} and {@code recency.auc}
     * @param calibration how its probabilities were calibrated; a manifest without it is of a model
     *     that was not
     * @param privacy what training with noise guarantees; null where it was ordinary training
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record TrainingEvidence(
            Map<String, String> training,
            Map<String, Double> metrics,
            ModelCalibration calibration,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            ModelPrivacy privacy) {
        public static final TrainingEvidence NONE = new TrainingEvidence(Map.of(), Map.of());

        @JsonCreator
        public TrainingEvidence {
            training = Map.copyOf(training);
            metrics = Map.copyOf(metrics);
            requireNonNull(calibration, "calibration");
        }

        /** Of a model that was neither calibrated nor trained with noise. */
        public TrainingEvidence(Map<String, String> training, Map<String, Double> metrics) {
            this(training, metrics, ModelCalibration.NONE, null);
        }
    }

    public ModelManifest {
        requireNonNull(name, "name");
        requireNonNull(task, "task");
        requireNonNull(call, "call");
        requireNonNull(evidence, "evidence");
        profile = Map.copyOf(profile);
        files = Map.copyOf(files);
    }

    public String signature() {
        return call.signature();
    }

    public Map<String, String> inputs() {
        return call.inputs();
    }

    public String output() {
        return call.output();
    }

    public List<String> vocabulary() {
        return call.vocabulary();
    }

    public Map<String, String> training() {
        return evidence.training();
    }

    public Map<String, Double> metrics() {
        return evidence.metrics();
    }

    public ModelCalibration calibration() {
        return evidence.calibration();
    }

    public @Nullable ModelPrivacy privacy() {
        return evidence.privacy();
    }

    ModelManifest withFiles(Map<String, String> otherFiles) {
        return new ModelManifest(name, version, task, call, horizonDays, returnEvent, profile, evidence, otherFiles);
    }
}
