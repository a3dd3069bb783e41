package io.leeway.model;

import io.leeway.model.graph.GraphRefused;
import io.leeway.model.graph.GraphWalk;
import io.leeway.model.graph.OperationRules;
import io.leeway.model.graph.OperationRules.Purpose;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.tensorflow.proto.AssetFileDef;
import org.tensorflow.proto.CollectionDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;

/**
 * Judges what a model can do before TensorFlow sees it: a SavedModel is a program.
 *
 * <p>Walked are all signatures, the init operation, the main operation, the legacy init operation
 * and the saver's restore operation, with everything that these reach through inputs, control
 * inputs and functions. The saver's save operations are not run by this project and not judged.
 * Operations that read a file may read the model's own alone: {@code RestoreV2} the variables, on
 * the restore path; a text initializer its assets, at the start. Attributes and devices that change
 * how a node is run are judged as its operation is.
 */
public final class OperationPolicy {
    private static final OperationRules RULES = new OperationRules();

    /** Collections that name an operation which TensorFlow runs after loading. */
    private static final List<String> INIT_COLLECTIONS = List.of("saved_model_main_op", "legacy_init_op");
    /** The operation of this name initialises variables for TensorFlow's Java session. */
    private static final String JAVA_INIT = "Init";

    private static final int MOST_REFUSALS = 100;
    private static final String ASSET_COLLECTION = "saved_model_assets";

    private OperationPolicy() {}

    /** Refuses a model with an operation that is not allowed where it is. */
    static void check(String location, MetaGraphDef graph) {
        judge(location, graph, refused -> {
            throw refused;
        });
    }

    /** For what {@link #check} would refuse a model, in the order of the walk: the first of them. */
    public static List<ModelException> refusals(String location, MetaGraphDef graph) {
        List<ModelException> refusals = new ArrayList<>();
        try {
            judge(location, graph, refused -> {
                if (refusals.size() == MOST_REFUSALS) {
                    throw ModelException.of(
                            "Model " + location,
                            "allowed operations alone",
                            "more than " + MOST_REFUSALS + " that are not",
                            "don't serve this model");
                }
                refusals.add(refused);
            });
        } catch (ModelException last) {
            refusals.add(last);
        }
        return refusals;
    }

    private static void judge(String location, MetaGraphDef graph, Consumer<ModelException> refusals) {
        String subject = "Model " + location;
        Set<String> assets = assetTensors(subject, graph);
        try {
            walk(graph, assets, refused -> refusals.accept(refusal(subject, refused)));
        } catch (GraphRefused damaged) {
            throw refusal(subject, damaged);
        }
    }

    private static ModelException refusal(String subject, GraphRefused refused) {
        return new ModelException(subject + ": " + refused.getMessage());
    }

    private static void walk(MetaGraphDef graph, Set<String> assets, Consumer<GraphRefused> refusals) {
        GraphWalk answer = walk(graph, Purpose.ANSWER, Set.of(), refusals);
        GraphWalk start = walk(graph, Purpose.START, assets, refusals);
        graph.getSignatureDefMap().forEach((name, signature) -> {
            boolean init = name.equals(SavedModelFile.INIT_SIGNATURE);
            String from = init ? "the init operation" : "signature " + name;
            tensors(signature).forEach(tensor -> (init ? start : answer).root(tensor, from));
        });
        for (String collection : INIT_COLLECTIONS) {
            CollectionDef nodes = graph.getCollectionDefOrDefault(collection, CollectionDef.getDefaultInstance());
            nodes.getNodeList().getValueList().forEach(node -> start.root(node, "collection " + collection));
        }
        if (start.hasNode(JAVA_INIT)) {
            start.root(JAVA_INIT, "the operation " + JAVA_INIT);
        }
        if (!graph.getSaverDef().getRestoreOpName().isEmpty()) {
            String file = graph.getSaverDef().getFilenameTensorName();
            GraphWalk restore = walk(graph, Purpose.RESTORE, file.isEmpty() ? Set.of() : Set.of(file), refusals);
            restore.root(graph.getSaverDef().getRestoreOpName(), "the saver's restore operation");
        }
    }

    private static GraphWalk walk(
            MetaGraphDef graph, Purpose purpose, Set<String> ownFiles, Consumer<GraphRefused> refusals) {
        return new GraphWalk(graph.getGraphDef(), RULES, purpose, ownFiles, GraphWalk.MOST_STEPS, refusals);
    }

    /** The names of the tensors of a signature, of sparse and composite ones too. */
    private static List<String> tensors(SignatureDef signature) {
        List<String> names = new ArrayList<>();
        signature.getInputsMap().values().forEach(tensor -> addNames(tensor, names));
        signature.getOutputsMap().values().forEach(tensor -> addNames(tensor, names));
        return names;
    }

    private static void addNames(TensorInfo tensor, List<String> names) {
        switch (tensor.getEncodingCase()) {
            case NAME -> names.add(tensor.getName());
            case COO_SPARSE ->
                names.addAll(List.of(
                        tensor.getCooSparse().getValuesTensorName(),
                        tensor.getCooSparse().getIndicesTensorName(),
                        tensor.getCooSparse().getDenseShapeTensorName()));
            case COMPOSITE_TENSOR ->
                tensor.getCompositeTensor().getComponentsList().forEach(component -> addNames(component, names));
            case ENCODING_NOT_SET -> {}
        }
    }

    /** The tensors that hold paths of the model's assets, which must be in its own folder. */
    private static Set<String> assetTensors(String subject, MetaGraphDef graph) {
        List<AssetFileDef> assets = new ArrayList<>(graph.getAssetFileDefList());
        CollectionDef collection =
                graph.getCollectionDefOrDefault(ASSET_COLLECTION, CollectionDef.getDefaultInstance());
        collection.getAnyList().getValueList().forEach(any -> {
            try {
                assets.add(any.unpack(AssetFileDef.class));
            } catch (com.google.protobuf.InvalidProtocolBufferException damaged) {
                throw new ModelException(
                        subject + ": expected the names of assets in the collection " + ASSET_COLLECTION
                                + ", found something unreadable; export the model again",
                        damaged);
            }
        });
        Set<String> tensors = new HashSet<>();
        for (AssetFileDef asset : assets) {
            Path file = Path.of(asset.getFilename());
            if (file.isAbsolute() || !file.normalize().equals(file) || file.startsWith("..")) {
                throw ModelException.of(
                        subject,
                        "assets in its own folder",
                        "the asset " + asset.getFilename(),
                        "don't serve this model; export it without that asset");
            }
            tensors.add(asset.getTensorInfo().getName());
        }
        return tensors;
    }
}
