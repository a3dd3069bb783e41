package io.leeway.cli.savepoint;

import io.leeway.cli.console.UserError;
import java.io.DataInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;
import org.apache.flink.runtime.state.memory.ByteStreamStateHandle;

/**
 * What a savepoint in the canonical format holds, by its metadata: operators, their states and how
 * each is written. Reads little more than the metadata, however large the state is.
 *
 * @param atMillis when its metadata was written, wall clock
 * @param operators those that keep state
 */
public record SavepointContents(String path, long atMillis, long bytes, List<SavedOperator> operators) {
    /** A source keeps its position with its coordinator, outside of any named state. */
    static final String COORDINATOR = "coordinator";

    static final String METADATA = "_metadata";

    public SavepointContents {
        operators = List.copyOf(operators);
    }

    /**
     * Reads a savepoint on any file system that Flink supports.
     *
     * @throws UserError when there is none, or it cannot be understood
     */
    public static SavepointContents read(String folder) {
        Path metadata = new Path(folder, METADATA);
        ClassLoader classes = SavepointContents.class.getClassLoader();
        try {
            FileSystem files = metadata.getFileSystem();
            try (DataInputStream in = new DataInputStream(files.open(metadata))) {
                CheckpointMetadata read = Checkpoints.loadCheckpointMetadata(in, classes, folder);
                Collection<OperatorState> states = read.getOperatorStates();
                List<SavedOperator> operators = new ArrayList<>();
                for (OperatorState state : states) {
                    operators.add(operator(state, classes));
                }
                operators.removeIf(operator -> operator.states().isEmpty());
                operators.sort(Comparator.comparing(SavedOperator::id));
                return new SavepointContents(
                        folder,
                        files.getFileStatus(metadata).getModificationTime(),
                        states.stream().mapToLong(OperatorState::getStateSize).sum(),
                        operators);
            }
        } catch (FileNotFoundException e) {
            throw new UserError(
                    "Expected a savepoint at " + folder + ", found no " + METADATA
                            + " there; `leeway savepoint list DIR` shows those below a folder",
                    e);
        } catch (IOException | IllegalArgumentException | IllegalStateException e) {
            throw new UserError(
                    "Expected a savepoint in the canonical format at " + folder + ", found one that cannot be read: "
                            + e.getMessage() + "; take one with `leeway savepoint take`",
                    e);
        }
    }

    /**
     * The operators of a savepoint or checkpoint in whatever format, without their states.
     *
     * @return empty where there is none that is whole
     */
    static Optional<SavepointContents> outline(String folder) {
        Path metadata = new Path(folder, METADATA);
        ClassLoader classes = SavepointContents.class.getClassLoader();
        try (DataInputStream in = new DataInputStream(metadata.getFileSystem().open(metadata))) {
            List<OperatorState> states =
                    Checkpoints.loadCheckpointMetadata(in, classes, folder).getOperatorStates().stream()
                            .filter(state -> state.getStateSize() > 0 || state.getCoordinatorState() != null)
                            .toList();
            return Optional.of(new SavepointContents(
                    folder,
                    metadata.getFileSystem().getFileStatus(metadata).getModificationTime(),
                    states.stream().mapToLong(OperatorState::getStateSize).sum(),
                    states.stream().map(state -> saved(state, List.of())).toList()));
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }

    /**
     * Whether the metadata of a checkpoint of this machine was written to its end, in whatever
     * format.
     */
    static boolean isWhole(java.nio.file.Path folder) {
        try (DataInputStream in = new DataInputStream(java.nio.file.Files.newInputStream(folder.resolve(METADATA)))) {
            Checkpoints.loadCheckpointMetadata(in, SavepointContents.class.getClassLoader(), folder.toString());
            return true;
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }

    private static SavedOperator operator(OperatorState operator, ClassLoader classes) throws IOException {
        Map<String, StateSchema> states = new TreeMap<>();
        ByteStreamStateHandle coordinator = operator.getCoordinatorState();
        if (coordinator != null) {
            put(states, OperatorStates.coordinator(COORDINATOR, coordinator));
        }
        for (OperatorSubtaskState subtask : operator.getStates()) {
            for (var handle : subtask.getManagedOperatorState()) {
                OperatorStates.read(handle, classes).forEach(schema -> put(states, schema));
            }
            for (var handle : subtask.getManagedKeyedState()) {
                KeyedStates.read(handle, classes).forEach(schema -> put(states, schema));
            }
            if (!subtask.getRawKeyedState().isEmpty()
                    || !subtask.getRawOperatorState().isEmpty()) {
                put(states, new StateSchema("raw", "raw", OptionalInt.empty()));
            }
        }
        return saved(operator, List.copyOf(states.values()));
    }

    private static SavedOperator saved(OperatorState operator, List<StateSchema> states) {
        return new SavedOperator(
                operator.getOperatorID().toHexString(),
                operator.getOperatorUid(),
                operator.getParallelism(),
                operator.getMaxParallelism(),
                operator.getStateSize(),
                states);
    }

    /** Subtasks agree; one of them may have no entry to read the format from. */
    private static void put(Map<String, StateSchema> states, StateSchema schema) {
        states.merge(schema.name(), schema, (one, other) -> one.format().isPresent() ? one : other);
    }
}
