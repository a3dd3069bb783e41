package io.leeway.features;

import io.leeway.shopper.ShopperProfile;
import java.io.IOException;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.state.api.OperatorIdentifier;
import org.apache.flink.state.api.SavepointReader;
import org.apache.flink.state.api.functions.KeyedStateReaderFunction;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/** Reads what the features operator keeps out of a savepoint, a record a shopper. */
public final class SavedShoppers extends KeyedStateReaderFunction<String, SavedShopper> {
    private static final long serialVersionUID = 1L;
    private static final byte[] NONE = {};

    private final @Nullable String only;
    private final boolean profiles;
    private transient ValueState<byte[]> profileState;
    private transient ListState<byte[]> pendingState;
    private transient ValueState<Long> wakeState;

    @SuppressWarnings("NullAway.Init") // Flink calls open before anything else.
    private SavedShoppers(@Nullable String only, boolean profiles) {
        this.only = only;
        this.profiles = profiles;
    }

    /** All shoppers, with their profiles or with their sizes alone. */
    public static DataStream<SavedShopper> of(SavepointReader savepoint, boolean profiles) throws IOException {
        return read(savepoint, new SavedShoppers(null, profiles));
    }

    /** One shopper, with the profile; none where the savepoint does not know them. */
    public static DataStream<SavedShopper> of(SavepointReader savepoint, String userId) throws IOException {
        // The reader must give a record for each key: Flink takes none for the end of its split.
        return read(savepoint, new SavedShoppers(userId, true))
                .filter(shopper -> shopper.userId().equals(userId));
    }

    private static DataStream<SavedShopper> read(SavepointReader savepoint, SavedShoppers reader) throws IOException {
        return savepoint.readKeyedState(
                OperatorIdentifier.forUid(ProfileState.UID),
                reader,
                Types.STRING,
                TypeInformation.of(SavedShopper.class));
    }

    @Override
    public void open(OpenContext context) {
        profileState = getRuntimeContext().getState(ProfileState.profile());
        pendingState = getRuntimeContext().getListState(ProfileState.pending());
        wakeState = getRuntimeContext().getState(ProfileState.wake());
    }

    @Override
    public void readKey(String userId, Context context, Collector<SavedShopper> out) throws Exception {
        byte[] profile = profileState.value();
        int pending = 0;
        int pendingBytes = 0;
        for (byte[] event : pendingState.get()) {
            pending++;
            pendingBytes += event.length;
        }
        Long wake = wakeState.value();
        boolean known = profile != null && profile.length > 0;
        out.collect(new SavedShopper(
                userId,
                profiles && known && (only == null || only.equals(userId)) ? profile : NONE,
                known ? profile.length : 0,
                known ? ShopperProfile.formatOf(profile) : 0,
                pending,
                pendingBytes,
                wake == null ? Long.MAX_VALUE : wake));
    }
}
