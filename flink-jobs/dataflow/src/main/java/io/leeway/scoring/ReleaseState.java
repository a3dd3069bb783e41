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

/** Releases and verdicts in union list state, as JSON: each subtask writes and reads all. */
final class ReleaseState {
    private final ListState<byte[]> releases;
    private final ListState<byte[]> verdicts;

    private ReleaseState(ListState<byte[]> releases, ListState<byte[]> verdicts) {
        this.releases = releases;
        this.verdicts = verdicts;
    }

    static ReleaseState of(OperatorStateStore store) throws Exception {
        return new ReleaseState(list(store, "releases"), list(store, "verdicts"));
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

    void update(Collection<ModelRelease> known, Collection<ReleaseVerdict> given) throws Exception {
        releases.update(known.stream().map(ReleaseJson::encode).toList());
        verdicts.update(given.stream().map(ReleaseJson::encode).toList());
    }
}
