package io.leeway.sources.importers.values;

import io.leeway.shopper.events.EventRules;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/** Dates that systems write where there is none: 0000-00-00, 1900, 1970, 2099, 9999. */
public final class SentinelTimes {

    /** The rule under which they are counted. */
    public static final String RULE = "sentinel-time";

    /** The last of 2098, wherever it begins. */
    private static final long BEFORE_2099 = 4_070_822_400_000L;

    private SentinelTimes() {}

    /** Whether an instant, give or take a zone, begins or ends an epoch, or is of a far year. */
    public static boolean is(long millis) {
        if (millis >= EventRules.EARLIEST_MILLIS && millis < BEFORE_2099) {
            return false;
        }
        // The range of LocalDateTime is smaller than that of long.
        if (millis >= 253_370_764_800_000L - 86_400_000L) {
            return millis < 253_402_300_800_000L + 86_400_000L;
        }
        if (millis < -62_200_000_000_000L) {
            return false;
        }
        LocalDateTime time = LocalDateTime.ofEpochSecond(Math.floorDiv(millis, 1000), 0, ZoneOffset.UTC);
        for (int hours : new int[] {0, 14, -12}) {
            LocalDate date = time.plusHours(hours).toLocalDate();
            int day = date.getDayOfYear();
            switch (date.getYear()) {
                case 2099 -> {
                    return true;
                }
                case 1, 1900, 1904, 1970 -> {
                    if (day == 1) {
                        return true;
                    }
                }
                case 1899 -> {
                    if (day >= 364) {
                        return true;
                    }
                }
                default -> {}
            }
        }
        return false;
    }

    /** Whether a text is a date of zeros. */
    static boolean isZero(String text) {
        return text.startsWith("0000") && text.chars().noneMatch(c -> c >= '1' && c <= '9');
    }

    /** One line for people. */
    public static String detail(String found) {
        return "Expected when it happened, found " + found + ", which stands for no date";
    }
}
