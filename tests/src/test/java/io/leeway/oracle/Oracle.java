package io.leeway.oracle;

import io.leeway.shopper.Trigger;
import io.leeway.shopper.events.EventType;
import io.leeway.shopper.events.ShopperEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A shopper by sections 2 to 4 of {@code udfs/README.md} and nothing else: everything is computed anew from the list of events for every request.
 *
 * <p>Slow on purpose. It shares no code with what it judges beyond the event record and the triggers' bits.
 */
public final class Oracle implements Subject {

    private final OracleRules rules;

    public Oracle() {
        this(OracleRules.OF_THE_BOOK);
    }

    Oracle(OracleRules rules) {
        this.rules = rules;
    }

    /**
     * A profile from its first event to its end.
     *
     * @param events applied, in order
     * @param erasedAtMillis from this instant on nothing of it falls due; the end of time where no erasure or objection ended it
     */
    private record Life(List<ShopperEvent> events, long erasedAtMillis) {}

    @Override
    public Answer play(List<ShopperEvent> eventsInAnyOrder, long untilMillis) {
        List<ShopperEvent> ordered = new ArrayList<>(eventsInAnyOrder);
        ordered.removeIf(event -> event.eventTimeMillis() > untilMillis);
        ordered.sort(Comparator.comparingLong(ShopperEvent::eventTimeMillis)
                .thenComparingInt(event -> List.of(EventType.CONSENT, EventType.OBJECTION, EventType.ERASE)
                        .indexOf(event.type()))
                .thenComparing(ShopperEvent::eventId));

        Map<Long, Integer> hours = new TreeMap<>();
        ordered.removeIf(event -> event.type() != EventType.ERASE
                && event.type() != EventType.OBJECTION
                && event.type() != EventType.CONSENT
                && hours.merge(Math.floorDiv(event.eventTimeMillis(), 3_600_000L), 1, Integer::sum)
                        > rules.eventsPerHour());

        int applied = 0;
        int duplicates = 0;
        int erased = 0;
        int objected = 0;
        boolean objects = false;
        List<Life> lives = new ArrayList<>();
        List<ShopperEvent> current = new ArrayList<>();
        for (ShopperEvent event : ordered) {
            if (isForgottenBefore(event, current)) {
                lives.add(new Life(current, Long.MAX_VALUE));
                current = new ArrayList<>();
            }
            if (event.type() == EventType.ERASE) {
                // All else of this instant has been applied, so no event at or before it is left to drop.
                erased++;
                lives.add(new Life(current, event.eventTimeMillis()));
                current = new ArrayList<>();
            } else if (event.type() == EventType.OBJECTION) {
                objected++;
                objects = true;
                lives.add(new Life(current, event.eventTimeMillis()));
                current = new ArrayList<>();
            } else if (event.type() == EventType.CONSENT) {
                objected++;
                objects = false;
            } else if (objects) {
                objected++;
            } else if (isDuplicate(event, current)) {
                duplicates++;
            } else {
                applied++;
                current.add(event);
            }
        }
        lives.add(new Life(current, Long.MAX_VALUE));

        List<Request> requests = new ArrayList<>();
        for (Life life : lives) {
            requests.addAll(requests(life, untilMillis));
        }
        return new Answer(requests, applied, duplicates, erased, objected);
    }

    /** An event at the very instant of forgetting is applied first, and so keeps the profile. */
    private boolean isForgottenBefore(ShopperEvent event, List<ShopperEvent> current) {
        if (current.isEmpty()) {
            return false;
        }
        long last = current.get(current.size() - 1).eventTimeMillis();
        return event.eventTimeMillis() > last + rules.retention().toMillis();
    }

    private boolean isDuplicate(ShopperEvent event, List<ShopperEvent> current) {
        long earliest = event.eventTimeMillis() - rules.duplicateHorizon().toMillis();
        for (int i = Math.max(0, current.size() - rules.duplicateEvents()); i < current.size(); i++) {
            ShopperEvent other = current.get(i);
            if (other.eventTimeMillis() >= earliest && other.eventId().equals(event.eventId())) {
                return true;
            }
        }
        return false;
    }

    private List<Request> requests(Life life, long untilMillis) {
        List<Request> requests = new ArrayList<>();
        for (Map.Entry<Long, Integer> due : due(life).entrySet()) {
            long asOf = due.getKey();
            if (asOf <= untilMillis && asOf < life.erasedAtMillis()) {
                List<ShopperEvent> seen = new ArrayList<>();
                for (ShopperEvent event : life.events()) {
                    if (event.eventTimeMillis() <= asOf) {
                        seen.add(event);
                    }
                }
                requests.add(OracleFeatures.request(asOf, due.getValue(), seen, rules));
            }
        }
        return requests;
    }

    /** Triggers by the instant at which they fall due, erasure and the end of the run aside. */
    private Map<Long, Integer> due(Life life) {
        List<Long> activities = new ArrayList<>();
        for (ShopperEvent event : life.events()) {
            if (OracleFeatures.isActivity(event)) {
                activities.add(event.eventTimeMillis());
            }
        }
        Map<Long, Integer> due = new TreeMap<>();
        long window = rules.window().toMillis();
        long phase = life.events().isEmpty()
                ? 0
                : rules.phaseMillis(life.events().get(0).userId());
        for (int i = 0; i < activities.size(); i++) {
            long activity = activities.get(i);
            // What hangs on the last activity falls due only where no other activity comes up to that very instant.
            long next = i + 1 < activities.size() ? activities.get(i + 1) : Long.MAX_VALUE;
            long sincePhase = activity - phase;
            long windowEnd = (sincePhase % window == 0 ? sincePhase : (sincePhase / window + 1) * window) + phase;
            due.merge(windowEnd, Trigger.WINDOW.mask(), (a, b) -> a | b);
            long sessionEnd = activity + rules.sessionGap().toMillis();
            if (sessionEnd < next) {
                due.merge(sessionEnd, Trigger.SESSION_END.mask(), (a, b) -> a | b);
            }
            for (Duration step : rules.silenceSteps()) {
                long silence = activity + step.toMillis();
                if (silence < next) {
                    due.merge(silence, Trigger.SILENCE.mask(), (a, b) -> a | b);
                }
            }
        }
        return due;
    }
}
