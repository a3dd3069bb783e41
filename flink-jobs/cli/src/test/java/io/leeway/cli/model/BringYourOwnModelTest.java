package io.leeway.cli.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.leeway.cli.Leeway;
import io.leeway.model.GoldenRows;
import io.leeway.model.LoadOptions;
import io.leeway.model.ModelLocation;
import io.leeway.model.ModelRepository;
import io.leeway.model.SavedModel;
import io.leeway.shopper.ProfileSettings;
import io.leeway.shopper.Task;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Session;
import org.tensorflow.Signature;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.Variable;
import org.tensorflow.types.TFloat32;

/**
 * The commands and the manifest of the page, read from it, on a model of the shape that its export
 * gives.
 */
class BringYourOwnModelTest {

    private static final Path PAGE = Path.of("..", "..", "udfs", "BRING-YOUR-OWN-MODEL.md");

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void thePageLeadsFromAnExportToAModelThatAJobServes() throws IOException {
        List<String> commands = blocks("sh").stream().flatMap(String::lines).toList();
        assertThat(commands).hasSize(3).last().asString().endsWith(" --seal");
        String manifest = blocks("json").get(0);
        Path model = export(folder.resolve("models/churn/1"));

        // As exported: it can be called, and what is wanting for the task is said.
        assertThat(run(commands.get(0))).as(err.toString()).isZero();
        assertThat(out.toString())
                .containsPattern("note +manifest +none:")
                .contains("signature serving_default fits, answer in output_0; a manifest is wanting");

        // With a manifest, but not sealed: its files are not those that were released.
        Files.writeString(model.resolve("manifest.json"), manifest);
        assertThat(run(commands.get(0))).isEqualTo(1);
        assertThat(err.toString())
                .contains("expected no such file by the manifest")
                .matches("[^\n]+\n");

        golden(model);
        assertThat(run(commands.get(2))).as(err.toString()).isZero();
        assertThat(out.toString())
                .containsPattern(
                        "fits +manifest +churn 1 for the task churn by signature serving_default, 4 files as released")
                .containsPattern("fits +task churn +4 of 7 features, answer in output_0")
                .containsPattern("fits +golden rows +2 answered as recorded");
        assertThat(run(commands.get(1))).isZero();
        JsonNode report = new ObjectMapper().readTree(out.toString());
        assertThat(report.get("servable").asBoolean()).isTrue();

        // As a job loads it.
        ModelLocation newest = new ModelRepository(folder.resolve("models")).latest("churn");
        try (SavedModel served =
                SavedModel.load(newest, LoadOptions.serving(Task.CHURN, ProfileSettings.DEFAULTS.featureSettings()))) {
            assertThat(served.digest()).isEqualTo(report.get("digest").asText());
        }

        Files.writeString(model.resolve("notes.txt"), "added afterwards");
        assertThat(run(commands.get(0))).isEqualTo(1);
        assertThat(err.toString()).contains("file notes.txt: expected no such file by the manifest");
    }

    @Test
    void aManifestThatLacksAFieldIsToldWhich() throws IOException {
        Path model = export(folder.resolve("models/churn/1"));
        Files.writeString(
                model.resolve("manifest.json"), blocks("json").get(0).replace("\"returnEvent\"", "\"return\""));
        assertThat(run("./leeway check-model models/churn/1 --seal")).isEqualTo(1);
        assertThat(err.toString())
                .contains("expected the field returnEvent, found none")
                .matches("[^\n]+\n");
    }

    @Test
    void aLogitIsDoubtedAndAnotherHalfLifeRefused() throws IOException {
        Path model = export(folder.resolve("models/churn/1"), false);
        Files.writeString(model.resolve("manifest.json"), blocks("json").get(0));
        assertThat(run("./leeway check-model models/churn/1 --seal")).isZero();
        assertThat(out.toString())
                .containsPattern(
                        "note +task churn +answers 2.0 to a row of zeros, where a probability from 0 to 1 is expected:"
                                + " put a sigmoid behind it");
        Files.writeString(model.resolve("manifest.json"), blocks("json").get(0).replace("2592000000", "86400000"));
        assertThat(run("./leeway check-model models/churn/1 --seal")).isEqualTo(1);
        assertThat(err.toString()).contains("expected a model trained on the running profile's settings");
    }

    /** The blocks of a language. */
    private static List<String> blocks(String language) throws IOException {
        List<String> blocks = new ArrayList<>();
        StringBuilder block = null;
        for (String line : Files.readAllLines(PAGE)) {
            if (block == null && line.equals("```" + language)) {
                block = new StringBuilder();
            } else if (block != null && line.equals("```")) {
                blocks.add(block.toString());
                block = null;
            } else if (block != null) {
                block.append(line).append('\n');
            }
        }
        assertThat(blocks).as("blocks of " + language).isNotEmpty();
        return blocks;
    }

    /** Runs a command of the page where the models are the test's. */
    private int run(String command) {
        assertThat(command).startsWith("./leeway ");
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        String[] arguments = Arrays.stream(command.split(" "))
                .skip(1)
                .map(word -> word.startsWith("models/") ? folder.resolve(word).toString() : word)
                .toArray(String[]::new);
        return Leeway.commandLine(false)
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }

    private static Path export(Path model) throws IOException {
        return export(model, true);
    }

    /**
     * The four inputs of the page's export; the answer is the sigmoid of a bias of 2 and the
     * inputs' means, or that number itself.
     */
    private static Path export(Path model, boolean probability) throws IOException {
        Map<String, long[]> shapes = new LinkedHashMap<>();
        shapes.put("weeks", new long[] {-1, 26, 9});
        shapes.put("recency", new long[] {-1, 6});
        shapes.put("frequency", new long[] {-1, 10});
        shapes.put("monetary", new long[] {-1, 5});
        try (Graph graph = new Graph()) {
            Ops tf = Ops.create(graph);
            Signature.Builder signature = Signature.builder("serving_default");
            Variable<TFloat32> bias = tf.variable(tf.constant(2f));
            Operand<TFloat32> logit = bias;
            for (Map.Entry<String, long[]> shape : shapes.entrySet()) {
                Placeholder<TFloat32> input =
                        tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(shape.getValue())));
                signature.input(shape.getKey(), input);
                int[] axes = shape.getValue().length == 3 ? new int[] {1, 2} : new int[] {1};
                logit = tf.math.add(logit, tf.math.mean(input, tf.constant(axes)));
            }
            signature.output("output_0", probability ? tf.math.sigmoid(logit) : logit);
            try (Session session = new Session(graph)) {
                session.initialize();
                SavedModelBundle.exporter(model.toString())
                        .withTags("serve")
                        .withSession(session)
                        .withSignatures(signature.build())
                        .export();
            }
        }
        return model;
    }

    /** The golden rows as the page's export writes them, computed without TensorFlow. */
    private static void golden(Path model) {
        Map<String, Integer> widths = Map.of("weeks", 26 * 9, "recency", 6, "frequency", 10, "monetary", 5);
        double[] logits = {2, 2};
        Map<String, double[]> inputs = widths.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, width -> {
            double[] values = new double[2 * width.getValue()];
            for (int i = 0; i < values.length; i++) {
                values[i] = (i % 7) / 8.0;
                logits[i / width.getValue()] += values[i] / width.getValue();
            }
            return values;
        }));
        new GoldenRows(
                        "serving_default",
                        2,
                        inputs,
                        Map.of(
                                "output_0",
                                Arrays.stream(logits)
                                        .map(z -> 1 / (1 + Math.exp(-z)))
                                        .toArray()))
                .write(model);
    }
}
