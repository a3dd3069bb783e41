package io.leeway.features;

import io.leeway.records.ProfileSnapshot;
import io.leeway.shopper.ProfileSettings;
import io.leeway.shopper.ShopperProfile;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.configuration.BatchExecutionOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.state.api.functions.KeyedStateBootstrapFunction;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Writes profiles into a savepoint as the features operator keeps them, with their timers. */
public final class Bootstrap extends KeyedStateBootstrapFunction<String, ProfileSnapshot> {
    private static final long serialVersionUID = 1L;

    private final ProfileSettings settings;
    private transient ValueState<byte[]> profileState;
    private transient ValueState<Long> wakeState;

    @SuppressWarnings("NullAway.Init") // Flink calls open before anything else.
    public Bootstrap(ProfileSettings settings) {
        this.settings = settings;
    }

    /**
     * Makes the job's parallelism fixed; without it a savepoint of more than a little can't be
     * written.
     *
     * <p>Flink's batch scheduler otherwise hands tasks their keys in ranges of equal bytes, and not
     * in the ranges that state is split by. A task then gets a key that is not its own, the writing
     * thread ends, and the job waits for it for ever, without a word in the log.
     */
    public static void keepKeysWithTheirTasks(StreamExecutionEnvironment env) {
        Configuration configuration = new Configuration();
        configuration.set(BatchExecutionOptions.ADAPTIVE_AUTO_PARALLELISM_ENABLED, false);
        env.configure(configuration);
    }

    @Override
    public void open(OpenContext context) {
        profileState = getRuntimeContext().getState(ProfileState.profile());
        wakeState = getRuntimeContext().getState(ProfileState.wake());
        // Registered although empty, so that the savepoint knows all of the operator's state.
        getRuntimeContext().getListState(ProfileState.pending());
        getRuntimeContext().getState(ProfileState.erasing());
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
