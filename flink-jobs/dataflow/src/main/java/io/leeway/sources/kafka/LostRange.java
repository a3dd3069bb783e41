package io.leeway.sources.kafka;

import java.io.Serializable;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * A position that a partition no longer has: records were deleted before they were read, or the
 * topic was deleted and made again.
 *
 * @param position the next offset that was to be read
 * @param begin the partition's first offset now
 * @param end the offset after its last record now
 * @param recreated whether the topic is another one of the same name
 */
public record LostRange(String topic, int partition, long position, long begin, long end, boolean recreated)
        implements Serializable {

    /** The range for a position; null where the partition still has it. */
    static @Nullable LostRange of(
            TopicPartition partition, long position, PartitionOffsets offsets, boolean recreated) {
        boolean held = position >= offsets.begin() && position <= offsets.end();
        return held && !recreated
                ? null
                : new LostRange(
                        partition.topic(), partition.partition(), position, offsets.begin(), offsets.end(), recreated);
    }

    /**
     * At most how many records are missing: offsets include transaction markers and compacted
     * records. 0 where it cannot be known.
     */
    public long atMost() {
        return recreated ? 0 : Math.max(0, begin - position);
    }

    /** What was expected, what was found, and how many records are missing. */
    public String detail() {
        String expected = "Expected offset " + position + " in partition " + partition + " of " + topic
                + ", where reading continues, found ";
        if (recreated) {
            return expected + "another topic of that name, which was created later: what was not read of the former"
                    + " one is missing, and cannot be counted";
        }
        return position < begin
                ? expected + "that it begins at " + begin + ": at most " + atMost()
                        + " records were deleted before they were read"
                : expected + "that it ends at " + end + ": records that were read are no longer there, and others may"
                        + " have their offsets";
    }

    /** The error of a job that ends here. */
    String message() {
        if (recreated) {
            return detail() + "; of a mirror, start again from history up to a seam (\"After a failover to a mirrored"
                    + " cluster\" in OPERATIONS.md); where the former topic is gone for good, give --on-lost-events"
                    + " continue to go on from offset " + begin;
        }
        return detail() + "; give --on-lost-events continue to go on from offset " + begin
                + ", or start again from history that has them";
    }
}
