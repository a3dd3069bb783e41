package io.leeway.features;

import io.leeway.records.ProfileSnapshot;
import io.leeway.shopper.ProfileSettings;
import io.leeway.shopper.ShopperProfile;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.state.api.functions.KeyedStateBootstrapFunction;

/** Writes profiles into a savepoint as the features operator keeps them, with the timer that wakes each. */
public final class Bootstrap extends KeyedStateBootstrapFunction<String, ProfileSnapshot> {
    private static final long serialVersionUID = 1L;

    private final ProfileSettings settings;
    private transient ValueState<byte[]> profileState;
    private transient ValueState<Long> wakeState;

    @SuppressWarnings("NullAway.Init") // Flink calls open before anything else.
    public Bootstrap(ProfileSettings settings) {
        this.settings = settings;
    }

    @Override
    public void open(OpenContext context) {
        profileState = getRuntimeContext().getState(ProfileState.profile());
        wakeState = getRuntimeContext().getState(ProfileState.wake());
        // Registered although empty, so that the savepoint knows all of the operator's state.
        getRuntimeContext().getListState(ProfileState.pending());
    }

    @Override
    public void processElement(ProfileSnapshot snapshot, Context context) throws Exception {
        profileState.update(snapshot.profile());
        long next = ShopperProfile.ofBytes(settings, snapshot.profile()).nextDueMillis();
        if (next != Long.MAX_VALUE) {
            wakeState.update(next);
            context.timerService().registerEventTimeTimer(next);
        }
    }
}
