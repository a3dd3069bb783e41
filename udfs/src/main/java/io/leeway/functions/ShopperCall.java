package io.leeway.functions;

import java.io.Serializable;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.functions.TableSemantics;
import org.apache.flink.table.types.inference.CallContext;
import org.apache.flink.table.types.logical.RowType;

/**
 * One call of {@code SHOPPER_FEATURES} in a statement, checked when that is planned.
 *
 * @param columns where the event's fields are
 * @param untilMillis nothing later is applied or due; {@link Long#MAX_VALUE} without end
 * @param seamMillis what is due earlier is backfill; {@link Long#MIN_VALUE} where nothing is
 * @param allowedLatenessMillis how far an event may lie behind its row's time
 */
record ShopperCall(EventColumns columns, long untilMillis, long seamMillis, long allowedLatenessMillis)
        implements Serializable {
    /** As the tables of events have it in their watermark. */
    private static final Duration USUAL_LATENESS = Duration.ofMinutes(10);

    /** Reads a call; refuses other tables than events by shopper, and what is no literal. */
    static ShopperCall of(CallContext context) {
        TableSemantics table = context.getTableSemantics(0)
                .orElseThrow(() -> new ValidationException("Expected SHOPPER_FEATURES(events => TABLE …)"));
        EventColumns columns = EventColumns.of((RowType) table.dataType().getLogicalType());
        if (!columns.isUser(table.partitionByColumns())) {
            throw new ValidationException(
                    "Expected SHOPPER_FEATURES(events => TABLE … PARTITION BY user_id), found another partition: a"
                            + " profile is one shopper's");
        }
        Duration lateness = given(context, 3)
                ? context.getArgumentValue(3, Duration.class).orElseThrow(() -> notLiteral("allowed_lateness"))
                : USUAL_LATENESS;
        if (lateness.isNegative()) {
            throw new ValidationException("Expected an allowed_lateness of at least 0, found " + lateness);
        }
        return new ShopperCall(
                columns,
                instant(context, 1, "until", Long.MAX_VALUE),
                instant(context, 2, "seam", Long.MIN_VALUE),
                lateness.toMillis());
    }

    private static boolean given(CallContext context, int argument) {
        return !context.isArgumentNull(argument);
    }

    private static long instant(CallContext context, int argument, String name, long absent) {
        if (!given(context, argument)) {
            return absent;
        }
        String text = context.getArgumentValue(argument, String.class).orElseThrow(() -> notLiteral(name));
        try {
            return Instant.parse(text).toEpochMilli();
        } catch (DateTimeException | ArithmeticException notAnInstant) {
            throw new ValidationException(
                    "Expected " + name + " => '2026-01-31T12:00:00Z', an instant, found '" + text + "'");
        }
    }

    private static ValidationException notLiteral(String name) {
        return new ValidationException("Expected a literal for " + name + " of SHOPPER_FEATURES, found an expression");
    }
}
