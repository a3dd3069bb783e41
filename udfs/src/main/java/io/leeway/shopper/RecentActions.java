package io.leeway.shopper;

import io.leeway.shopper.events.EventType;
import io.leeway.shopper.events.ShopperEvent;
import java.util.ArrayDeque;
import java.util.Deque;

/** {@code action_category}, {@code action_type}, {@code action_gap}: the last 32 activities. */
final class RecentActions implements ProfilePart {
    static final int ACTIONS = 32;

    private final Deque<Action> actions = new ArrayDeque<>(ACTIONS);

    private record Action(String category, EventType type, long timeMillis) {}

    @Override
    public void observe(ShopperEvent event) {
        String category = event.category();
        if (category == null || !event.type().isActivity()) {
            return;
        }
        if (actions.size() == ACTIONS) {
            actions.removeFirst();
        }
        actions.addLast(new Action(category, event.type(), event.eventTimeMillis()));
    }

    /** int32[32], oldest first, padding in front. */
    void writeCategories(VectorWriter out) {
        pad(() -> out.code(0));
        actions.forEach(action -> out.category(action.category));
    }

    /** int32[32], {@link EventType#code()}. */
    void writeTypes(VectorWriter out) {
        pad(() -> out.code(0));
        actions.forEach(action -> out.code(action.type.code()));
    }

    /** float32[32], log1p of hours before the as-of time. */
    void writeGaps(long asOfMillis, VectorWriter out) {
        pad(() -> out.number(0));
        actions.forEach(action -> out.log1p((double) (asOfMillis - action.timeMillis) / TimeMillis.HOUR));
    }

    private void pad(Runnable write) {
        for (int i = actions.size(); i < ACTIONS; i++) {
            write.run();
        }
    }

    @Override
    public boolean isEmpty() {
        return actions.isEmpty();
    }

    @Override
    public void save(ByteOutput out, CategoryDictionary dictionary) {
        out.writeLong(actions.size());
        long before = 0;
        for (Action action : actions) {
            out.writeLong(dictionary.indexOf(action.category));
            out.writeByte(action.type.code());
            out.writeLong(action.timeMillis - before);
            before = action.timeMillis;
        }
    }

    @Override
    public void load(ByteInput in, CategoryDictionary dictionary) {
        int size = in.readInt();
        long time = 0;
        for (int i = 0; i < size; i++) {
            String category = dictionary.name(in.readInt());
            EventType type = EventType.ofCode(in.readByte());
            time += in.readLong();
            actions.addLast(new Action(category, type, time));
        }
    }
}
