package io.leeway.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The fields of {@code manifest.json}, flat as the file's format has them. */
@JsonIgnoreProperties(ignoreUnknown = true)
record ManifestFields(
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
        @Nullable ModelCalibration calibration,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable ModelPrivacy privacy,
        Map<String, String> files) {

    private static final int FORMAT = 1;

    @JsonCreator
    ManifestFields {
        if (format != FORMAT) {
            throw new IllegalArgumentException("Expected a manifest of format " + FORMAT + ", found format " + format
                    + "; this build reads no other");
        }
    }

    static ManifestFields of(ModelManifest manifest) {
        return new ManifestFields(
                FORMAT,
                manifest.name(),
                manifest.version(),
                manifest.task(),
                manifest.signature(),
                manifest.inputs(),
                manifest.output(),
                manifest.vocabulary(),
                manifest.horizonDays(),
                manifest.returnEvent(),
                manifest.profile(),
                manifest.training(),
                manifest.metrics(),
                manifest.calibration(),
                manifest.privacy(),
                manifest.files());
    }

    ModelManifest toManifest() {
        return new ModelManifest(
                name,
                version,
                task,
                new ModelManifest.CallPlan(signature, inputs, output, vocabulary),
                horizonDays,
                returnEvent,
                profile,
                new ModelManifest.TrainingEvidence(
                        training, metrics, calibration == null ? ModelCalibration.NONE : calibration, privacy),
                files);
    }
}
