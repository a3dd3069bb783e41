package io.leeway.cli.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.leeway.cli.Leeway;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.Graph;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Session;
import org.tensorflow.Signature;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.Variable;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.CollectionDef;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NameAttrList;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.OpDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.types.TFloat32;

class CheckModelCommandTest {

    private static final NodeDef WRITE =
            NodeDef.newBuilder().setName("evil").setOp("WriteFile").build();

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    /** Where a graph can hide an operation, and how the refusal names the place. */
    enum HidingPlace {
        FUNCTION("reached from signature serving_default through function innocent") {
            @Override
            void hide(MetaGraphDef.Builder graph) {
                graph.getGraphDefBuilder()
                        .getLibraryBuilder()
                        .addFunction(FunctionDef.newBuilder()
                                .setSignature(OpDef.newBuilder().setName("innocent"))
                                .addNodeDef(WRITE));
                graph.getGraphDefBuilder()
                        .addNode(NodeDef.newBuilder()
                                .setName("caller")
                                .setOp("PartitionedCall")
                                .putAttr(
                                        "f",
                                        AttrValue.newBuilder()
                                                .setFunc(NameAttrList.newBuilder()
                                                        .setName("innocent"))
                                                .build()));
                graph.getGraphDefBuilder().getNodeBuilderList().stream()
                        .filter(node -> node.getOp().equals("MatMul"))
                        .findFirst()
                        .orElseThrow()
                        .addInput("^caller");
            }
        },
        INIT_OPERATION("reached from the init operation") {
            @Override
            void hide(MetaGraphDef.Builder graph) {
                graph.getGraphDefBuilder().addNode(WRITE);
                graph.putSignatureDef(
                        "__saved_model_init_op",
                        SignatureDef.newBuilder()
                                .putOutputs(
                                        "__saved_model_init_op",
                                        TensorInfo.newBuilder().setName("evil").build())
                                .build());
            }
        },
        MAIN_OPERATION("reached from collection saved_model_main_op") {
            @Override
            void hide(MetaGraphDef.Builder graph) {
                graph.getGraphDefBuilder().addNode(WRITE);
                graph.putCollectionDef(
                        "saved_model_main_op",
                        CollectionDef.newBuilder()
                                .setNodeList(CollectionDef.NodeList.newBuilder().addValue("evil"))
                                .build());
            }
        };

        final String said;

        HidingPlace(String said) {
            this.said = said;
        }

        abstract void hide(MetaGraphDef.Builder graph);
    }

    @ParameterizedTest
    @EnumSource(HidingPlace.class)
    void aHiddenWriteIsRefused(HidingPlace place) throws IOException {
        Path model = linear();
        assertThat(run("check-model", model)).as("as exported").isZero();
        edit(model, place::hide);
        err.getBuffer().setLength(0);

        assertThat(run("check-model", model)).isEqualTo(1);
        assertThat(err.toString())
                .startsWith("leeway: Model " + model
                        + ": expected allowed operations alone, found operation WriteFile in node evil")
                .contains(place.said)
                .matches("[^\n]+\n");
        assertThat(run("check-model", "--json", model)).isEqualTo(1);
    }

    @Test
    void tellsPeopleWhatThereIs() throws IOException {
        Path model = linear();
        assertThat(run("check-model", model.getParent())).isZero();
        assertThat(out.toString())
                .startsWith(model + "\n")
                .containsPattern(
                        "note +task churn +signature serving_default: input x of float32\\[\\?, 4] has no feature's"
                                + " name: by its shape it could be social or rhythm")
                .containsPattern("serving_default +in +x +float32\\[\\?, 4]\n")
                .containsPattern("serving_default +3 +y = 0.0\n")
                .containsPattern("ready in [0-9,]+ ms; the first call took [0-9.]+ ms, the next [0-9.]+ ms\n")
                .endsWith("It can be served.\n");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void tellsProgramsTheSame() throws IOException {
        assertThat(run("check-model", "--json", linear())).isZero();
        JsonNode report = new ObjectMapper().readTree(out.toString());
        assertThat(report.get("servable").asBoolean()).isTrue();
        assertThat(report.get("digest").asText()).matches("[0-9a-f]{64}");
        assertThat(report.at("/signatures/0/inputs/x").asText()).isEqualTo("float32[?, 4]");
        assertThat(report.at("/calls/1/rows").asInt()).isEqualTo(3);
        assertThat(report.at("/calls/1/outcome").asText()).isEqualTo("ANSWERED");
        assertThat(report.at("/tasks/0/task").asText()).isEqualTo("churn");
        assertThat(report.at("/tasks/0/missing/0").asText()).contains("social or rhythm");
        assertThat(report.at("/times/load").asDouble()).isPositive();
        assertThat(report.at("/findings/0/outcome").asText()).isEqualTo("FITS");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ffnn/1", "half_plus_two/00000123", "half_plus_two/00000124", "half_plus_two_tf2"})
    void modelsOfOthersCanBeServed(String name) {
        assertThat(run("check-model", others().resolve(name))).isZero();
        assertThat(out.toString()).contains("It can be served.");
    }

    @Test
    void nothingThereIsOneLine() {
        assertThat(run("check-model", folder.resolve("absent"))).isEqualTo(1);
        assertThat(err.toString())
                .contains("expected a directory with a saved_model.pb, found nothing")
                .matches("[^\n]+\n");
        assertThat(run("check-model")).isEqualTo(2);
    }

    private int run(Object... arguments) {
        out.getBuffer().setLength(0);
        String[] texts = new String[arguments.length];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = arguments[i].toString();
        }
        return Leeway.commandLine(false)
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(texts);
    }

    private static Path others() {
        String root = System.getenv("LEEWAY_MODELS");
        Path models = root == null ? Path.of("..", "..", "..", "shared", "models") : Path.of(root);
        assumeTrue(Files.isDirectory(models), () -> "No models of others in " + models + ": set LEEWAY_MODELS");
        return models;
    }

    /** y = x · (1, 2, 3, 4), without a manifest. */
    private Path linear() throws IOException {
        Path model = folder.resolve("linear/7");
        try (Graph graph = new Graph()) {
            Ops tf = Ops.create(graph);
            Placeholder<TFloat32> x = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, 4)));
            Variable<TFloat32> weights = tf.variable(tf.constant(new float[][] {{1}, {2}, {3}, {4}}));
            try (Session session = new Session(graph)) {
                session.initialize();
                SavedModelBundle.exporter(model.toString())
                        .withTags("serve")
                        .withSession(session)
                        .withSignatures(Signature.builder("serving_default")
                                .input("x", x)
                                .output("y", tf.linalg.matMul(x, weights))
                                .build())
                        .export();
            }
        }
        return model;
    }

    private static void edit(Path model, Consumer<MetaGraphDef.Builder> change) throws IOException {
        Path file = model.resolve("saved_model.pb");
        SavedModel.Builder edited = SavedModel.parseFrom(Files.readAllBytes(file)).toBuilder();
        change.accept(edited.getMetaGraphsBuilder(0));
        Files.write(file, edited.build().toByteArray());
    }
}
