package io.leeway.jobs;

import io.leeway.sources.kafka.OnLostEvents;
import picocli.CommandLine.Option;

/** What a job does about records that were deleted before it read them. */
public final class LostEventsArguments {
    @Option(
            names = "--on-lost-events",
            paramLabel = "fail|continue",
            defaultValue = "fail",
            description =
                    "When records were deleted before they were read, by retention or with their topic: fail, or continue at the partition's first"
                            + " record and report the range. Default: ${DEFAULT-VALUE}.")
    private OnLostEvents policy = OnLostEvents.FAIL;

    OnLostEvents policy() {
        return policy;
    }

    /** What this parses to the same policy. */
    static void render(OnLostEvents policy, ArgumentList to) {
        to.add("--on-lost-events", policy, OnLostEvents.FAIL);
    }
}
