package io.leeway.model;

import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorShapeProto;

/** Reads {@code saved_model.pb} without TensorFlow, so that a model is checked before it loads. */
public final class SavedModelFile {
    public static final String FILE_NAME = "saved_model.pb";
    /** The tag of what is meant to be served. */
    public static final String TAG = "serve";
    /** Not a signature to call: it names the operation that TensorFlow runs after loading. */
    static final String INIT_SIGNATURE = "__saved_model_init_op";

    /** Other files that TensorFlow may take the graph from; they must not be there. */
    private static final List<String> ALTERNATIVES = List.of("saved_model.pbtxt", "saved_model.cpb");

    private static final int LISTED = 1000;

    private SavedModelFile() {}

    /** The one graph tagged {@code serve} of a model. */
    public static MetaGraphDef read(ModelFiles files) {
        String location = files.location();
        Path directory = files.folder();
        requireIn(location, directory);
        for (String other : ALTERNATIVES) {
            if (Files.exists(directory.resolve(other))) {
                throw ModelException.of(
                        "Model " + location,
                        FILE_NAME + " alone",
                        other + " beside it, which TensorFlow may read instead",
                        "remove one of them");
            }
        }
        SavedModel model;
        try {
            model = parsed(directory.resolve(FILE_NAME));
        } catch (InvalidProtocolBufferException damaged) {
            throw new ModelException(
                    "Model " + location + ": expected a readable " + FILE_NAME + ", found a damaged one ("
                            + ModelException.firstLine(damaged) + "); export or copy the model again",
                    damaged);
        } catch (IOException unreadable) {
            throw new ModelException(
                    "Model " + location + ": expected a readable " + FILE_NAME + ", found " + unreadable
                            + "; check the file's permissions",
                    unreadable);
        }
        List<MetaGraphDef> tagged = new ArrayList<>();
        List<List<String>> tags = new ArrayList<>();
        for (MetaGraphDef graph : model.getMetaGraphsList()) {
            List<String> own = List.copyOf(graph.getMetaInfoDef().getTagsList());
            tags.add(own);
            // TensorFlow takes the first graph whose tags are these as a set.
            if (Set.copyOf(own).equals(Set.of(TAG))) {
                tagged.add(graph);
            }
        }
        if (tagged.size() != 1) {
            throw ModelException.of(
                    "Model " + location,
                    "one graph tagged " + TAG + " in " + FILE_NAME,
                    tags.isEmpty() ? "no graph at all" : "graphs tagged " + tags,
                    "export the model again, with that tag");
        }
        return tagged.get(0);
    }

    private static SavedModel parsed(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return SavedModel.parseFrom(in);
        }
    }

    /** Refuses a folder without a model, before its files are looked at. */
    public static void requireIn(String location, Path directory) {
        if (!Files.isRegularFile(directory.resolve(FILE_NAME))) {
            throw ModelException.of(
                    "Model " + location,
                    (Files.isDirectory(directory) ? "a " : "a directory with a ") + FILE_NAME,
                    contents(directory),
                    "give the folder of one version, <name>/<version>");
        }
    }

    private static String contents(Path directory) {
        if (!Files.isDirectory(directory)) {
            return Files.exists(directory) ? "a file" : "nothing";
        }
        try (Stream<Path> children = Files.list(directory)) {
            List<String> names = children.limit(LISTED)
                    .map(path -> path.getFileName().toString())
                    .sorted()
                    .toList();
            if (names.isEmpty()) {
                return "an empty directory";
            }
            return String.join(", ", names.subList(0, Math.min(8, names.size())))
                    + (names.size() > 8
                            ? " and " + (names.size() - 8) + (names.size() == LISTED ? " or" : "") + " more"
                            : "");
        } catch (IOException unreadable) {
            return "a directory that can't be listed (" + unreadable + ")";
        }
    }

    /** The signatures that can be called, by name; sparse and composite tensors are left out. */
    public static Map<String, ModelSignature> signatures(MetaGraphDef graph) {
        Map<String, ModelSignature> signatures = new LinkedHashMap<>();
        graph.getSignatureDefMap().entrySet().stream()
                .filter(entry -> !entry.getKey().equals(INIT_SIGNATURE))
                .filter(entry -> Stream.concat(
                                entry.getValue().getInputsMap().values().stream(),
                                entry.getValue().getOutputsMap().values().stream())
                        .allMatch(tensor -> tensor.getEncodingCase() == TensorInfo.EncodingCase.NAME))
                .sorted(Map.Entry.comparingByKey())
                .forEach(entry -> signatures.put(
                        entry.getKey(),
                        new ModelSignature(
                                entry.getKey(),
                                specs(entry.getValue().getInputsMap()),
                                specs(entry.getValue().getOutputsMap()))));
        return signatures;
    }

    private static List<TensorSpec> specs(Map<String, TensorInfo> tensors) {
        return tensors.entrySet().stream()
                .map(entry -> {
                    TensorShapeProto shape = entry.getValue().getTensorShape();
                    List<Long> sizes = shape.getUnknownRank()
                            ? null
                            : shape.getDimList().stream()
                                    .map(TensorShapeProto.Dim::getSize)
                                    .toList();
                    return new TensorSpec(
                            entry.getKey(), TensorType.of(entry.getValue().getDtype()), sizes);
                })
                .sorted(Comparator.comparing(TensorSpec::name))
                .toList();
    }
}
