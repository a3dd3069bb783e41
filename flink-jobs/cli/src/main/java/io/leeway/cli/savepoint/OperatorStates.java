package io.leeway.cli.savepoint;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.base.array.BytePrimitiveArraySerializer;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataInputViewStreamWrapper;
import org.apache.flink.runtime.state.OperatorBackendSerializationProxy;
import org.apache.flink.runtime.state.OperatorStateHandle;
import org.apache.flink.runtime.state.memory.ByteStreamStateHandle;
import org.apache.flink.runtime.state.metainfo.StateMetaInfoSnapshot;
import org.apache.flink.runtime.state.metainfo.StateMetaInfoSnapshot.CommonOptionsKeys;
import org.apache.flink.runtime.state.metainfo.StateMetaInfoSnapshot.CommonSerializerKeys;

/**
 * The schemas of state that belongs to a task and not to a key: lists, broadcast state, and what a
 * source's coordinator keeps.
 */
final class OperatorStates {
    private OperatorStates() {}

    static List<StateSchema> read(OperatorStateHandle handle, ClassLoader classes) throws IOException {
        List<StateSchema> states = new ArrayList<>();
        OperatorBackendSerializationProxy proxy = new OperatorBackendSerializationProxy(classes);
        try (FSDataInputStream in = handle.openInputStream()) {
            proxy.read(new DataInputViewStreamWrapper(in));
            for (StateMetaInfoSnapshot state : proxy.getOperatorStateMetaInfoSnapshots()) {
                states.add(list(state, handle, in, classes));
            }
        }
        for (StateMetaInfoSnapshot state : proxy.getBroadcastStateMetaInfoSnapshots()) {
            states.add(new StateSchema(
                    state.getName(),
                    "broadcast map of "
                            + words(state, CommonSerializerKeys.KEY_SERIALIZER, classes)
                            + " to "
                            + words(state, CommonSerializerKeys.VALUE_SERIALIZER, classes),
                    OptionalInt.empty()));
        }
        return states;
    }

    private static StateSchema list(
            StateMetaInfoSnapshot state, OperatorStateHandle handle, FSDataInputStream in, ClassLoader classes)
            throws IOException {
        String mode = String.valueOf(state.getOption(CommonOptionsKeys.OPERATOR_STATE_DISTRIBUTION_MODE));
        TypeSerializerSnapshot<?> element = state.getTypeSerializerSnapshot(CommonSerializerKeys.VALUE_SERIALIZER);
        OperatorStateHandle.StateMetaInfo where =
                handle.getStateNameToPartitionOffsets().get(state.getName());
        OptionalInt format = OptionalInt.empty();
        if (where != null && where.getOffsets().length > 0 && isBytes(element)) {
            // Sources and sinks write elements with the version of their serialiser in front.
            in.seek(where.getOffsets()[0]);
            byte[] first = BytePrimitiveArraySerializer.INSTANCE.deserialize(new DataInputViewStreamWrapper(in));
            // JSON has none: it says itself what it holds.
            format = first.length < Integer.BYTES || first[0] != 0
                    ? OptionalInt.empty()
                    : OptionalInt.of(new DataInputDeserializer(first).readInt());
        }
        return new StateSchema(
                state.getName(),
                mode.toLowerCase(Locale.ROOT).replace('_', '-') + " list of "
                        + SerializerDescription.of(element, classes),
                format);
    }

    static boolean isBytes(TypeSerializerSnapshot<?> snapshot) {
        return snapshot != null && snapshot.restoreSerializer() instanceof BytePrimitiveArraySerializer;
    }

    private static String words(StateMetaInfoSnapshot state, CommonSerializerKeys key, ClassLoader classes) {
        return SerializerDescription.of(state.getTypeSerializerSnapshot(key), classes);
    }

    /** Its version of Flink's frame, and the version of the source's own position. */
    static StateSchema coordinator(String name, ByteStreamStateHandle handle) throws IOException {
        DataInputDeserializer in = new DataInputDeserializer(handle.getData());
        int frame = in.readInt();
        return new StateSchema(name, "coordinator frame " + frame, OptionalInt.of(in.readInt()));
    }
}
