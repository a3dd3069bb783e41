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
 * What stands in {@code manifest.json} beside a SavedModel, in {@code <name>/<version>/}.
 *
 * <p>A manifest says how a model is fed (which feature goes into which tensor), how its answer is read, what it was trained on and how well it did, and the
 * SHA-256 of every other file, so that what is served is what was released. Unknown fields are ignored.
 *
 * @param format version of this format: 1
 * @param name the model's name, as the folder above says it
 * @param version the model's version, compared as a number
 * @param task what it answers: {@code churn}, {@code interest} or {@code items} ({@link ItemRanking})
 * @param signature the signature that is called
 * @param inputs which feature fills which input of the signature: tensor's name to the feature's name in the rule book ({@code interest_long.names})
 * @param output the name of the output that is the answer: for {@code churn} float32[batch], the probability of not coming back; for {@code interest}
 *     float32[batch, vocabulary + 2], a distribution by category id
 * @param vocabulary category names by id − 2: id 0 is padding, 1 any other category; for {@code items} item names by number − 1
 * @param horizonDays how far ahead it looks
 * @param returnEvent what counts as coming back: {@code purchase}, or {@code activity} where a shop's data has no purchases; for interest always activity
 * @param profile the profile's settings in training, by name; serving refuses others
 * @param training what it was trained on: {@code from}, {@code to} (ISO-8601), {@code rows}, {@code seed}, …
 * @param metrics figures on the later time split, its own and the rules', for example {@code auc} and {@code recency.auc}
 * @param calibration how the answer was made to mean what it says; a manifest without it is of a model that was not calibrated
 * @param privacy what training with noise guarantees; null where it was ordinary training
 * @param files SHA-256, lower-case hexadecimal, of every file but the manifest, by path relative to the model's directory with {@code /}
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ModelManifest(
        int format,
        String name,
        long version,
        String task,
        String signature,
        Map<String, String> inputs,
        String output,
        List<String> vocabulary,
        double horizonDays,
        String returnEvent,
        Map<String, Long> profile,
        Map<String, String> training,
        Map<String, Double> metrics,
        ModelCalibration calibration,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable ModelPrivacy privacy,
        Map<String, String> files) {

    /** The file's name in a model's directory. */
    public static final String FILE_NAME = "manifest.json";

    @JsonCreator
    @SuppressWarnings("ConstantValue") // Manifests of older builds have no calibration.
    public ModelManifest {
        requireNonNull(name, "name");
        requireNonNull(task, "task");
        requireNonNull(signature, "signature");
        requireNonNull(output, "output");
        inputs = Map.copyOf(inputs);
        vocabulary = List.copyOf(vocabulary);
        profile = Map.copyOf(profile);
        training = Map.copyOf(training);
        metrics = Map.copyOf(metrics);
        files = Map.copyOf(files);
        if (calibration == null) {
            calibration = ModelCalibration.NONE;
        }
        if (format != 1) {
            throw new IllegalArgumentException(
                    "Expected a manifest of format 1, found format " + format + "; this build reads no other");
        }
    }

    /** The manifest of a model that was neither calibrated nor trained with noise. */
    public ModelManifest(
            int format,
            String name,
            long version,
            String task,
            String signature,
            Map<String, String> inputs,
            String output,
            List<String> vocabulary,
            double horizonDays,
            String returnEvent,
            Map<String, Long> profile,
            Map<String, String> training,
            Map<String, Double> metrics,
            Map<String, String> files) {
        this(
                format,
                name,
                version,
                task,
                signature,
                inputs,
                output,
                vocabulary,
                horizonDays,
                returnEvent,
                profile,
                training,
                metrics,
                ModelCalibration.NONE,
                null,
                files);
    }

    /** This manifest with other files. */
    ModelManifest withFiles(Map<String, String> otherFiles) {
        return new ModelManifest(
                format,
                name,
                version,
                task,
                signature,
                inputs,
                output,
                vocabulary,
                horizonDays,
                returnEvent,
                profile,
                training,
                metrics,
                calibration,
                privacy,
                otherFiles);
    }
}
