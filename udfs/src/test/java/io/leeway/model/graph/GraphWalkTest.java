package io.leeway.model.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.leeway.model.graph.OperationRules.Purpose;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NameAttrList;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.OpDef;

/** Graphs that were made to take long to judge; the tests of the policy have what is refused. */
class GraphWalkTest {

    private static final OperationRules RULES = new OperationRules();

    /** Every order of the arguments is a call of its own, and every subset of them its own files. */
    @Test
    void aFunctionThatCallsItselfWithItsArgumentsTurnedIsJudgedAFewTimes() {
        int arguments = 40;
        FunctionDef.Builder turning = function("turning", arguments);
        List<String> names = names(arguments);
        for (int shift = 1; shift < arguments; shift++) {
            List<String> turned = new ArrayList<>(names.subList(shift, arguments));
            turned.addAll(names.subList(0, shift));
            // One argument fewer is of the model's own files, too.
            turned.set(shift - 1, "other");
            turning.addNodeDef(call("call" + shift, "turning", turned));
        }
        turning.addNodeDef(node("load", "RestoreV2", "a0"));
        GraphDef.Builder graph = GraphDef.newBuilder()
                .addNode(node("file", "Const"))
                .addNode(call(
                        "caller",
                        "turning",
                        IntStream.range(0, arguments).mapToObj(i -> "file").toList()));
        graph.getLibraryBuilder().addFunction(turning);

        List<GraphRefused> refusals = new ArrayList<>();
        walk(graph, 200_000, refusals::add).root("caller", "the test");

        assertThat(refusals)
                .extracting(GraphRefused::getMessage)
                .anyMatch(text -> text.contains("reading another file in node load"));
    }

    /** Judged for the arguments that are own files in all calls, whichever call comes first. */
    @Test
    void aFunctionIsAllowedWhatEachOfItsCallsIsAllowed() {
        for (List<String> order : List.of(List.of("file", "other"), List.of("other", "file"))) {
            GraphDef.Builder graph = GraphDef.newBuilder()
                    .addNode(node("file", "Const"))
                    .addNode(node("other", "Const"))
                    .addNode(call("first", "load", List.of(order.get(0))))
                    .addNode(call("second", "load", List.of(order.get(1))));
            graph.getLibraryBuilder().addFunction(function("load", 1).addNodeDef(node("read", "RestoreV2", "a0")));
            List<GraphRefused> refusals = new ArrayList<>();
            GraphWalk walk = walk(graph, 1000, refusals::add);
            walk.root(order.get(0).equals("file") ? "first" : "second", "one call");
            assertThat(refusals).isEmpty();
            walk.root("first", "one call");
            walk.root("second", "the other call");
            assertThat(refusals).hasSize(1);
        }
    }

    @Test
    void implementationsOfOneFunctionAreNoTower() {
        int many = 20_000;
        GraphDef.Builder graph = GraphDef.newBuilder().addNode(call("caller", "f0", List.of()));
        for (int i = 0; i < many; i++) {
            graph.getLibraryBuilder()
                    .addFunction(function("f" + i, 0)
                            .addNodeDef(node("idle", i == many - 1 ? "WriteFile" : "NoOp"))
                            .putAttr(
                                    "api_implements",
                                    AttrValue.newBuilder()
                                            .setS(ByteString.copyFromUtf8("same"))
                                            .build()));
        }
        List<GraphRefused> refusals = new ArrayList<>();
        walk(graph, 1_000_000, refusals::add).root("caller", "the test");
        assertThat(refusals).hasSize(1);
    }

    @Test
    void aTowerOfFunctionsIsNamedByItsFoot() {
        int high = 5000;
        GraphDef.Builder graph = GraphDef.newBuilder().addNode(call("caller", "f0", List.of()));
        for (int i = 0; i < high; i++) {
            graph.getLibraryBuilder()
                    .addFunction(function("f" + i, 0).addNodeDef(call("next", "f" + (i + 1), List.of())));
        }
        graph.getLibraryBuilder().addFunction(function("f" + high, 0).addNodeDef(node("evil", "WriteFile")));
        assertThatThrownBy(() -> walk(graph, 1_000_000, refused -> {
                            throw refused;
                        })
                        .root("caller", "the test"))
                .hasMessageContaining("operation WriteFile in node evil, reached from the test through function f0")
                .extracting(thrown -> thrown.getMessage().length())
                .matches(length -> (int) length < 1500);
    }

    /** A long chain of identities, followed for each input of a call. */
    @Test
    void aWalkThatTakesTooManyStepsIsRefused() {
        int many = 3000;
        GraphDef.Builder graph = GraphDef.newBuilder().addNode(node("n0", "Const"));
        for (int i = 1; i < many; i++) {
            graph.addNode(node("n" + i, "Identity", "n" + (i - 1)));
        }
        graph.addNode(call(
                "caller", "f", IntStream.range(0, many).mapToObj(i -> "n" + i).toList()));
        graph.getLibraryBuilder().addFunction(function("f", many));
        assertThatThrownBy(() -> walk(graph, 1_000_000, refused -> {}).root("caller", "the test"))
                .isInstanceOf(GraphRefused.class)
                .hasMessage("expected a graph that can be judged, found one that takes too many steps; don't serve this"
                        + " model");
    }

    private static GraphWalk walk(GraphDef.Builder graph, long steps, Consumer<GraphRefused> refusals) {
        return new GraphWalk(graph.build(), RULES, Purpose.RESTORE, Set.of("file:0"), steps, refusals);
    }

    private static List<String> names(int arguments) {
        return IntStream.range(0, arguments).mapToObj(i -> "a" + i).toList();
    }

    private static FunctionDef.Builder function(String name, int arguments) {
        OpDef.Builder signature = OpDef.newBuilder().setName(name);
        names(arguments)
                .forEach(argument ->
                        signature.addInputArg(OpDef.ArgDef.newBuilder().setName(argument)));
        return FunctionDef.newBuilder().setSignature(signature);
    }

    private static NodeDef call(String name, String function, List<String> inputs) {
        return node(name, "StatefulPartitionedCall", inputs.toArray(String[]::new)).toBuilder()
                .putAttr(
                        "f",
                        AttrValue.newBuilder()
                                .setFunc(NameAttrList.newBuilder().setName(function))
                                .build())
                .build();
    }

    private static NodeDef node(String name, String operation, String... inputs) {
        return NodeDef.newBuilder()
                .setName(name)
                .setOp(operation)
                .addAllInput(List.of(inputs))
                .build();
    }
}
