package io.leeway.model.graph;

import com.google.protobuf.DiscardUnknownFieldsParser;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.NameAttrList;
import org.tensorflow.proto.RewriterConfig;

/**
 * Finds what makes TensorFlow run a node otherwise than its operation says: attributes that begin
 * with {@code _} are no part of an operation's definition and may be on any node, and calls of
 * functions take a session's options.
 */
final class AttributeRules {
    /** Harmless on a call and on a function. */
    private static final String GROUP = "attribute";

    /** What changes how an operation of any kind is compiled, placed or chosen. */
    private static final Pattern CHANGES_ANY = Pattern.compile(
            "_(xla|tpu|jit|mlir|kernel|executor|target|replication_info)\\w*", Pattern.CASE_INSENSITIVE);

    /** This process's processors; TensorFlow looks for any other in a cluster. */
    private static final Pattern OWN_DEVICE =
            Pattern.compile("(/job:localhost|/replica:0|/task:0|/(device:)?(CPU|GPU|cpu|gpu):([0-9]{1,3}|\\*))*+");

    private static final Set<String> EXECUTORS = Set.of("", "DEFAULT", "SINGLE_THREADED_EXECUTOR");

    /** As TensorFlow of this version reads it: what a later one adds has no effect on it. */
    private static final Parser<ConfigProto> CONFIG = DiscardUnknownFieldsParser.wrap(ConfigProto.parser());

    private final Set<String> harmless;

    AttributeRules(OperationRules rules) {
        this.harmless = rules.operations(GROUP);
    }

    /** What is not known to be harmless on a node that calls a function, or on a function; else null. */
    @Nullable
    String ofCall(Map<String, AttrValue> attributes) {
        for (Map.Entry<String, AttrValue> attribute : attributes.entrySet()) {
            String name = attribute.getKey();
            AttrValue value = attribute.getValue();
            String found = name.startsWith("_") || name.equals("shared_rendezvous")
                    ? isOff(value) || harmless.contains(name) ? null : "the attribute " + GraphRefused.shown(name)
                    : ofOptions(name, value);
            if (found == null) {
                found = ofFunctions(value);
            }
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    /** What changes how a node that calls no function is run; else null. */
    @Nullable
    String ofOperation(Map<String, AttrValue> attributes) {
        for (Map.Entry<String, AttrValue> attribute : attributes.entrySet()) {
            String name = attribute.getKey();
            if (name.startsWith("_")
                    && CHANGES_ANY.matcher(name).matches()
                    && !harmless.contains(name)
                    && !isOff(attribute.getValue())) {
                return "the attribute " + GraphRefused.shown(name);
            }
        }
        return null;
    }

    static boolean isOwnDevice(String device) {
        return OWN_DEVICE.matcher(device).matches();
    }

    /** The attributes with which an attribute's functions are called. */
    private @Nullable String ofFunctions(AttrValue value) {
        List<NameAttrList> functions =
                value.hasFunc() ? List.of(value.getFunc()) : value.getList().getFuncList();
        for (NameAttrList function : functions) {
            String found = ofCall(function.getAttrMap());
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private static @Nullable String ofOptions(String name, AttrValue value) {
        return switch (name) {
            // The rewriter's options, of before there was config_proto.
            case "config" -> isOff(value) ? null : "options in the attribute config";
            case "executor_type" ->
                isOff(value) || EXECUTORS.contains(value.getS().toStringUtf8())
                        ? null
                        : "the executor '" + GraphRefused.shown(value.getS().toStringUtf8())
                                + "' in the attribute executor_type";
            case "config_proto" -> ofConfig(value);
            default -> null;
        };
    }

    private static @Nullable String ofConfig(AttrValue value) {
        if (isOff(value)) {
            return null;
        }
        if (value.getValueCase() != AttrValue.ValueCase.S) {
            return "options that its caller gives in the attribute config_proto";
        }
        ConfigProto.Builder options;
        try {
            options = CONFIG.parseFrom(value.getS()).toBuilder();
        } catch (InvalidProtocolBufferException damaged) {
            return "unreadable options in the attribute config_proto";
        }
        // How a session finds processors and threads; a call of a function has those of its session.
        options.clearDeviceCount()
                .clearGpuOptions()
                .clearPluggableDeviceOptions()
                .clearAllowSoftPlacement()
                .clearIntraOpParallelismThreads()
                .clearInterOpParallelismThreads();
        RewriterConfig.Builder rewriting = options.getGraphOptionsBuilder().getRewriteOptionsBuilder();
        rewriting.clearDisableMetaOptimizer().clearMinGraphNodes();
        Set<String> left = new TreeSet<>();
        names("", options.build(), left);
        return left.isEmpty() ? null : "the options " + left + " in the attribute config_proto";
    }

    /** The names of the fields that are set, those of messages within as {@code outer.inner}. */
    private static void names(String prefix, Message message, Set<String> names) {
        message.getAllFields().forEach((field, value) -> {
            if (value instanceof Message inner) {
                names(prefix + field.getName() + ".", inner, names);
            } else {
                names.add(prefix + field.getName());
            }
        });
    }

    private static boolean isOff(AttrValue value) {
        return switch (value.getValueCase()) {
            case B -> !value.getB();
            case S -> value.getS().isEmpty();
            case LIST -> value.getList().getSerializedSize() == 0;
            case VALUE_NOT_SET -> true;
            default -> false;
        };
    }
}
