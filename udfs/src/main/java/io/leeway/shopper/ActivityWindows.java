package io.leeway.shopper;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * Where one shopper's windows end. They begin at another phase for each shopper, so that not all
 * fall due at one instant.
 */
final class ActivityWindows {
    private final long width;
    private final long phase;

    /** @param width in milliseconds */
    ActivityWindows(long width, String userId) {
        CRC32 crc = new CRC32();
        crc.update(userId.getBytes(StandardCharsets.UTF_8));
        this.width = width;
        this.phase = crc.getValue() % width;
    }

    /** The end of the window of an instant; an instant at a window's end belongs to it. */
    long endOf(long timeMillis) {
        return -Math.floorDiv(phase - timeMillis, width) * width + phase;
    }
}
