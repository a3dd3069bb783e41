package io.leeway.features;

import static java.util.Objects.requireNonNull;

import io.leeway.shopper.ProfileSettings;
import java.io.Serializable;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How the features operator works.
 *
 * @param seam history is complete up to here; scores as of an earlier instant are backfill
 * @param until a bounded run ends here: nothing later is applied or due. Absent in a run without
 *     end
 * @param emitFrom scores as of an earlier instant are not asked for; absent: all are
 * @param profiles whether each profile leaves as a snapshot at {@code until}
 */
public record FeaturesOptions(
        ProfileSettings settings,
        Instant seam,
        @Nullable Instant until,
        @Nullable Instant emitFrom,
        boolean profiles) implements Serializable {

    public FeaturesOptions {
        requireNonNull(settings, "settings");
        requireNonNull(seam, "seam");
    }

    long untilMillis() {
        return until == null ? Long.MAX_VALUE : until.toEpochMilli();
    }

    long emitFromMillis() {
        return emitFrom == null ? Long.MIN_VALUE : emitFrom.toEpochMilli();
    }
}
