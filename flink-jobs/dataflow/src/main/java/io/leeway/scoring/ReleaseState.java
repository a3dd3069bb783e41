package io.leeway.scoring;

import io.leeway.releases.ModelRelease;
import io.leeway.releases.ReleaseJson;
import io.leeway.releases.ReleaseVerdict;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * Releases and verdicts in union list state, as JSON, and how far each subtask has scored: each
 * subtask reads all.
 */
final class ReleaseState {
    private final ListState<byte[]> releases;
    private final ListState<byte[]> verdicts;
    private final ListState<Long> progress;

    private ReleaseState(ListState<byte[]> releases, ListState<byte[]> verdicts, ListState<Long> progress) {
        this.releases = releases;
        this.verdicts = verdicts;
        this.progress = progress;
    }

    static ReleaseState of(OperatorStateStore store) throws Exception {
        return new ReleaseState(
                list(store, "releases"),
                list(store, "verdicts"),
                store.getUnionListState(new ListStateDescriptor<>("progress", Types.LONG)));
    }

    private static ListState<byte[]> list(OperatorStateStore store, String name) throws Exception {
        return store.getUnionListState(
                new ListStateDescriptor<>(name, PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
    }

    List<ModelRelease> releases() throws Exception {
        List<ModelRelease> read = new ArrayList<>();
        for (byte[] json : releases.get()) {
            read.add(ReleaseJson.release(json));
        }
        return read;
    }

    List<ReleaseVerdict> verdicts() throws Exception {
        List<ReleaseVerdict> read = new ArrayList<>();
        for (byte[] json : verdicts.get()) {
            read.add(ReleaseJson.verdict(json));
        }
        return read;
    }

    /** How far all subtasks had come; {@link Long#MIN_VALUE} in state of 0.1.0. */
    long progressMillis() throws Exception {
        long latest = Long.MIN_VALUE;
        for (long each : progress.get()) {
            latest = Math.max(latest, each);
        }
        return latest;
    }

    void update(Collection<ModelRelease> known, Collection<ReleaseVerdict> given, long progressMillis)
            throws Exception {
        progress.update(List.of(progressMillis));
        releases.update(known.stream().map(ReleaseJson::encode).toList());
        verdicts.update(given.stream().map(ReleaseJson::encode).toList());
    }
}
