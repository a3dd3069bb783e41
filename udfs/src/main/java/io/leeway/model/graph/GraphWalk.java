package io.leeway.model.graph;

import io.leeway.model.graph.OperationRules.Purpose;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NameAttrList;
import org.tensorflow.proto.NodeDef;

/**
 * Walks what roots of a graph reach, and reports each operation that is not allowed there.
 *
 * <p>A function is judged for the arguments that hold the name of a file of the model in all of its
 * calls: what is allowed for those is allowed for each call, and a function is judged again only
 * where another call has fewer. All steps together are limited; a graph beyond that is refused.
 */
public final class GraphWalk {
    /** More than a graph of the largest file that is read needs, if it was not made to need more. */
    public static final long MOST_STEPS = 20_000_000;

    /** Functions that say they implement the same may be exchanged for each other by TensorFlow. */
    private static final String IMPLEMENTS = "api_implements";

    private static final Set<String> CALLS = Set.of("PartitionedCall", "StatefulPartitionedCall");
    private static final Set<String> PASSES_ON = Set.of("Identity", "Snapshot", "StopGradient");
    private static final int LONGEST_WAY = 500;

    private final OperationRules rules;
    private final AttributeRules attributes;
    private final Purpose purpose;
    private final Consumer<GraphRefused> refusals;
    private final Map<String, NodeDef> nodes;
    private final Map<String, FunctionDef> functions = new HashMap<>();
    private final Map<String, List<String>> implementations = new HashMap<>();
    private final Set<String> ownFiles = new HashSet<>();
    private final Set<String> seenNodes = new HashSet<>();
    /** Each function's arguments that hold the name of a file of the model in all calls so far. */
    private final Map<String, Set<String>> argumentsByFunction = new HashMap<>();

    /** Functions to judge, and from where they are reached. */
    private final Map<String, String> waiting = new LinkedHashMap<>();

    private long stepsLeft;

    /**
     * @param ownFiles tensors of the main graph that hold the name of a file which the model may
     *     read
     * @param steps how many steps the walk may take, {@link #MOST_STEPS}
     * @param refusals receives each operation that is not allowed; what it throws ends the walk
     * @throws GraphRefused when two nodes or functions have one name
     */
    public GraphWalk(
            GraphDef graph,
            OperationRules rules,
            Purpose purpose,
            Set<String> ownFiles,
            long steps,
            Consumer<GraphRefused> refusals) {
        this.rules = rules;
        this.attributes = new AttributeRules(rules);
        this.purpose = purpose;
        this.stepsLeft = steps;
        this.refusals = refusals;
        this.nodes = byName(graph.getNodeList());
        for (FunctionDef function : graph.getLibrary().getFunctionList()) {
            String name = function.getSignature().getName();
            FunctionDef other = functions.put(name, function);
            if (other != null && !other.equals(function)) {
                throw new GraphRefused(
                        "functions of different names",
                        "two named " + GraphRefused.shown(name),
                        "export the model again");
            }
            AttrValue implemented = function.getAttrMap().get(IMPLEMENTS);
            if (implemented != null) {
                implementations
                        .computeIfAbsent(implemented.getS().toStringUtf8(), key -> new ArrayList<>())
                        .add(name);
            }
        }
        ownFiles.forEach(tensor -> this.ownFiles.add(nodeOf(tensor)));
    }

    public boolean hasNode(String name) {
        return nodes.containsKey(name);
    }

    /**
     * Judges a tensor or an operation of the main graph and all that it reaches.
     *
     * @throws GraphRefused when the graph does not have it, or takes too many steps
     */
    public void root(String tensor, String from) {
        if (!hasNode(nodeOf(tensor))) {
            throw new GraphRefused(
                    "a graph with " + GraphRefused.shown(tensor) + ", which " + from + " names",
                    "none",
                    "export the model again");
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
        while (!waiting.isEmpty()) {
            String name = waiting.keySet().iterator().next();
            judge(name, waiting.remove(name));
        }
    }

    /** One that there is: names are looked up before. */
    private FunctionDef function(String name) {
        return Objects.requireNonNull(functions.get(name), "only functions of the library are entered");
    }

    private void judge(String name, String from) {
        FunctionDef function = function(name);
        Map<String, NodeDef> inner = byName(function.getNodeDefList());
        Set<String> arguments = argumentsByFunction.getOrDefault(name, Set.of());
        refuseAttributes(attributes.ofCall(function.getAttrMap()), "function " + GraphRefused.shown(name), from);
        for (NodeDef node : function.getNodeDefList()) {
            judge(node, inner, arguments, from);
        }
    }

    private void judge(NodeDef node, Map<String, NodeDef> scope, Set<String> scopeFiles, String from) {
        step(1L + node.getInputCount() + node.getAttrCount());
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
        step(called.size());
        for (String function : called) {
            if (functions.containsKey(function)) {
                enter(function, node, scope, scopeFiles, from);
            } else {
                requireAllowed(function, node.getName(), from);
            }
        }
        boolean call = !called.isEmpty() || functions.containsKey(operation) || CALLS.contains(operation);
        refuseAttributes(
                call ? attributes.ofCall(node.getAttrMap()) : attributes.ofOperation(node.getAttrMap()),
                "node " + GraphRefused.shown(node.getName()),
                from);
        if (!AttributeRules.isOwnDevice(node.getDevice())) {
            refusals.accept(new GraphRefused(
                    "devices of this process alone",
                    "the device " + GraphRefused.shown(node.getDevice()) + " in node "
                            + GraphRefused.shown(node.getName()) + ", reached from " + from,
                    "export the model without devices"));
        }
    }

    private void requireAllowed(String operation, String node, String from) {
        if (!rules.allows(purpose, operation)) {
            refuse("allowed operations alone", "operation " + GraphRefused.shown(operation), node, from);
        }
    }

    private void refuse(String expected, String found, String node, String from) {
        refusals.accept(new GraphRefused(
                expected,
                found + " in node " + GraphRefused.shown(node) + ", reached from " + from,
                "don't serve this model, or export it without that operation"));
    }

    private void refuseAttributes(@Nullable String found, String where, String from) {
        if (found != null) {
            refusals.accept(new GraphRefused(
                    "attributes that leave open to this process how it runs a model",
                    found + " in " + where + ", reached from " + from,
                    "export the model without it (XLA's by jit_compile=False)"));
        }
    }

    private void enter(String name, NodeDef caller, Map<String, NodeDef> scope, Set<String> files, String from) {
        AttrValue implemented = function(name).getAttrMap().get(IMPLEMENTS);
        List<String> all = implemented == null
                ? List.of(name)
                : implementations.getOrDefault(implemented.getS().toStringUtf8(), List.of());
        step(all.size());
        // Only a plain call passes its inputs on one by one; in any other, no argument counts as
        // the model's own file.
        boolean plain = CALLS.contains(caller.getOp()) || caller.getOp().equals(name);
        for (String each : all) {
            Set<String> arguments = plain ? ownFileArguments(function(each), caller, scope, files) : new HashSet<>();
            Set<String> known = argumentsByFunction.get(each);
            if (known != null) {
                arguments.retainAll(known);
            }
            if (known == null || arguments.size() < known.size()) {
                argumentsByFunction.put(each, arguments);
                String way = from + " through function " + GraphRefused.shown(each);
                waiting.putIfAbsent(each, from.length() > LONGEST_WAY ? from : way);
            }
        }
    }

    private Set<String> ownFileArguments(
            FunctionDef function, NodeDef caller, Map<String, NodeDef> scope, Set<String> files) {
        Set<String> arguments = new HashSet<>();
        for (int i = 0; i < function.getSignature().getInputArgCount() && i < caller.getInputCount(); i++) {
            if (isOwnFile(caller.getInput(i), scope, files)) {
                arguments.add(function.getSignature().getInputArg(i).getName());
            }
        }
        return arguments;
    }

    private boolean isOwnFile(String input, Map<String, NodeDef> scope, Set<String> files) {
        String name = nodeOf(input);
        // As many steps as there are nodes, so that a circle ends too.
        for (int taken = 0; taken <= scope.size(); taken++) {
            step(1);
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

    private void step(long taken) {
        stepsLeft -= taken;
        if (stepsLeft < 0) {
            throw new GraphRefused(
                    "a graph that can be judged", "one that takes too many steps", "don't serve this model");
        }
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
                throw new GraphRefused(
                        "nodes of different names",
                        "two named " + GraphRefused.shown(node.getName()),
                        "export the model again");
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
