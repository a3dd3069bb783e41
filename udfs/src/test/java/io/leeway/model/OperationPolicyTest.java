package io.leeway.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.leeway.model.graph.OperationRules;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.TensorFlow;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.CollectionDef;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NameAttrList;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.OpDef;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;

public class OperationPolicyTest {

    @TempDir
    Path folder;

    /** A way to hide an operation in a model, and what the refusal says about it. */
    @SuppressWarnings("ArrayRecordComponent")
    public record Hidden(String name, Consumer<MetaGraphDef.Builder> change, String... said) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Hidden> hidden() {
        return Stream.of(
                new Hidden(
                        "an operation behind a signature's input chain",
                        graph -> {
                            graph.getGraphDefBuilder().addNode(node("evil", "WriteFile"));
                            control(graph, "Sigmoid", "evil");
                        },
                        "operation WriteFile in node evil",
                        "reached from signature score"),
                new Hidden(
                        "a signature of its own",
                        graph -> {
                            graph.getGraphDefBuilder().addNode(node("evil", "ReadFile"));
                            graph.putSignatureDef("spy", signature("contents", "evil:0"));
                        },
                        "operation ReadFile in node evil",
                        "reached from signature spy"),
                new Hidden(
                        "the init operation",
                        graph -> {
                            graph.getGraphDefBuilder().addNode(node("evil", "WriteFile"));
                            graph.putSignatureDef("__saved_model_init_op", signature("__saved_model_init_op", "evil"));
                        },
                        "operation WriteFile in node evil",
                        "reached from the init operation"),
                new Hidden(
                        "the main operation",
                        graph -> collection(graph, "saved_model_main_op", "WriteFile"),
                        "operation WriteFile in node evil",
                        "reached from collection saved_model_main_op"),
                new Hidden(
                        "the legacy init operation",
                        graph -> collection(graph, "legacy_init_op", "PyFunc"),
                        "operation PyFunc in node evil",
                        "reached from collection legacy_init_op"),
                new Hidden(
                        "the operation that Java's session initialises with",
                        graph -> {
                            graph.getGraphDefBuilder().addNode(node("evil", "EagerPyFunc"));
                            control(graph, "Init", "evil");
                        },
                        "operation EagerPyFunc in node evil",
                        "reached from the operation Init"),
                new Hidden(
                        "the restore path",
                        graph -> {
                            graph.getGraphDefBuilder().addNode(node("evil", "WriteFile"));
                            control(graph, "save/restore_all", "evil");
                        },
                        "operation WriteFile in node evil",
                        "reached from the saver's restore operation"),
                new Hidden(
                        "a function",
                        graph -> {
                            function(graph, "outer", node("deep", "ReadFile"));
                            call(graph, "StatefulPartitionedCall", "f", func("outer"));
                        },
                        "operation ReadFile in node deep",
                        "reached from signature score through function outer"),
                new Hidden(
                        "a function that a function's branch calls",
                        graph -> {
                            function(
                                    graph,
                                    "outer",
                                    node("branches", "If").toBuilder()
                                            .putAttr("then_branch", func("harmless"))
                                            .putAttr("else_branch", func("inner"))
                                            .build());
                            function(graph, "harmless", node("idle", "NoOp"));
                            function(graph, "inner", node("deep", "WriteFile"));
                            call(graph, "PartitionedCall", "f", func("outer"));
                        },
                        "operation WriteFile in node deep",
                        "through function outer through function inner"),
                new Hidden(
                        "the body of a loop",
                        graph -> {
                            function(graph, "round", node("deep", "EagerPyFunc"));
                            call(graph, "While", "body", func("round"));
                        },
                        "operation EagerPyFunc in node deep",
                        "through function round"),
                new Hidden(
                        "one of a list of branches",
                        graph -> {
                            function(graph, "third", node("deep", "PrintV2"));
                            AttrValue branches = AttrValue.newBuilder()
                                    .setList(AttrValue.ListValue.newBuilder()
                                            .addFunc(NameAttrList.newBuilder().setName("third")))
                                    .build();
                            call(graph, "Case", "branches", branches);
                        },
                        "operation PrintV2 in node deep"),
                new Hidden(
                        "an attribute of a function's attribute",
                        graph -> {
                            function(graph, "outer", node("idle", "NoOp"));
                            function(graph, "inner", node("deep", "WriteFile"));
                            AttrValue nested = AttrValue.newBuilder()
                                    .setFunc(NameAttrList.newBuilder()
                                            .setName("outer")
                                            .putAttr("g", func("inner")))
                                    .build();
                            call(graph, "PartitionedCall", "f", nested);
                        },
                        "operation WriteFile in node deep"),
                new Hidden(
                        "a function called by its name",
                        graph -> {
                            function(graph, "outer", node("deep", "WriteFile"));
                            graph.getGraphDefBuilder().addNode(node("caller", "outer"));
                            control(graph, "Sigmoid", "caller");
                        },
                        "operation WriteFile in node deep"),
                new Hidden(
                        "another implementation of a function",
                        graph -> {
                            function(graph, "plain", node("idle", "NoOp"));
                            function(graph, "fast", node("deep", "WriteFile"));
                            graph.getGraphDefBuilder()
                                    .getLibraryBuilder()
                                    .getFunctionBuilderList()
                                    .forEach(one -> one.putAttr("api_implements", text("same")));
                            call(graph, "PartitionedCall", "f", func("plain"));
                        },
                        "operation WriteFile in node deep"),
                new Hidden(
                        "an operation where a function's name should be",
                        graph -> call(graph, "PartitionedCall", "f", func("WriteFile")),
                        "operation WriteFile in node caller"),
                new Hidden(
                        "a signature that restores",
                        graph -> graph.putSignatureDef("reload", signature("done", "save/restore_all")),
                        "reached from signature reload"),
                new Hidden(
                        "a signature that learns",
                        graph -> graph.putSignatureDef("learn", signature("weights", "Assign:0")),
                        "operation Assign in node Assign",
                        "reached from signature learn"),
                new Hidden(
                        "a restore from another file",
                        graph -> {
                            graph.getGraphDefBuilder().addNode(constant("elsewhere", "/etc/passwd"));
                            graph.getGraphDefBuilder().getNodeBuilderList().stream()
                                    .filter(node -> node.getOp().equals("RestoreV2"))
                                    .forEach(node -> node.setInput(0, "elsewhere"));
                        },
                        "operation RestoreV2 reading the model's own files alone",
                        "reading another file in node save/Restore"),
                new Hidden(
                        "a function that restores from another file",
                        graph -> {
                            graph.getGraphDefBuilder().addNode(constant("elsewhere", "/etc/passwd"));
                            restoreFunction(graph, "elsewhere");
                        },
                        "reading another file in node load, reached from the saver's restore operation through function"
                                + " reload"),
                new Hidden(
                        "a table read from a file that is not an asset",
                        graph -> {
                            graph.getGraphDefBuilder()
                                    .addNode(constant("elsewhere", "/etc/passwd"))
                                    .addNode(node("table", "HashTableV2"))
                                    .addNode(node("evil", "InitializeTableFromTextFileV2", "table", "elsewhere"));
                            graph.putSignatureDef("__saved_model_init_op", signature("__saved_model_init_op", "evil"));
                        },
                        "operation InitializeTableFromTextFileV2 reading the model's own files alone"),
                new Hidden(
                        "an asset outside the model",
                        graph -> graph.addAssetFileDefBuilder().setFilename("../../../etc/passwd"),
                        "expected assets in its own folder, found the asset ../../../etc/passwd"),
                new Hidden(
                        "a call that XLA has to compile",
                        graph -> {
                            function(graph, "outer", node("idle", "NoOp"));
                            call(graph, "StatefulPartitionedCall", "f", func("outer"));
                            attribute(graph, "caller", "_XlaMustCompile", on());
                        },
                        "found the attribute _XlaMustCompile in node caller, reached from signature score",
                        "jit_compile=False"),
                new Hidden(
                        "a function that XLA has to compile",
                        graph -> {
                            function(graph, "outer", node("idle", "NoOp"));
                            graph.getGraphDefBuilder()
                                    .getLibraryBuilder()
                                    .getFunctionBuilder(0)
                                    .putAttr("_XlaMustCompile", on());
                            call(graph, "PartitionedCall", "f", func("outer"));
                        },
                        "found the attribute _XlaMustCompile in function outer"),
                new Hidden(
                        "a function called with an attribute",
                        graph -> {
                            function(graph, "outer", node("idle", "NoOp"));
                            call(
                                    graph,
                                    "PartitionedCall",
                                    "f",
                                    AttrValue.newBuilder()
                                            .setFunc(NameAttrList.newBuilder()
                                                    .setName("outer")
                                                    .putAttr("_XlaMustCompile", on()))
                                            .build());
                        },
                        "found the attribute _XlaMustCompile in node caller"),
                new Hidden(
                        "an operation that XLA may compile",
                        graph -> attribute(graph, "Sigmoid", "_XlaCompile", on()),
                        "found the attribute _XlaCompile in node Sigmoid"),
                new Hidden(
                        "an operation for a TPU",
                        graph -> attribute(graph, "Sigmoid", "_tpu_replicate", text("cluster")),
                        "found the attribute _tpu_replicate in node Sigmoid"),
                new Hidden(
                        "a call with an attribute that is not known",
                        graph -> {
                            function(graph, "outer", node("idle", "NoOp"));
                            call(graph, "PartitionedCall", "f", func("outer"));
                            attribute(graph, "caller", "_target", text("/job:worker"));
                        },
                        "found the attribute _target in node caller"),
                new Hidden(
                        "a call with options of a session of its own",
                        graph -> {
                            ConfigProto.Builder options = ConfigProto.newBuilder();
                            options.getGraphOptionsBuilder()
                                    .getRewriteOptionsBuilder()
                                    .addOptimizers("custom");
                            options.getExperimentalBuilder().setExecutorType("other");
                            function(graph, "outer", node("idle", "NoOp"));
                            call(graph, "PartitionedCall", "f", func("outer"));
                            attribute(
                                    graph,
                                    "caller",
                                    "config_proto",
                                    AttrValue.newBuilder()
                                            .setS(options.build().toByteString())
                                            .build());
                        },
                        "found the options [experimental.executor_type, graph_options.rewrite_options.optimizers] in the"
                                + " attribute config_proto in node caller"),
                new Hidden(
                        "a call whose options its caller gives",
                        graph -> {
                            function(
                                    graph,
                                    "outer",
                                    node("deep", "PartitionedCall").toBuilder()
                                            .putAttr("f", func("inner"))
                                            .putAttr(
                                                    "config_proto",
                                                    AttrValue.newBuilder()
                                                            .setPlaceholder("options")
                                                            .build())
                                            .build());
                            function(graph, "inner", node("idle", "NoOp"));
                            call(graph, "PartitionedCall", "f", func("outer"));
                        },
                        "found options that its caller gives in the attribute config_proto in node deep"),
                new Hidden(
                        "a call by another executor",
                        graph -> {
                            function(graph, "outer", node("idle", "NoOp"));
                            call(graph, "StatefulPartitionedCall", "f", func("outer"));
                            attribute(graph, "caller", "executor_type", text("OTHER"));
                        },
                        "found the executor 'OTHER' in the attribute executor_type in node caller"),
                new Hidden(
                        "an operation on another machine",
                        graph -> graph.getGraphDefBuilder().getNodeBuilderList().stream()
                                .filter(one -> one.getName().equals("Sigmoid"))
                                .forEach(one -> one.setDevice("/job:worker/replica:0/task:1/device:CPU:0")),
                        "expected devices of this process alone, found the device /job:worker/replica:0/task:1/device:CPU:0 in"
                                + " node Sigmoid"),
                new Hidden(
                        "a second function of the same name",
                        graph -> {
                            function(graph, "outer", node("deep", "WriteFile"));
                            function(graph, "outer", node("idle", "NoOp"));
                            call(graph, "PartitionedCall", "f", func("outer"));
                        },
                        "expected functions of different names, found two named outer"),
                new Hidden(
                        "a signature of a tensor that is not there",
                        graph -> graph.putSignatureDef("broken", signature("gone", "nowhere:0")),
                        "expected a graph with nowhere:0, which signature broken names, found none"));
    }

    @ParameterizedTest
    @MethodSource("hidden")
    void whatIsHiddenIsFound(Hidden hidden) {
        Path model = TestModels.edit(TestModels.linear(folder.resolve("1")), hidden.change());

        assertThatThrownBy(() -> SavedModel.load(model, LoadOptions.anyModel()))
                .isInstanceOf(ModelException.class)
                .hasMessageNotContaining("\n")
                .hasMessageContainingAll(hidden.said());
    }

    @Test
    void honestModelsPass() {
        Path model = TestModels.linear(folder.resolve("1"));
        assertThatCode(() -> OperationPolicy.check(model.toString(), TestModels.graph(model)))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "half_plus_two/00000123",
                "half_plus_two/00000124",
                "half_plus_two_tf2/00000123",
                "ffnn/1",
                "times_two_int/1",
                "int64_multiply/1",
                "model_multi_output/1",
                "multiple_signatures/1",
                "python_functions/1",
                "chicago_taxi_estimator/1"
            })
    void modelsOfOthersPass(String name) {
        Path model = TestModels.others().resolve(name);
        assertThatCode(() -> OperationPolicy.check(model.toString(), TestModels.graph(model)))
                .doesNotThrowAnyException();
    }

    @Test
    void aFunctionThatRestoresTheVariablesPasses() {
        Path model = TestModels.edit(
                TestModels.linear(folder.resolve("1")), graph -> restoreFunction(graph, "save/filename"));
        assertThatCode(() -> OperationPolicy.check(model.toString(), TestModels.graph(model)))
                .doesNotThrowAnyException();
    }

    @Test
    void aTableReadFromAnAssetPasses() {
        Path model = TestModels.edit(TestModels.linear(folder.resolve("1")), graph -> {
            graph.getGraphDefBuilder()
                    .addNode(constant("asset", "words.txt"))
                    .addNode(node("path", "Identity", "asset"))
                    .addNode(node("table", "HashTableV2"))
                    .addNode(node("fill", "InitializeTableFromTextFileV2", "table", "path"));
            graph.addAssetFileDefBuilder()
                    .setFilename("words.txt")
                    .setTensorInfo(TensorInfo.newBuilder().setName("asset:0"));
            graph.putSignatureDef("__saved_model_init_op", signature("__saved_model_init_op", "fill"));
        });
        assertThatCode(() -> OperationPolicy.check(model.toString(), TestModels.graph(model)))
                .doesNotThrowAnyException();
    }

    @Test
    void attributesThatChangeNothingPass() {
        Path model = TestModels.edit(TestModels.linear(folder.resolve("1")), graph -> {
            ConfigProto.Builder options = ConfigProto.newBuilder().setAllowSoftPlacement(true);
            options.putDeviceCount("CPU", 1).putDeviceCount("GPU", 0);
            options.getGpuOptionsBuilder().setVisibleDeviceList("0");
            options.getPluggableDeviceOptionsBuilder().getExperimentalBuilder();
            options.getExperimentalBuilder();
            options.getGraphOptionsBuilder().getRewriteOptionsBuilder().setDisableMetaOptimizer(true);
            function(graph, "outer", node("idle", "NoOp"));
            call(graph, "StatefulPartitionedCall", "f", func("outer"));
            attribute(
                    graph,
                    "caller",
                    "config_proto",
                    AttrValue.newBuilder().setS(options.build().toByteString()).build());
            attribute(graph, "caller", "executor_type", text("SINGLE_THREADED_EXECUTOR"));
            attribute(
                    graph,
                    "caller",
                    "_XlaMustCompile",
                    AttrValue.newBuilder().setB(false).build());
            attribute(
                    graph,
                    "caller",
                    "_collective_manager_ids",
                    AttrValue.newBuilder()
                            .setList(AttrValue.ListValue.getDefaultInstance())
                            .build());
            attribute(
                    graph,
                    "caller",
                    "_read_only_resource_inputs",
                    AttrValue.newBuilder()
                            .setList(AttrValue.ListValue.newBuilder().addI(1))
                            .build());
            attribute(graph, "Sigmoid", "_of_another_exporter", text("note"));
            graph.getGraphDefBuilder().getNodeBuilderList().forEach(one -> one.setDevice("/device:CPU:0"));
        });
        assertThatCode(() -> OperationPolicy.check(model.toString(), TestModels.graph(model)))
                .doesNotThrowAnyException();
    }

    /** TensorFlow itself refuses the function: the operation would be run in its place. */
    @Test
    void aFunctionWithTheNameOfAnOperationDoesNotLoad() {
        Path model = TestModels.edit(TestModels.linear(folder.resolve("1")), graph -> {
            function(graph, "WriteFile", node("idle", "NoOp"));
            graph.getGraphDefBuilder()
                    .addNode(constant("where", folder.resolve("written.txt").toString()))
                    .addNode(constant("what", "gotcha"))
                    .addNode(node("evil", "WriteFile", "where", "what"));
            graph.putSignatureDef("__saved_model_init_op", signature("__saved_model_init_op", "evil"));
        });
        assertThatThrownBy(() -> SavedModel.load(model, LoadOptions.anyModel())).isInstanceOf(ModelException.class);
        assertThat(folder.resolve("written.txt")).doesNotExist();
    }

    /** TensorFlow compares tags as a set and takes the first graph that has them. */
    @Test
    void aGraphThatIsTaggedTwiceIsNotOverlooked() throws Exception {
        Path written = folder.resolve("written.txt");
        Path model = TestModels.edit(TestModels.linear(folder.resolve("1")), graph -> {
            graph.getGraphDefBuilder()
                    .addNode(constant("where", written.toString()))
                    .addNode(constant("what", "gotcha"))
                    .addNode(node("evil", "WriteFile", "where", "what"));
            graph.putSignatureDef("__saved_model_init_op", signature("__saved_model_init_op", "evil"));
            graph.getMetaInfoDefBuilder().addTags("serve");
        });
        byte[] hidden = Files.readAllBytes(model.resolve(SavedModelFile.FILE_NAME));
        byte[] honest =
                Files.readAllBytes(TestModels.linear(folder.resolve("2")).resolve(SavedModelFile.FILE_NAME));
        Files.write(
                model.resolve(SavedModelFile.FILE_NAME),
                org.tensorflow.proto.SavedModel.parseFrom(hidden).toBuilder()
                        .mergeFrom(org.tensorflow.proto.SavedModel.parseFrom(honest))
                        .build()
                        .toByteArray());

        assertThatThrownBy(() -> SavedModel.load(model, LoadOptions.anyModel()))
                .hasMessageContaining("found graphs tagged [[serve, serve], [serve]]");
        assertThat(written).doesNotExist();

        SavedModelBundle.load(model.toString(), "serve").close();
        assertThat(written).hasContent("gotcha");
    }

    @Test
    void whatIsRefusedWouldHaveWritten() {
        Path written = folder.resolve("written.txt");
        Path model = TestModels.edit(TestModels.linear(folder.resolve("1")), graph -> {
            graph.getGraphDefBuilder()
                    .addNode(constant("where", written.toString()))
                    .addNode(constant("what", "gotcha"))
                    .addNode(node("evil", "WriteFile", "where", "what"));
            graph.putSignatureDef("__saved_model_init_op", signature("__saved_model_init_op", "evil"));
        });

        assertThatThrownBy(() -> SavedModel.load(model, LoadOptions.anyModel())).isInstanceOf(ModelException.class);
        assertThat(written).doesNotExist();

        try (SavedModelBundle unjudged = SavedModelBundle.load(model.toString(), "serve")) {
            assertThat(unjudged.signatures()).isNotEmpty();
        }
        assertThat(written).hasContent("gotcha");
    }

    @Test
    void theAllowListHoldsKnownOperationsAndNoneThatReachesOut() {
        OperationRules rules = new OperationRules();
        Set<String> allowed = new TreeSet<>();
        List.of("compute", "start", "asset", "restore").forEach(group -> allowed.addAll(rules.operations(group)));
        Set<String> known = new TreeSet<>();
        TensorFlow.registeredOpList().getOpList().forEach(operation -> known.add(operation.getName()));

        assertThat(allowed).hasSizeGreaterThan(300);
        assertThat(allowed).allMatch(known::contains);
        assertThat(rules.operations("compute"))
                .noneMatch(name -> name.matches(
                        ".*(File|Dataset|Iterator|PyFunc|Print|Reader|Summary|Save|Restore|Send|Recv|Rpc|Queue|Debug|Dump|"
                                + "Remote|Custom|Barrier|Timestamp|Abort|Assign|Checkpoint|ImmutableConst).*"));
    }

    private static NodeDef node(String name, String operation, String... inputs) {
        return NodeDef.newBuilder()
                .setName(name)
                .setOp(operation)
                .addAllInput(List.of(inputs))
                .build();
    }

    private static NodeDef constant(String name, String value) {
        return node(name, "Const").toBuilder()
                .putAttr(
                        "dtype",
                        AttrValue.newBuilder().setType(DataType.DT_STRING).build())
                .putAttr(
                        "value",
                        AttrValue.newBuilder()
                                .setTensor(TensorProto.newBuilder()
                                        .setDtype(DataType.DT_STRING)
                                        .setTensorShape(TensorShapeProto.getDefaultInstance())
                                        .addStringVal(ByteString.copyFromUtf8(value)))
                                .build())
                .build();
    }

    private static void control(MetaGraphDef.Builder graph, String node, String before) {
        graph.getGraphDefBuilder().getNodeBuilderList().stream()
                .filter(one -> one.getName().equals(node))
                .findFirst()
                .orElseThrow()
                .addInput("^" + before);
    }

    private static void collection(MetaGraphDef.Builder graph, String name, String operation) {
        graph.getGraphDefBuilder().addNode(node("evil", operation));
        graph.putCollectionDef(
                name,
                CollectionDef.newBuilder()
                        .setNodeList(CollectionDef.NodeList.newBuilder().addValue("evil"))
                        .build());
    }

    private static void function(MetaGraphDef.Builder graph, String name, NodeDef body) {
        graph.getGraphDefBuilder()
                .getLibraryBuilder()
                .addFunction(FunctionDef.newBuilder()
                        .setSignature(OpDef.newBuilder().setName(name))
                        .addNodeDef(body));
    }

    private static void call(MetaGraphDef.Builder graph, String operation, String attribute, AttrValue functions) {
        graph.getGraphDefBuilder()
                .addNode(node("caller", operation).toBuilder()
                        .putAttr(attribute, functions)
                        .build());
        control(graph, "Sigmoid", "caller");
    }

    /** The way of TF2: a function restores from the file that it is given. */
    private static void restoreFunction(MetaGraphDef.Builder graph, String file) {
        graph.getGraphDefBuilder()
                .getLibraryBuilder()
                .addFunction(FunctionDef.newBuilder()
                        .setSignature(OpDef.newBuilder()
                                .setName("reload")
                                .addInputArg(OpDef.ArgDef.newBuilder()
                                        .setName("prefix")
                                        .setType(DataType.DT_STRING)))
                        .addNodeDef(node("same", "Identity", "prefix"))
                        .addNodeDef(node("load", "RestoreV2", "same:output:0", "names", "slices")));
        graph.getGraphDefBuilder()
                .addNode(node("caller", "StatefulPartitionedCall", file).toBuilder()
                        .putAttr("f", func("reload"))
                        .build());
        control(graph, "save/restore_all", "caller");
    }

    private static void attribute(MetaGraphDef.Builder graph, String node, String name, AttrValue value) {
        graph.getGraphDefBuilder().getNodeBuilderList().stream()
                .filter(one -> one.getName().equals(node))
                .forEach(one -> one.putAttr(name, value));
    }

    private static AttrValue on() {
        return AttrValue.newBuilder().setB(true).build();
    }

    private static AttrValue func(String name) {
        return AttrValue.newBuilder()
                .setFunc(NameAttrList.newBuilder().setName(name))
                .build();
    }

    private static AttrValue text(String value) {
        return AttrValue.newBuilder().setS(ByteString.copyFromUtf8(value)).build();
    }

    private static SignatureDef signature(String output, String tensor) {
        return SignatureDef.newBuilder()
                .putOutputs(output, TensorInfo.newBuilder().setName(tensor).build())
                .build();
    }
}
