package io.leeway.shopper;

import io.leeway.shopper.events.ShopperEvent;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The event ids by which duplicates are known: the last 64 applied, and of them those within the
 * duplicate horizon.
 *
 * <p>Keeps a 64-bit hash and the time of each; ids beyond the horizon of the latest event are
 * dropped, since nothing can be compared with them any more.
 */
final class RecentIds implements ProfilePart {
    private static final int IDS = 64;

    private final long horizonMillis;
    private final Deque<Seen> seen = new ArrayDeque<>();

    private record Seen(long hash, long timeMillis) {}

    RecentIds(Duration horizon) {
        horizonMillis = horizon.toMillis();
    }

    boolean contains(ShopperEvent event) {
        long hash = hash(event.eventId());
        for (Seen each : seen) {
            if (each.hash == hash && event.eventTimeMillis() - each.timeMillis <= horizonMillis) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void observe(ShopperEvent event) {
        forgetBefore(event.eventTimeMillis());
        if (seen.size() == IDS) {
            seen.removeFirst();
        }
        seen.addLast(new Seen(hash(event.eventId()), event.eventTimeMillis()));
    }

    /** Lets go of ids that no event after {@code timeMillis} can be compared with. */
    void forgetBefore(long timeMillis) {
        while (!seen.isEmpty() && timeMillis - seen.getFirst().timeMillis > horizonMillis) {
            seen.removeFirst();
        }
    }

    /** Over the characters. */
    static long hash(String id) {
        long hash = StableHash.SEED;
        for (int i = 0; i < id.length(); i++) {
            hash = StableHash.add(hash, id.charAt(i));
        }
        return StableHash.finish(hash);
    }

    @Override
    public boolean isEmpty() {
        return seen.isEmpty();
    }

    @Override
    public void save(ByteOutput out, CategoryDictionary dictionary) {
        out.writeLong(seen.size());
        long before = 0;
        for (Seen each : seen) {
            out.writeFixedLong(each.hash);
            out.writeLong(each.timeMillis - before);
            before = each.timeMillis;
        }
    }

    @Override
    public void load(ByteInput in, CategoryDictionary dictionary) {
        int size = in.readInt();
        long time = 0;
        for (int i = 0; i < size; i++) {
            long hash = in.readFixedLong();
            time += in.readLong();
            seen.addLast(new Seen(hash, time));
        }
    }
}
