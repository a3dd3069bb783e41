package io.leeway.model;

import io.leeway.model.OperationRules.Purpose;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NameAttrList;
import org.tensorflow.proto.NodeDef;

/** Walks what roots of a graph reach, and reports each operation that is not allowed there. */
final class GraphWalk {
    /** Functions that say they implement the same may be exchanged for each other by TensorFlow. */
    private static final String IMPLEMENTS = "api_implements";

    private static final Set<String> CALLS = Set.of("PartitionedCall", "StatefulPartitionedCall");
    private static final Set<String> PASSES_ON = Set.of("Identity", "Snapshot", "StopGradient");

    private final String subject;
    private final OperationRules rules;
    private final Purpose purpose;
    private final Consumer<ModelException> refusals;
    private final Map<String, NodeDef> nodes;
    private final Map<String, FunctionDef> functions = new HashMap<>();
    private final Map<String, List<String>> implementations = new HashMap<>();
    private final Set<String> ownFiles = new HashSet<>();
    private final Set<String> seenNodes = new HashSet<>();
    private final Set<String> seenFunctions = new HashSet<>();
    private final Deque<Body> bodies = new ArrayDeque<>();

    /** A function to judge, and its arguments that hold the name of a file of the model. */
    private record Body(FunctionDef function, Set<String> ownFiles, String from) {}

    /**
     * @param ownFiles tensors of the main graph that hold the name of a file which the model may
     *     read
     * @param refusals receives each operation that is not allowed; what it throws ends the walk
     */
    GraphWalk(
            String subject,
            GraphDef graph,
            OperationRules rules,
            Purpose purpose,
            Set<String> ownFiles,
            Consumer<ModelException> refusals) {
        this.subject = subject;
        this.rules = rules;
        this.purpose = purpose;
        this.refusals = refusals;
        this.nodes = byName(graph.getNodeList());
        for (FunctionDef function : graph.getLibrary().getFunctionList()) {
            String name = function.getSignature().getName();
            functions.put(name, function);
            AttrValue implemented = function.getAttrMap().get(IMPLEMENTS);
            if (implemented != null) {
                implementations
                        .computeIfAbsent(implemented.getS().toStringUtf8(), key -> new ArrayList<>())
                        .add(name);
            }
        }
        ownFiles.forEach(tensor -> this.ownFiles.add(nodeOf(tensor)));
    }

    boolean hasNode(String name) {
        return nodes.containsKey(name);
    }

    /** Judges a tensor or an operation of the main graph and all that it reaches. */
    void root(String tensor, String from) {
        if (!hasNode(nodeOf(tensor))) {
            throw ModelException.of(
                    subject, "a graph with " + tensor + ", which " + from + " names", "none", "export the model again");
        }
        Deque<String> open = new ArrayDeque<>(List.of(nodeOf(tensor)));
        while (!open.isEmpty()) {
            NodeDef node = nodes.get(open.pop());
            // A name that nothing has is for TensorFlow to refuse: it does not load such a graph.
            if (node != null && seenNodes.add(node.getName())) {
                judge(node, nodes, ownFiles, from);
                node.getInputList().forEach(input -> open.push(nodeOf(input)));
            }
        }
        while (!bodies.isEmpty()) {
            Body body = bodies.pop();
            Map<String, NodeDef> inner = byName(body.function().getNodeDefList());
            for (NodeDef node : body.function().getNodeDefList()) {
                judge(node, inner, body.ownFiles(), body.from());
            }
        }
    }

    private void judge(NodeDef node, Map<String, NodeDef> scope, Set<String> scopeFiles, String from) {
        String operation = node.getOp();
        if (functions.containsKey(operation)) {
            enter(operation, node, scope, scopeFiles, from);
        } else {
            requireAllowed(operation, node.getName(), from);
        }
        if (rules.readsFile(operation)) {
            int input = rules.fileInput(operation);
            if (input >= node.getInputCount() || !isOwnFile(node.getInput(input), scope, scopeFiles)) {
                refuse(
                        "operation " + operation + " reading the model's own files alone",
                        "it reading another file",
                        node.getName(),
                        from);
            }
        }
        Set<String> called = new LinkedHashSet<>();
        node.getAttrMap().values().forEach(attribute -> addFunctions(attribute, called));
        for (String function : called) {
            if (functions.containsKey(function)) {
                enter(function, node, scope, scopeFiles, from);
            } else {
                requireAllowed(function, node.getName(), from);
            }
        }
    }

    private void requireAllowed(String operation, String node, String from) {
        if (!rules.allows(purpose, operation)) {
            refuse("allowed operations alone", "operation " + operation, node, from);
        }
    }

    private void refuse(String expected, String found, String node, String from) {
        refusals.accept(ModelException.of(
                subject,
                expected,
                found + " in node " + node + ", reached from " + from,
                "don't serve this model, or export it without that operation"));
    }

    private void enter(String name, NodeDef caller, Map<String, NodeDef> scope, Set<String> files, String from) {
        FunctionDef function = functions.get(name);
        if (function == null) {
            return;
        }
        Set<String> arguments = new HashSet<>();
        // Only a plain call passes its inputs on one by one; in any other, no argument counts as
        // the model's own file.
        if (CALLS.contains(caller.getOp()) || caller.getOp().equals(name)) {
            for (int i = 0; i < function.getSignature().getInputArgCount() && i < caller.getInputCount(); i++) {
                if (isOwnFile(caller.getInput(i), scope, files)) {
                    arguments.add(function.getSignature().getInputArg(i).getName());
                }
            }
        }
        if (seenFunctions.add(name + arguments)) {
            bodies.push(new Body(function, arguments, from + " through function " + name));
            AttrValue implemented = function.getAttrMap().get(IMPLEMENTS);
            if (implemented != null) {
                for (String other :
                        implementations.getOrDefault(implemented.getS().toStringUtf8(), List.of())) {
                    enter(other, caller, scope, files, from);
                }
            }
        }
    }

    private static boolean isOwnFile(String input, Map<String, NodeDef> scope, Set<String> files) {
        String name = nodeOf(input);
        // As many steps as there are nodes, so that a circle ends too.
        for (int step = 0; step <= scope.size(); step++) {
            if (files.contains(name)) {
                return true;
            }
            NodeDef node = scope.get(name);
            if (node == null || !PASSES_ON.contains(node.getOp()) || node.getInputCount() == 0) {
                return false;
            }
            name = nodeOf(node.getInput(0));
        }
        return false;
    }

    private static void addFunctions(AttrValue attribute, Set<String> names) {
        if (attribute.hasFunc()) {
            addFunction(attribute.getFunc(), names);
        }
        attribute.getList().getFuncList().forEach(function -> addFunction(function, names));
    }

    private static void addFunction(NameAttrList function, Set<String> names) {
        names.add(function.getName());
        function.getAttrMap().values().forEach(attribute -> addFunctions(attribute, names));
    }

    private Map<String, NodeDef> byName(Collection<NodeDef> all) {
        Map<String, NodeDef> named = new HashMap<>();
        for (NodeDef node : all) {
            if (named.put(node.getName(), node) != null) {
                throw ModelException.of(
                        subject, "nodes of different names", "two named " + node.getName(), "export the model again");
            }
        }
        return named;
    }

    /** The node of {@code ^node}, {@code node}, {@code node:1} or {@code node:output:0}. */
    private static String nodeOf(String input) {
        int begin = input.startsWith("^") ? 1 : 0;
        int colon = input.indexOf(':');
        return colon < 0 ? input.substring(begin) : input.substring(begin, colon);
    }
}
