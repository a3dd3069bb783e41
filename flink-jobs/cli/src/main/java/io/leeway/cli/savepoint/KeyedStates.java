package io.leeway.cli.savepoint;

import io.leeway.state.JudgedScoreSerializer;
import io.leeway.state.StateSerializer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.base.ListSerializer;
import org.apache.flink.api.common.typeutils.base.array.BytePrimitiveArraySerializer;
import org.apache.flink.core.memory.DataInputViewStreamWrapper;
import org.apache.flink.runtime.state.KeyGroupsStateHandle;
import org.apache.flink.runtime.state.KeyedBackendSerializationProxy;
import org.apache.flink.runtime.state.KeyedStateHandle;
import org.apache.flink.runtime.state.StateSerializerProvider;
import org.apache.flink.runtime.state.metainfo.StateMetaInfoSnapshot;
import org.apache.flink.runtime.state.metainfo.StateMetaInfoSnapshot.BackendStateType;
import org.apache.flink.runtime.state.metainfo.StateMetaInfoSnapshot.CommonOptionsKeys;
import org.apache.flink.runtime.state.metainfo.StateMetaInfoSnapshot.CommonSerializerKeys;
import org.apache.flink.runtime.state.restore.FullSnapshotRestoreOperation;
import org.apache.flink.runtime.state.restore.KeyGroup;
import org.apache.flink.runtime.state.restore.KeyGroupEntry;
import org.apache.flink.runtime.state.restore.SavepointRestoreResult;
import org.apache.flink.runtime.state.restore.ThrowingIterator;
import org.apache.flink.util.StateMigrationException;

/**
 * The schemas of state by key. Of a state that is bytes to Flink the first entry shows the format.
 */
final class KeyedStates {
    private KeyedStates() {}

    static List<StateSchema> read(KeyedStateHandle handle, ClassLoader classes) throws IOException {
        if (!(handle instanceof KeyGroupsStateHandle keyGroups)) {
            throw new IOException("a checkpoint or a savepoint in the backend's own format ("
                    + handle.getClass().getSimpleName() + ")");
        }
        KeyedBackendSerializationProxy<?> proxy = new KeyedBackendSerializationProxy<>(classes);
        try (var in = keyGroups.openInputStream()) {
            proxy.read(new DataInputViewStreamWrapper(in));
        }
        String key = SerializerDescription.of(proxy.getKeySerializerSnapshot(), classes);
        Map<String, Integer> formats = formats(keyGroups, proxy, classes);
        List<StateSchema> states = new ArrayList<>();
        for (StateMetaInfoSnapshot state : proxy.getStateMetaInfoSnapshots()) {
            Integer format = formats.get(state.getName());
            states.add(new StateSchema(
                    state.getName(),
                    kind(state) + " by " + key + " of "
                            + SerializerDescription.of(
                                    state.getTypeSerializerSnapshot(CommonSerializerKeys.VALUE_SERIALIZER), classes),
                    format == null ? OptionalInt.empty() : OptionalInt.of(format)));
        }
        return states;
    }

    private static String kind(StateMetaInfoSnapshot state) {
        return state.getBackendStateType() == BackendStateType.PRIORITY_QUEUE
                ? "timers"
                : String.valueOf(state.getOption(CommonOptionsKeys.KEYED_STATE_TYPE))
                        .toLowerCase(Locale.ROOT);
    }

    /** Reads entries until each state of bytes has shown one. */
    private static <K> Map<String, Integer> formats(
            KeyGroupsStateHandle handle, KeyedBackendSerializationProxy<K> proxy, ClassLoader classes)
            throws IOException {
        Map<String, Integer> formats = new HashMap<>();
        FullSnapshotRestoreOperation<K> entries = new FullSnapshotRestoreOperation<>(
                handle.getKeyGroupRange(),
                classes,
                List.of(handle),
                StateSerializerProvider.fromNewRegisteredSerializer(
                        proxy.getKeySerializerSnapshot().restoreSerializer()));
        try (ThrowingIterator<SavepointRestoreResult> results = entries.restore()) {
            while (results.hasNext()) {
                SavepointRestoreResult result = results.next();
                Map<Integer, String> wanted = new HashMap<>();
                for (int id = 0; id < result.getStateMetaInfoSnapshots().size(); id++) {
                    StateMetaInfoSnapshot state =
                            result.getStateMetaInfoSnapshots().get(id);
                    if (holdsBytes(state)) {
                        wanted.put(id, state.getName());
                    }
                }
                readUntilAllAreSeen(result, wanted, formats);
            }
        } catch (StateMigrationException e) {
            throw new IOException(e.getMessage(), e);
        }
        return formats;
    }

    private static boolean holdsBytes(StateMetaInfoSnapshot state) {
        TypeSerializerSnapshot<?> value = state.getTypeSerializerSnapshot(CommonSerializerKeys.VALUE_SERIALIZER);
        if (state.getBackendStateType() != BackendStateType.KEY_VALUE || value == null) {
            return false;
        }
        return startsWithBytes(value.restoreSerializer());
    }

    /** Whether a value begins with an array of bytes. */
    private static boolean startsWithBytes(TypeSerializer<?> serializer) {
        return serializer instanceof BytePrimitiveArraySerializer
                || serializer instanceof StateSerializer
                || serializer instanceof JudgedScoreSerializer
                || (serializer instanceof ListSerializer<?> list && startsWithBytes(list.getElementSerializer()));
    }

    private static void readUntilAllAreSeen(
            SavepointRestoreResult result, Map<Integer, String> wanted, Map<String, Integer> formats)
            throws IOException, StateMigrationException {
        Set<Integer> unseen = new HashSet<>(wanted.keySet());
        try (ThrowingIterator<KeyGroup> groups = result.getRestoredKeyGroups()) {
            while (groups.hasNext() && !unseen.isEmpty()) {
                try (ThrowingIterator<KeyGroupEntry> entries = groups.next().getKeyGroupEntries()) {
                    while (entries.hasNext() && !unseen.isEmpty()) {
                        KeyGroupEntry entry = entries.next();
                        // Behind the length of the array; a list without an element has none.
                        if (unseen.contains(entry.getKvStateId()) && entry.getValue().length > Integer.BYTES) {
                            unseen.remove(entry.getKvStateId());
                            formats.put(
                                    String.valueOf(wanted.get(entry.getKvStateId())),
                                    entry.getValue()[Integer.BYTES] & 0xFF);
                        }
                    }
                }
            }
        }
    }
}
