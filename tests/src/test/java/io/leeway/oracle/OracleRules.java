package io.leeway.oracle;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.zip.CRC32;

/**
 * The numbers of the rule book, named as there. They are values rather than constants so that a test can turn one of them and see that the
 * comparison notices.
 */
record OracleRules(
        Duration sessionGap,
        Duration window,
        List<Duration> silenceSteps,
        Duration duplicateHorizon,
        int duplicateEvents,
        Duration retention,
        Duration longHalfLife,
        Duration shortHalfLife,
        int interestCategories,
        int eventsPerHour) {

    /** As the page has them. */
    static final OracleRules OF_THE_BOOK = new OracleRules(
            Duration.ofMinutes(30),
            Duration.ofMinutes(60),
            List.of(Duration.ofDays(7), Duration.ofDays(14), Duration.ofDays(28), Duration.ofDays(56)),
            Duration.ofHours(6),
            64,
            Duration.ofDays(400),
            Duration.ofDays(30),
            Duration.ofDays(3),
            16,
            10_000);

    OracleRules withEventsPerHour(int other) {
        return new OracleRules(
                sessionGap,
                window,
                silenceSteps,
                duplicateHorizon,
                duplicateEvents,
                retention,
                longHalfLife,
                shortHalfLife,
                interestCategories,
                other);
    }

    /** How far a shopper's windows begin behind the full ones. */
    long phaseMillis(String user) {
        CRC32 checksum = new CRC32();
        checksum.update(user.getBytes(StandardCharsets.UTF_8));
        return checksum.getValue() % window.toMillis();
    }
}
