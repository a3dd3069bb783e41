package io.leeway.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leeway.decisions.winback.WinBackModel;
import io.leeway.records.Decision;
import io.leeway.records.DecisionKind;
import io.leeway.records.Outcome;
import io.leeway.records.Treatment;
import io.leeway.topics.DecisionJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainWinBackJobTest {
    @TempDir
    private Path folder;

    /**
     * A shopper who looks at much comes back for a coupon of 10, one who does not is put off by it.
     */
    @Test
    void whatOffersBringIsLearnedFromTheirRecords() throws Exception {
        write(3000);
        Path output = folder.resolve("model.json");
        train(output);
        WinBackModel model = WinBackModel.parse(Files.readString(output));
        assertThat(model.version()).isEqualTo(3);
        // Less than the 9 and -19 that were planted: what is learned of a treatment is held towards
        // what holds of all.
        assertThat(coupon(model, 2)).isPositive();
        assertThat(coupon(model, -2)).isLessThan(-3);
    }

    @Test
    void tooFewOffersAreRefusedInOneLine() throws Exception {
        write(30);
        assertThatThrownBy(() -> train(folder.resolve("model.json")))
                .isInstanceOf(JobException.class)
                .hasMessageContaining("Expected at least 20 offers of each treatment, found 5 of none");
    }

    private static double coupon(WinBackModel model, double looks) {
        double[] features = new double[WinBackModel.FEATURES.size()];
        features[WinBackModel.FEATURES.indexOf("log-views-per-purchase")] = looks;
        double[] margins = model.margins(features);
        return margins[Treatment.COUPON_10.ordinal()] - margins[0];
    }

    private void train(Path output) throws IOException {
        TrainWinBackJob.train(folder.resolve("offers.jsonl"), folder.resolve("outcomes.jsonl"), output, 3);
    }

    private void write(int rows) throws Exception {
        Random random = new Random(1);
        List<String> offers = new ArrayList<>();
        List<String> outcomes = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            Treatment treatment = Treatment.values()[row % Treatment.values().length];
            Decision decision = new Decision(
                    Decision.id(DecisionKind.OFFER, "u" + row, row, ""),
                    DecisionKind.OFFER,
                    "u" + row,
                    row,
                    "",
                    "",
                    0,
                    treatment.id(),
                    1 / 6.0,
                    Double.NaN,
                    false,
                    treatment.mostCost());
            ObjectNode json = DecisionJson.object(decision);
            double looks = random.nextGaussian();
            for (String feature : WinBackModel.FEATURES) {
                json.withObject("/features")
                        .put(feature, feature.equals("log-views-per-purchase") ? looks : random.nextGaussian());
            }
            offers.add(json.toString());
            double logit = treatment == Treatment.COUPON_10 ? 1.5 * looks : 0;
            if (random.nextDouble() < 1 / (1 + Math.exp(-logit))) {
                outcomes.add(text(decision, Outcome.Kind.RETURN, 40));
                if (treatment == Treatment.COUPON_10) {
                    outcomes.add(text(decision, Outcome.Kind.REDEMPTION, 10));
                }
            }
        }
        Files.write(folder.resolve("offers.jsonl"), offers);
        Files.write(folder.resolve("outcomes.jsonl"), outcomes);
    }

    private static String text(Decision decision, Outcome.Kind kind, double value) {
        byte[] json = DecisionJson.outgoing(
                        new Outcome(decision.id(), decision.userId(), kind, decision.asOfMillis() + 1, value))
                .value();
        return json == null ? "" : new String(json, StandardCharsets.UTF_8);
    }
}
