package io.leeway.shopper;

import io.leeway.shopper.events.EventType;
import io.leeway.shopper.events.ShopperEvent;
import java.util.List;

/**
 * The bounded profile of one shopper. It advances through event time, applies events and reports
 * what falls due, by the rules of {@code udfs/README.md}: a function of the set of events and of
 * how far it advanced, never of how often it was woken, saved or read in between. Not thread-safe.
 */
public final class ShopperProfile {
    /** The first byte of {@link #toBytes()}; more pieces or fields are no other format. */
    public static final int FORMAT = 1;

    private static final long NEVER = DueCalendar.NEVER;

    private final ProfileSettings settings;
    private DueCalendar calendar;
    private Recency recency;
    private EventCounts counts;
    private Monetary monetary;
    private Rhythm rhythm;
    private WeeklyActivity weeks;
    private RecentActions actions;
    private Interest longInterest;
    private Interest shortInterest;
    private RecentIds ids;
    private final HourlyLimit limit;
    private final Objection objection = new Objection();
    private List<ProfilePart> parts;
    private long erasedAt = NEVER;
    private long appendedAtMillis;

    /** Receives the events of an advance, in order of event time. */
    public interface Listener {
        /** A score falls due: the profile's values are now those of the as-of time. */
        void due(long asOfMillis, int triggers, ShopperProfile profile);

        void applied(ShopperEvent event);

        /** The event was dropped: its id was applied before. */
        void duplicate(ShopperEvent event);

        /**
         * The event was dropped: more than {@link ProfileSettings#eventsPerHour()} of its hour came
         * before it. May come ahead of the order of event time.
         */
        void tooMany(ShopperEvent event);

        /** The event erased the shopper, or was dropped because an erasure is stronger. */
        void erased(ShopperEvent event);

        /** The shopper objected or consented, or the event was dropped because of an objection. */
        void objected(ShopperEvent event);
    }

    public ShopperProfile(ProfileSettings settings) {
        this.settings = settings;
        limit = new HourlyLimit(settings.eventsPerHour());
        forget();
    }

    /** The format of bytes that some build wrote. */
    public static int formatOf(byte[] bytes) {
        return bytes[0] & 0xFF;
    }

    /** Reads what {@link #toBytes()} wrote, without unknown pieces; missing ones are empty. */
    public static ShopperProfile ofBytes(ProfileSettings settings, byte[] bytes) {
        ByteInput in = new ByteInput(bytes);
        int version = in.readByte();
        if (version != FORMAT) {
            throw new IllegalStateException("Expected a profile of version " + FORMAT + " in state, found " + version
                    + "; restore it with the build that wrote it");
        }
        ShopperProfile profile = new ShopperProfile(settings);
        profile.erasedAt = in.readLong();
        profile.appendedAtMillis = in.readLong();
        profile.calendar.load(in.readBlock());
        CategoryDictionary dictionary = CategoryDictionary.load(in);
        while (in.hasMore()) {
            int tag = in.readByte();
            ByteInput block = in.readBlock();
            if (tag <= profile.parts.size()) {
                profile.parts.get(tag - 1).load(block, dictionary);
            }
        }
        return profile;
    }

    /** A compact form for state; exact. */
    public byte[] toBytes() {
        CategoryDictionary dictionary = new CategoryDictionary();
        ByteOutput body = new ByteOutput(512);
        for (int tag = 1; tag <= parts.size(); tag++) {
            ProfilePart part = parts.get(tag - 1);
            if (!part.isEmpty()) {
                ByteOutput block = new ByteOutput(256);
                part.save(block, dictionary);
                body.writeByte(tag);
                body.writeBlock(block);
            }
        }
        ByteOutput dates = new ByteOutput(48);
        calendar.save(dates);
        ByteOutput out = new ByteOutput(body.size() + 128);
        out.writeByte(FORMAT);
        out.writeLong(erasedAt);
        out.writeLong(appendedAtMillis);
        out.writeBlock(dates);
        dictionary.save(out);
        byte[] rest = body.toByteArray();
        out.writeBytes(rest, rest.length);
        return out.toByteArray();
    }

    /**
     * Applies events and lets fall due what is due, in order of event time, up to and including an
     * instant.
     *
     * @param toMillis how far
     * @param events by {@link PendingEvent#ORDER}, none later than {@code toMillis}, none earlier
     *     than what has been advanced over
     * @param listener receives what happens
     */
    public void advanceTo(long toMillis, List<PendingEvent> events, Listener listener) {
        int next = 0;
        while (true) {
            long due = nextDueMillis();
            if (next < events.size() && events.get(next).event().eventTimeMillis() <= due) {
                apply(events.get(next++), listener);
            } else if (due <= toMillis) {
                fall(due, listener);
            } else {
                break;
            }
        }
        ids.forgetBefore(toMillis);
        limit.forgetBefore(toMillis);
    }

    private void apply(PendingEvent pending, Listener listener) {
        ShopperEvent event = pending.event();
        if (!event.type().isRequest() && !limit.admits(event.eventTimeMillis())) {
            listener.tooMany(event);
        } else if (erasedAt != NEVER && event.eventTimeMillis() <= erasedAt) {
            listener.erased(event);
        } else if (event.type() == EventType.ERASE) {
            forget();
            erasedAt = event.eventTimeMillis();
            listener.erased(event);
        } else if (event.type() == EventType.OBJECTION) {
            forget();
            objection.begin(event.eventTimeMillis());
            listener.objected(event);
        } else if (event.type() == EventType.CONSENT) {
            objection.end();
            listener.objected(event);
        } else if (isObjected()) {
            listener.objected(event);
        } else if (ids.contains(event)) {
            listener.duplicate(event);
        } else {
            calendar.observe(event);
            for (ProfilePart part : parts) {
                part.observe(event);
            }
            appendedAtMillis = pending.appendedAtMillis();
            listener.applied(event);
        }
    }

    private void fall(long dueMillis, Listener listener) {
        int triggers = calendar.take(dueMillis);
        if (triggers != 0) {
            listener.due(dueMillis, triggers, this);
        }
        if (calendar.forgetAt() == dueMillis) {
            forget();
        }
        if (eraseForgottenAt() == dueMillis) {
            erasedAt = NEVER;
        }
    }

    private long eraseForgottenAt() {
        return erasedAt == NEVER ? NEVER : erasedAt + settings.eraseMemory().toMillis();
    }

    /** The next instant at which something is due; {@link Long#MAX_VALUE} where nothing is. */
    public long nextDueMillis() {
        return Math.min(calendar.next(), eraseForgottenAt());
    }

    /** The earliest instant at which an event at this time could make something due. */
    public static long earliestDueMillis(ProfileSettings settings, String userId, long eventTimeMillis) {
        ActivityWindows windows = new ActivityWindows(settings.window().toMillis(), userId);
        return Math.min(
                windows.endOf(eventTimeMillis),
                eventTimeMillis + settings.sessionGap().toMillis());
    }

    /** Whether nothing at all is kept: the state can be cleared. */
    public boolean isEmpty() {
        return erasedAt == NEVER && calendar.forgetAt() == NEVER && !isObjected();
    }

    /** Whether there are events in it, and none of them is later than an instant. */
    public boolean isOf(long untilMillis) {
        return calendar.lastEvent() <= untilMillis;
    }

    public boolean isErased() {
        return erasedAt != NEVER;
    }

    /** Whether the shopper objected, and has not consented since: then nothing else is kept. */
    public boolean isObjected() {
        return !objection.isEmpty();
    }

    /** Wall clock when the last applied event was appended, if it was live; else 0. */
    public long appendedAtMillis() {
        return appendedAtMillis;
    }

    /** The features of a task as of an instant to which the profile has advanced. */
    public FeatureValues values(Task task, long asOfMillis) {
        VectorWriter out = new VectorWriter(task);
        switch (task) {
            case CHURN -> {
                weeks.write(asOfMillis, out);
                recency.write(asOfMillis, out);
                counts.writeFrequency(rhythm, out);
                monetary.write(out);
                counts.writeSocial(out);
                counts.writeAds(out);
                rhythm.write(asOfMillis, weeks, out);
            }
            case INTEREST -> {
                actions.writeCategories(out);
                actions.writeTypes(out);
                actions.writeGaps(asOfMillis, out);
                longInterest.writeNames(out);
                longInterest.writeWeights(out);
                shortInterest.writeNames(out);
                shortInterest.writeWeights(out);
            }
        }
        return out.finish();
    }

    private void forget() {
        calendar = new DueCalendar(settings);
        recency = new Recency();
        counts = new EventCounts();
        monetary = new Monetary();
        rhythm = new Rhythm();
        weeks = new WeeklyActivity();
        actions = new RecentActions();
        longInterest = new Interest(settings.longHalfLife());
        shortInterest = new Interest(settings.shortHalfLife());
        ids = new RecentIds(settings.duplicateHorizon());
        // The place of a part, from 1, is its tag in state: it never moves, new ones come behind.
        parts = List.of(
                recency, counts, monetary, rhythm, weeks, actions, ids, longInterest, shortInterest, limit, objection);
        appendedAtMillis = 0;
    }
}
