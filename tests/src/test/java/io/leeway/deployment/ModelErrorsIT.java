package io.leeway.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.leeway.model.ManifestFile;
import io.leeway.shop.SmallShop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorShapeProto;

/** Models that must not be served. */
class ModelErrorsIT {
    private static SmallShop small;

    @TempDir
    private Path folder;

    @BeforeAll
    static void train() {
        small = SmallShop.get();
    }

    @Test
    void aWrongModelDirectory() {
        Path nowhere = folder.resolve("nowhere");
        assertThat(backfill(nowhere))
                .contains("Model churn: expected a folder " + nowhere.resolve("churn"))
                .contains("found not even the folder " + nowhere)
                .contains("check the location and the name");
    }

    @Test
    void aModelWithoutAVersion() throws IOException {
        Files.createDirectories(folder.resolve("models/churn"));
        assertThat(backfill(folder.resolve("models")))
                .contains("Model churn: expected at least one version in", "found no version")
                .contains("put the model into a folder whose name is its version's number");
    }

    @Test
    void aFileWhoseDigestDiffers() throws IOException {
        ModelCopy copy = ModelCopy.of(small.models(), folder.resolve("models"));
        Path tampered = copy.tamper("interest");
        assertThat(backfill(copy.models()))
                .contains("file " + copy.version("interest").relativize(tampered))
                .containsPattern("expected SHA-256 [0-9a-f]{64}, found [0-9a-f]{64}")
                .contains("copy the released model again");
    }

    @Test
    void aModelThatIsNotTheOneAskedFor() {
        String asked = "0".repeat(64);
        assertThat(backfill(small.models(), "--churn-digest", asked))
                .contains(small.models() + "/churn/1", asked)
                .contains("found " + small.releases().get(0).digest());
    }

    @Test
    void aSignatureThatDoesNotFit() throws IOException {
        ModelCopy copy = ModelCopy.of(small.models(), folder.resolve("models"));
        copy.edit("churn", graph -> {
            String name = ManifestFile.read(copy.version("churn")).signature();
            SignatureDef score = graph.getSignatureDefOrThrow(name);
            String weeks = score.getInputsMap().entrySet().stream()
                    .filter(input -> input.getValue().getTensorShape().getDimCount() == 3)
                    .findFirst()
                    .orElseThrow()
                    .getKey();
            TensorInfo.Builder input = score.getInputsOrThrow(weeks).toBuilder();
            input.setTensorShape(input.getTensorShape().toBuilder()
                    .setDim(1, TensorShapeProto.Dim.newBuilder().setSize(99)));
            graph.putSignatureDef(
                    name, score.toBuilder().putInputs(weeks, input.build()).build());
        });
        assertThat(backfill(copy.models()))
                .contains(copy.version("churn").toString(), "input weeks for the feature weeks")
                .contains("of float32[?, 26, 9], found float32[?, 99, 9]", "train the model for these features");
    }

    @Test
    void anOperationThatIsNotAllowed() throws IOException {
        ModelCopy copy = ModelCopy.of(small.models(), folder.resolve("models"));
        copy.edit("churn", graph -> {
            graph.getGraphDefBuilder()
                    .addNode(NodeDef.newBuilder().setName("evil").setOp("WriteFile"));
            graph.putSignatureDef(
                    "__saved_model_init_op",
                    SignatureDef.newBuilder()
                            .putOutputs(
                                    "__saved_model_init_op",
                                    TensorInfo.newBuilder().setName("evil").build())
                            .build());
        });
        assertThat(backfill(copy.models()))
                .contains(copy.version("churn").toString())
                .contains("operation WriteFile in node evil", "reached from the init operation");
    }

    private String backfill(Path models, String... more) {
        Object[] arguments = new Object[9 + more.length];
        Object[] first = {
            "backfill",
            "--history",
            small.history(),
            "--models",
            models,
            "--seam",
            small.seam(),
            "--output",
            folder.resolve("scores")
        };
        System.arraycopy(first, 0, arguments, 0, first.length);
        System.arraycopy(more, 0, arguments, first.length, more.length);
        return Command.line(arguments);
    }
}
