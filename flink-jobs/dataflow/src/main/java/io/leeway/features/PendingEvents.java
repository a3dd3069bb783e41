package io.leeway.features;

import io.leeway.shopper.PendingEvent;
import io.leeway.shopper.ProfileTimers;
import java.util.Arrays;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ValueState;

/**
 * The accepted events of the current shopper that wait to be applied, in keyed state.
 *
 * <p>The list is read when the shopper is woken, or when so many events were added that reading it
 * costs each of them little; never for a single record. Whether an erasure waits is kept beside the
 * list, and so is, in memory and only about, how many events came: counters that shoppers of one hash
 * share, which begin at zero after a restore. They decide when the list is read, never what comes of
 * it. Not thread-safe.
 */
final class PendingEvents {
    private static final int COUNTERS = 1 << 14;

    private final ListState<byte[]> events;
    private final ValueState<Boolean> erasing;
    private final int most;

    /** How many more events may come before the list is read. */
    private final int[] room = new int[COUNTERS];

    /**
     * The events of the operator with this context.
     *
     * @param most how many events may come at least before the list is to be read
     */
    PendingEvents(RuntimeContext context, int most) {
        events = context.getListState(ProfileState.pending());
        erasing = context.getState(ProfileState.erasing());
        this.most = most;
        Arrays.fill(room, most);
    }

    /** Adds an event of the shopper, and says whether so many wait that the shopper is to be woken. */
    boolean add(String user, byte[] event) throws Exception {
        events.add(event);
        if (PendingEvent.isErasure(event)) {
            erasing.update(true);
        }
        return --room[counter(user)] < 0;
    }

    Iterable<byte[]> all() throws Exception {
        return events.get();
    }

    /** Keeps what waits after the shopper was woken. */
    void keep(String user, ProfileTimers.Woken woken) throws Exception {
        int waiting = woken.waiting().size();
        int counter = counter(user);
        int counted = room[counter] < 0 ? most : room[counter] + woken.taken();
        room[counter] = Math.max(waiting, Math.min(counted, most));
        if (woken.taken() == 0) {
            return;
        }
        if (waiting == 0) {
            events.clear();
        } else {
            events.update(woken.waiting());
        }
        if (erasing.value() != null) {
            if (waiting == 0) {
                erasing.clear();
            } else {
                erasing.update(woken.erasing());
            }
        }
    }

    /** Whether an erasure waits. The list is read at most once until the shopper is woken. */
    boolean isErasing() throws Exception {
        Boolean known = erasing.value();
        if (known != null) {
            return known;
        }
        boolean any = false;
        boolean found = false;
        for (byte[] event : events.get()) {
            any = true;
            found |= PendingEvent.isErasure(event);
        }
        if (any) {
            erasing.update(found);
        }
        return found;
    }

    private static int counter(String user) {
        int hash = user.hashCode();
        return (hash ^ hash >>> 16) & COUNTERS - 1;
    }
}
