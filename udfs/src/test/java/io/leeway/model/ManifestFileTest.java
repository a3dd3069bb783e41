package io.leeway.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leeway.shopper.Task;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestFileTest {

    @TempDir
    private Path directory;

    @Test
    void whatAnOlderBuildWroteAndWhatANewerOneAdds() throws Exception {
        ObjectNode json = ManifestFile.json(TestModels.manifest(Task.CHURN));
        json.remove("calibration");
        assertThat(json.has("privacy")).isFalse();
        json.put("astrology", "pisces");
        Files.writeString(directory.resolve(ModelManifest.FILE_NAME), json.toString());

        ModelManifest read = ManifestFile.read(directory);

        assertThat(read).isEqualTo(TestModels.manifest(Task.CHURN));
        assertThat(read.calibration().method()).isEqualTo("none");
        assertThat(read.privacy()).isNull();
    }

    @Test
    void calibrationAndPrivacyAreReadAsWritten() {
        ModelManifest plain = TestModels.manifest(Task.CHURN);
        ModelManifest written = new ModelManifest(
                plain.name(),
                plain.version(),
                plain.task(),
                new ModelManifest.CallPlan(plain.signature(), plain.inputs(), plain.output(), plain.vocabulary()),
                plain.horizonDays(),
                plain.returnEvent(),
                plain.profile(),
                new ModelManifest.TrainingEvidence(
                        plain.training(),
                        plain.metrics(),
                        new ModelCalibration(
                                "temperature",
                                Map.of("temperature", 1.25),
                                Map.of("rows", "400"),
                                Map.of("ece", 0.05),
                                Map.of("ece", 0.02)),
                        new ModelPrivacy(2.5, 1e-5, "shopper", 1.1, 1, 0.01, 900, "RDP", List.of("metrics"))),
                Map.of());

        ManifestFile.seal(directory, written);

        assertThat(ManifestFile.read(directory)).isEqualTo(written);
    }
}
