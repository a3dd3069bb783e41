package io.leeway.features;

import static java.util.Objects.requireNonNull;

import io.leeway.shopper.ProfileSettings;
import io.leeway.topics.erasure.ErasureOptions;
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
 * @param erasures the ledger that erasures are written into, and by which what a savepoint brings
 *     back is dropped; null: none
 */
public record FeaturesOptions(
        ProfileSettings settings,
        Instant seam,
        @Nullable Instant until,
        @Nullable Instant emitFrom,
        boolean profiles,
        @Nullable ErasureOptions erasures)
        implements Serializable {

    /** Without a ledger. */
    public FeaturesOptions(
            ProfileSettings settings,
            Instant seam,
            @Nullable Instant until,
            @Nullable Instant emitFrom,
            boolean profiles) {
        this(settings, seam, until, emitFrom, profiles, null);
    }

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
