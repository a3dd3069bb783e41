package io.leeway.parity;

import io.leeway.shopper.events.EventJson;
import io.leeway.shopper.events.EventType;
import io.leeway.shopper.events.MalformedEventException;
import io.leeway.shopper.events.ShopperEvent;
import io.leeway.simulator.SimulatedShop;
import io.leeway.simulator.planting.EntryFate;
import io.leeway.simulator.planting.HistoryLine;
import io.leeway.simulator.planting.LiveRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Live records that the simulator does not plant.
 *
 * @param beforeSeam what is history's, in the topic from ten minutes before the seam to ten minutes behind it: history's own last hours once more, on time and
 *     late, and events that history would have if there had been any
 * @param restamped events of history's last two hours once more under a time behind the seam: duplicates that only a profile from history can know
 * @param lateErases erasures that arrive half an hour too late, and take effect all the same
 * @param deadAfterErase implausible events of shoppers who have just been erased: nobody may read their bytes
 * @param newcomer a shopper nobody has seen, at the seam's very instant, where a window of theirs ends: as of the seam, and so not backfill
 * @param objecting a shopper who objects, an hour too late, and consents later: of five events the first and the last count
 * @param lateErasures the late ones, with the instant at which they take effect
 */
record AroundTheSeam(
        List<Played> beforeSeam,
        List<ShopperEvent> restamped,
        List<Played> lateErases,
        List<Played> deadAfterErase,
        Played newcomer,
        List<Played> objecting,
        List<Erasure> lateErasures) {

    /** How the ids of {@link #deadAfterErase} begin. */
    static final String DEAD_AFTER_ERASE = "dead-after-erase-";

    /** Whose windows end at the full hour: the CRC-32 of the name is a multiple of an hour's milliseconds. */
    private static final String NEWCOMER = "u792224";

    static final String OBJECTING = "objecting";

    private static final long MINUTE = 60_000;
    private static final int LATE_ERASES = 25;

    static AroundTheSeam of(SimulatedShop shop, List<LiveRecord> live, List<Erasure> erasures)
            throws MalformedEventException {
        long seam = shop.settings().seam().toEpochMilli();
        long lateness = shop.settings().allowedLateness().toMillis();
        Set<String> erased = new HashSet<>();
        List<Played> dead = new ArrayList<>();
        for (Erasure erasure : erasures) {
            if (erasure.effectMillis() >= seam - Duration.ofDays(2).toMillis()) {
                erased.add(erasure.user());
            }
            if (erasure.effectMillis() >= seam) {
                long at = erasure.arrivalMillis() + MINUTE;
                ShopperEvent view = view(DEAD_AFTER_ERASE + dead.size(), erasure.user(), -5, at);
                dead.add(new Played(at, erasure.user(), EventJson.write(view)));
            }
        }
        List<Played> beforeSeam = new ArrayList<>();
        Map<String, ShopperEvent> latest = new LinkedHashMap<>();
        readTail(shop, seam, beforeSeam, latest);
        for (String user : latest.keySet()) {
            long at = seam - 9 * MINUTE + beforeSeam.size() % 50 * 10_000L;
            ShopperEvent view = view("before-seam-" + beforeSeam.size(), user, 5, at);
            beforeSeam.add(new Played(at + 2_000, user, EventJson.write(view)));
        }
        latest.keySet().removeAll(erased);
        List<Erasure> lateErasures = new ArrayList<>();
        List<Played> lateErases = lateErases(live, erased, lateness, lateErasures);
        lateErasures.forEach(erasure -> latest.remove(erasure.user()));
        return new AroundTheSeam(
                beforeSeam,
                restamped(latest.values(), seam),
                lateErases,
                dead,
                newcomer(seam),
                objecting(seam),
                lateErasures);
    }

    private static void readTail(
            SimulatedShop shop, long seam, List<Played> beforeSeam, Map<String, ShopperEvent> latest)
            throws MalformedEventException {
        List<HistoryLine> tail = new ArrayList<>();
        for (Iterator<HistoryLine> lines = shop.history(); lines.hasNext(); ) {
            HistoryLine line = lines.next();
            if (!line.fate().isDead() && line.eventTimeMillis() >= seam - 180 * MINUTE) {
                tail.add(line);
            }
        }
        for (int i = 0; i < tail.size(); i++) {
            HistoryLine line = tail.get(i);
            ShopperEvent event = EventJson.read(line.value());
            // Half of them soon after they happened, half of them too late.
            long soonest = i % 2 == 0 ? seam - 10 * MINUTE : seam - 10 * MINUTE + i * 20 * MINUTE / tail.size();
            long at = Math.max(soonest, line.eventTimeMillis());
            beforeSeam.add(new Played(at, event.userId(), line.value()));
            if (line.fate() == EntryFate.APPLIED && line.eventTimeMillis() >= seam - 120 * MINUTE) {
                latest.put(event.userId(), event);
            }
        }
    }

    private static ShopperEvent view(String id, String user, double price, long timeMillis) {
        return new ShopperEvent(
                id, EventType.VIEW, user, null, "baby/toddler", price, null, 1, 0, null, null, timeMillis);
    }

    private static List<ShopperEvent> restamped(Collection<ShopperEvent> events, long seam) {
        List<ShopperEvent> restamped = new ArrayList<>();
        for (ShopperEvent event : events) {
            restamped.add(event.at(seam + restamped.size() * 7_001L % (20 * MINUTE)));
        }
        return restamped;
    }

    /** Of shoppers whom nothing else befalls that an erasure would change. */
    private static List<Played> lateErases(
            List<LiveRecord> live, Set<String> erased, long lateness, List<Erasure> erasures)
            throws MalformedEventException {
        Set<String> taken = new HashSet<>(erased);
        for (LiveRecord record : live) {
            if (record.fate() == EntryFate.RESTAMPED) {
                taken.add(record.userId());
            }
        }
        List<Played> erases = new ArrayList<>();
        for (LiveRecord record : live) {
            if (record.fate() == EntryFate.APPLIED && erases.size() < LATE_ERASES && taken.add(record.userId())) {
                long time = EventJson.read(record.value()).eventTimeMillis();
                long at = time + lateness + 30 * MINUTE;
                ShopperEvent erase = ParityInput.erase("late-erase-" + erases.size(), record.userId(), time);
                erases.add(new Played(at, record.userId(), EventJson.write(erase)));
                erasures.add(new Erasure(record.userId(), at - lateness, at));
            }
        }
        return erases;
    }

    private static Played newcomer(long seam) {
        return new Played(seam + 3 * MINUTE, NEWCOMER, EventJson.write(view("at-the-seam", NEWCOMER, 5, seam)));
    }

    private static List<Played> objecting(long seam) {
        List<Played> events = new ArrayList<>();
        long hour = 60 * MINUTE;
        events.add(played(EventType.VIEW, seam + hour, seam + hour));
        events.add(played(EventType.OBJECTION, seam + hour + MINUTE, seam + 2 * hour));
        events.add(played(EventType.VIEW, seam + 2 * hour - MINUTE, seam + 2 * hour + MINUTE));
        events.add(played(EventType.CONSENT, seam + 3 * hour, seam + 3 * hour));
        events.add(played(EventType.VIEW, seam + 4 * hour, seam + 4 * hour));
        return events;
    }

    private static Played played(EventType type, long timeMillis, long arrivalMillis) {
        ShopperEvent event = new ShopperEvent(
                "objecting-" + timeMillis,
                type,
                OBJECTING,
                null,
                "baby/toddler",
                5,
                null,
                1,
                0,
                null,
                null,
                timeMillis);
        return new Played(arrivalMillis, OBJECTING, EventJson.write(event));
    }

    /** What arrives when it arrives, whatever is drawn. */
    List<Played> fixed() {
        List<Played> fixed = new ArrayList<>(beforeSeam);
        fixed.addAll(lateErases);
        fixed.addAll(deadAfterErase);
        fixed.add(newcomer);
        fixed.addAll(objecting);
        return fixed;
    }
}
