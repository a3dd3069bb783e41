package io.leeway.deployment;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.flink.core.memory.DataInputViewStreamWrapper;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;
import org.apache.flink.runtime.state.KeyGroupsStateHandle;
import org.apache.flink.runtime.state.KeyedBackendSerializationProxy;
import org.apache.flink.runtime.state.KeyedStateHandle;
import org.apache.flink.runtime.state.OperatorStateHandle;
import org.apache.flink.runtime.state.metainfo.StateMetaInfoSnapshot;

/** Which operators have state in a savepoint in the canonical format, and under which names. */
final class SavepointContents {
    /** A source keeps its position with its coordinator, outside of any named state. */
    static final String COORDINATOR = "coordinator";

    private SavepointContents() {}

    /** The states' names by the operator's id; operators without any are left out. */
    static Map<String, SortedSet<String>> read(Path folder) throws IOException {
        Map<String, SortedSet<String>> names = new TreeMap<>();
        Path metadata = folder.resolve("_metadata");
        ClassLoader classes = SavepointContents.class.getClassLoader();
        try (DataInputStream in = new DataInputStream(Files.newInputStream(metadata))) {
            CheckpointMetadata read = Checkpoints.loadCheckpointMetadata(in, classes, metadata.toString());
            for (OperatorState operator : read.getOperatorStates()) {
                SortedSet<String> states = new TreeSet<>();
                if (operator.getCoordinatorState() != null) {
                    states.add(COORDINATOR);
                }
                for (OperatorSubtaskState subtask : operator.getStates()) {
                    for (OperatorStateHandle handle : subtask.getManagedOperatorState()) {
                        states.addAll(handle.getStateNameToPartitionOffsets().keySet());
                    }
                    for (KeyedStateHandle handle : subtask.getManagedKeyedState()) {
                        addKeyed(handle, states, classes);
                    }
                    if (!subtask.getRawKeyedState().isEmpty()
                            || !subtask.getRawOperatorState().isEmpty()) {
                        states.add("raw");
                    }
                }
                if (!states.isEmpty()) {
                    names.put(operator.getOperatorID().toHexString(), states);
                }
            }
        }
        return names;
    }

    private static void addKeyed(KeyedStateHandle handle, SortedSet<String> states, ClassLoader classes)
            throws IOException {
        if (!(handle instanceof KeyGroupsStateHandle keyGroups)) {
            throw new IllegalStateException("Expected a savepoint in the canonical format, found " + handle);
        }
        KeyedBackendSerializationProxy<?> proxy = new KeyedBackendSerializationProxy<>(classes);
        try (var in = keyGroups.openInputStream()) {
            proxy.read(new DataInputViewStreamWrapper(in));
        }
        proxy.getStateMetaInfoSnapshots().stream()
                .map(StateMetaInfoSnapshot::getName)
                .forEach(states::add);
    }
}
