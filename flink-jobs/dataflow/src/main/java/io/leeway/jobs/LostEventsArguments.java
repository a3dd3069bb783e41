package io.leeway.jobs;

import io.leeway.sources.kafka.OnLostEvents;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** What a job does about records that were deleted before it read them. */
public final class LostEventsArguments {
    @Option(
            names = "--on-lost-events",
            paramLabel = "fail|continue",
            defaultValue = "fail",
            converter = PolicyConverter.class,
            description =
                    "When records were deleted before they were read, by retention or with their topic: fail, or continue at the partition's first"
                            + " record and report the range. Default: ${DEFAULT-VALUE}.")
    private OnLostEvents policy = OnLostEvents.FAIL;

    private static final class PolicyConverter implements ITypeConverter<OnLostEvents> {
        @Override
        public OnLostEvents convert(String text) {
            try {
                return OnLostEvents.valueOf(text.toUpperCase(Locale.ROOT));
            } catch (IllegalArgumentException unknown) {
                throw new TypeConversionException("Expected fail or continue, found '" + text + "'");
            }
        }
    }

    OnLostEvents policy() {
        return policy;
    }

    /** What this parses to the same policy. */
    static void render(OnLostEvents policy, ArgumentList to) {
        to.add("--on-lost-events", policy, OnLostEvents.FAIL);
    }
}
