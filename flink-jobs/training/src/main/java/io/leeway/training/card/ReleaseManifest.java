package io.leeway.training.card;

import io.leeway.model.ModelCalibration;
import io.leeway.model.ModelManifest;
import io.leeway.records.TrainingExample;
import io.leeway.shopper.FeatureSpec;
import io.leeway.shopper.Task;
import io.leeway.training.calibration.ValidationAnswers;
import io.leeway.training.dataset.NetworkInputs;
import io.leeway.training.dataset.Vocabulary;
import io.leeway.training.fitting.ModelExport;
import io.leeway.training.fitting.NetworkFitting;
import io.leeway.training.fitting.TrainingObjective;
import io.leeway.training.network.Architecture;
import io.leeway.training.network.ShopperBaseline;
import io.leeway.training.options.TrainingOptions;
import io.leeway.training.reasons.IntegratedGradients;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a manifest says of a training.
 *
 * @param train examples in order of time, validation rows last
 */
public record ReleaseManifest(
        String name,
        Task task,
        TrainingObjective objective,
        Vocabulary vocabulary,
        TrainingOptions options,
        List<TrainingExample> train,
        List<TrainingExample> test) {
    public ModelManifest of(
            Architecture architecture,
            NetworkFitting.Fitted fitted,
            Optional<ShopperBaseline> baseline,
            Map<String, Double> figures) {
        Map<String, String> inputs = new TreeMap<>();
        for (FeatureSpec feature : task.features()) {
            inputs.put(NetworkInputs.tensor(feature), feature.name());
        }
        return new ModelManifest(
                name,
                options.version(),
                task.id(),
                new ModelManifest.CallPlan(ModelExport.SIGNATURE, inputs, objective.output(), vocabulary.names()),
                options.labels().horizonDays(),
                options.labels().returnEvent(),
                options.labels().profile(),
                new ModelManifest.TrainingEvidence(
                        facts(architecture, fitted, baseline),
                        figures,
                        fitted.validation()
                                .map(rows -> calibration(fitted, rows))
                                .orElse(ModelCalibration.NONE),
                        fitted.privacy().orElse(null)),
                Map.of());
    }

    private Map<String, String> facts(
            Architecture architecture, NetworkFitting.Fitted fitted, Optional<ShopperBaseline> baseline) {
        Map<String, String> facts = new TreeMap<>(fitted.facts());
        facts.put("architecture", architecture.name());
        facts.put("weights", fitted.weights().storage().id());
        facts.put("seed", Long.toString(options.seed()));
        facts.put("rows", Integer.toString(train.size()));
        baseline.ifPresent(origin -> {
            facts.put("reasons.baseline", origin.description());
            facts.put("reasons.steps", Integer.toString(IntegratedGradients.STEPS));
        });
        facts.put("from", instant(train.get(0)));
        facts.put("to", instant(train.get(train.size() - 1)));
        facts.put("test.from", instant(test.get(0)));
        facts.put("test.to", instant(test.get(test.size() - 1)));
        return facts;
    }

    private ModelCalibration calibration(NetworkFitting.Fitted fitted, ValidationAnswers validation) {
        double temperature = fitted.weights().temperature();
        return new ModelCalibration(
                temperature == 1 ? "none" : "temperature",
                temperature == 1 ? Map.of() : Map.of("temperature", temperature),
                Map.of(
                        "from", instant(train.get(train.size() - validation.size())),
                        "to", instant(train.get(train.size() - 1)),
                        "rows", Integer.toString(validation.size())),
                onValidation(validation, 1),
                onValidation(validation, temperature));
    }

    private static Map<String, Double> onValidation(ValidationAnswers validation, double temperature) {
        return Map.of(
                "logLoss", validation.loss(temperature),
                "ece", validation.reliability(temperature).expectedError());
    }

    private static String instant(TrainingExample example) {
        return Instant.ofEpochMilli(example.features().asOfMillis()).toString();
    }
}
