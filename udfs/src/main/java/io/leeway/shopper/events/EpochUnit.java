package io.leeway.shopper.events;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Units of a number since the epoch; one of the years 2000 to 2200 has one unit alone. */
public enum EpochUnit {
    SECONDS(1_000),
    MILLIS(1),
    MICROS(1e-3),
    NANOS(1e-6);

    private final double millisEach;

    EpochUnit(double millisEach) {
        this.millisEach = millisEach;
    }

    /** As an option names it: {@code seconds}, {@code millis}, {@code micros}, {@code nanos}. */
    public String optionName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Milliseconds since the epoch; numbers beyond the range become its ends. */
    public long millis(double number) {
        return Math.round(number * millisEach);
    }

    /** The unit in which a number is an event's plausible time, or null. */
    public static @Nullable EpochUnit of(double number) {
        for (EpochUnit unit : values()) {
            long millis = unit.millis(number);
            if (millis >= EventRules.EARLIEST_MILLIS && millis < EventRules.LATEST_MILLIS) {
                return unit;
            }
        }
        return null;
    }

    /** What a number would be in a plausible unit, for a message; empty where there is none. */
    public static String proposal(double number) {
        EpochUnit unit = of(number);
        return unit == null
                ? ""
                : ", which is " + Instant.ofEpochMilli(unit.millis(number)) + " in " + unit.optionName();
    }
}
