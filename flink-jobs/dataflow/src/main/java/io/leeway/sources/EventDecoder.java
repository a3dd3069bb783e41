package io.leeway.sources;

import io.leeway.records.SourceRecord;
import io.leeway.records.SourceRecord.Kind;
import io.leeway.shopper.PendingEvent;
import io.leeway.shopper.events.EventJson;
import io.leeway.shopper.events.EventRules;
import io.leeway.shopper.events.Lateness;
import io.leeway.shopper.events.MalformedEventException;
import io.leeway.shopper.events.ShopperEvent;
import io.leeway.topics.RawBytes;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * From a record's bytes to an {@link SourceRecord}: decoding, the rules on the way in, lateness and
 * the seam. A pure function of the record, so that a replay decides alike.
 *
 * @param seamMillis history is complete up to here; a live event before it is history's
 * @param allowedLatenessMillis how far a live event may lie behind its record's timestamp
 */
record EventDecoder(long seamMillis, long allowedLatenessMillis) implements Serializable {

    private static final byte[] NOTHING = new byte[0];

    EventDecoder(Instant seam, Duration allowedLateness) {
        this(seam.toEpochMilli(), allowedLateness.toMillis());
    }

    /** A line of a history file. What is dead takes the time of the line before it. */
    SourceRecord history(byte[] line, long timeBeforeMillis, String origin) {
        try {
            ShopperEvent read = EventJson.read(line);
            EventRules.Outcome outcome = EventRules.apply(read, OptionalLong.empty());
            if (outcome instanceof EventRules.Rejected rejected) {
                return dead(read.userId(), timeBeforeMillis, false, line, rejected.rule(), rejected.detail(), origin);
            }
            EventRules.Accepted accepted = (EventRules.Accepted) outcome;
            return event(accepted, accepted.event(), accepted.event().eventTimeMillis(), false, 0, origin);
        } catch (MalformedEventException e) {
            return dead(
                    "", timeBeforeMillis, false, line, EventRules.UNDECODABLE, String.valueOf(e.getMessage()), origin);
        }
    }

    /** A line of history that is too long to be one; it takes the time of the line before it. */
    static SourceRecord oversized(RawBytes line, long timeBeforeMillis, String origin) {
        return new SourceRecord(
                Kind.OVERSIZED,
                "",
                timeBeforeMillis,
                timeBeforeMillis,
                false,
                line.toBytes(),
                EventRules.OVERSIZED,
                "Expected a line of at most " + LineDecoder.MAX_BYTES + " bytes, found " + line.length(),
                origin);
    }

    /**
     * A live record whose timestamp lies ahead. It takes the reader's time, and moves no watermark.
     *
     * @param value null or empty in a heartbeat
     */
    static SourceRecord ahead(byte @Nullable [] value, long nowMillis, String detail, String origin) {
        byte[] raw = value == null ? NOTHING : value;
        String user = "";
        try {
            user = EventJson.read(raw).userId();
        } catch (MalformedEventException undecodable) {
            // A heartbeat, or no event either.
        }
        return dead(user, nowMillis, true, raw, EventRules.IMPLAUSIBLE_RECORD_TIME, detail, origin);
    }

    SourceRecord live(byte[] value, long recordTimeMillis, long appendedAtMillis, String origin) {
        try {
            ShopperEvent read = EventJson.read(value);
            EventRules.Outcome outcome = EventRules.apply(read, OptionalLong.of(recordTimeMillis));
            if (outcome instanceof EventRules.Rejected rejected) {
                return dead(read.userId(), recordTimeMillis, true, value, rejected.rule(), rejected.detail(), origin);
            }
            return live((EventRules.Accepted) outcome, value, recordTimeMillis, appendedAtMillis, origin);
        } catch (MalformedEventException e) {
            return dead(
                    "", recordTimeMillis, true, value, EventRules.UNDECODABLE, String.valueOf(e.getMessage()), origin);
        }
    }

    /**
     * The event of a live record as scoring takes it in, for those who need no dead letters: normalised by the rules,
     * an erasure that is late at the earliest instant that still can be applied. Empty where it is no event,
     * implausible or late.
     */
    static Optional<ShopperEvent> admitted(byte @Nullable [] value, long recordTimeMillis, long allowedLatenessMillis) {
        if (value == null || value.length == 0) {
            return Optional.empty();
        }
        try {
            return EventRules.apply(EventJson.read(value), OptionalLong.of(recordTimeMillis))
                            instanceof EventRules.Accepted accepted
                    ? Lateness.admit(accepted.event(), recordTimeMillis, allowedLatenessMillis)
                    : Optional.empty();
        } catch (MalformedEventException undecodable) {
            // The scoring job has made a dead letter of it.
            return Optional.empty();
        }
    }

    private SourceRecord live(
            EventRules.Accepted accepted, byte[] value, long recordTimeMillis, long appendedAtMillis, String origin) {
        Optional<ShopperEvent> admitted = Lateness.admit(accepted.event(), recordTimeMillis, allowedLatenessMillis);
        ShopperEvent event = admitted.orElse(accepted.event());
        long time = event.eventTimeMillis();
        if (time < seamMillis) {
            return new SourceRecord(
                    Kind.BEFORE_SEAM, event.userId(), time, recordTimeMillis, true, NOTHING, "", "", origin);
        }
        if (admitted.isEmpty()) {
            return new SourceRecord(Kind.LATE, event.userId(), time, recordTimeMillis, true, value, "", "", origin);
        }
        return event(accepted, event, recordTimeMillis, true, appendedAtMillis, origin);
    }

    private static SourceRecord event(
            EventRules.Accepted accepted,
            ShopperEvent event,
            long recordTimeMillis,
            boolean live,
            long appendedAtMillis,
            String origin) {
        byte[] body = new PendingEvent(event, appendedAtMillis).toBytes();
        String rules = accepted.changedBy().isEmpty() ? "" : String.join(",", accepted.changedBy());
        return new SourceRecord(
                Kind.EVENT, event.userId(), event.eventTimeMillis(), recordTimeMillis, live, body, rules, "", origin);
    }

    /** An implausibly long user is none: it would be the key of what leaves. */
    private static SourceRecord dead(
            String user, long timeMillis, boolean live, byte[] raw, String rule, String detail, String origin) {
        String known = user.length() <= EventRules.MAX_ID_LENGTH ? user : "";
        return new SourceRecord(Kind.DEAD, known, timeMillis, timeMillis, live, raw, rule, detail, origin);
    }
}
