package io.leeway.training.card;

import static org.assertj.core.api.Assertions.assertThat;

import io.leeway.training.ChurnTrainer;
import io.leeway.training.SyntheticChurn;
import io.leeway.training.TrainedModel;
import io.leeway.training.network.ChurnNetwork;
import io.leeway.training.options.Hyperparameters;
import io.leeway.training.options.TrainingBudget;
import io.leeway.training.options.TrainingOptions;
import io.leeway.training.options.TrainingProgress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;

class ModelCardTest {

    @TempDir
    private Path models;

    @Test
    void theCardSaysWhatTheManifestKnowsAndIsPartOfTheDigest() throws Exception {
        TrainingOptions options = new TrainingOptions(
                7,
                3,
                new TrainingOptions.LabelOptions(28, TrainingOptions.PURCHASE, Map.of()),
                models,
                new TrainingBudget(800, 300, 40, 100),
                Hyperparameters.defaults(),
                2,
                Optional.empty(),
                false,
                "leeway train --history HISTORY --seed 7");
        TrainedModel model = new ChurnTrainer(ChurnNetwork.DNN)
                .train(SyntheticChurn.split(700, 250, 2), options, TrainingProgress.none());

        Map<String, Double> figures = model.manifest().metrics();
        String card = Files.readString(model.directory().resolve(ModelCard.FILE_NAME));
        assertThat(model.manifest().files()).containsKeys(ModelCard.FILE_NAME, ModelCard.PLOT);
        assertThat(card)
                .contains("    leeway train --history HISTORY --seed 7\n")
                .contains("trained on 700 examples as of "
                        + model.manifest().training().get("from"))
                .contains(String.format(
                        Locale.ROOT,
                        "| auc | %.4f | %.4f to %.4f | frequency %.4f, recency %.4f |",
                        figures.get("auc"),
                        figures.get("auc.low"),
                        figures.get("auc.high"),
                        figures.get("frequency.auc"),
                        figures.get("recency.auc")))
                .contains("golden.json holds rows that were made up")
                .doesNotContain(models.toString(), "%");
        assertThat(card.lines().filter(line -> line.startsWith("| 25 |"))).hasSize(10);
        Document plot = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(model.directory().resolve(ModelCard.PLOT).toFile());
        assertThat(plot.getElementsByTagName("circle").getLength()).isEqualTo(10);
        // What the search tried left nothing behind.
        try (var left = Files.list(models.resolve("churn"))) {
            assertThat(left.map(path -> path.getFileName().toString())).containsExactly("3");
        }
    }

    @Test
    void aSearchIsDrawnByItsSeed() {
        Hyperparameters given = Hyperparameters.defaults();
        SplittableRandom random = new SplittableRandom(5);
        Hyperparameters first = given.drawn(random);

        assertThat(given.drawn(new SplittableRandom(5))).isEqualTo(first);
        assertThat(given.drawn(random)).isNotEqualTo(first);
        assertThat(given.drawn(new SplittableRandom(6))).isNotEqualTo(first);
        assertThat(first.peakRate().orElseThrow()).isBetween(5e-4, 1e-2);
    }
}
