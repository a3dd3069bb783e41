package io.leeway.cli.model;

import io.leeway.cli.console.UserError;
import io.leeway.cli.options.DurationConverter;
import io.leeway.records.ReleaseRole;
import io.leeway.releases.ModelRelease;
import io.leeway.releases.ReleaseBook;
import io.leeway.releases.ReleaseJson;
import io.leeway.releases.ReleasePublisher;
import io.leeway.releases.ReleaseTopics;
import io.leeway.releases.ReleaseVerdict;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.common.acl.AclOperation;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * From when on, why, and whether to wait for what the job says: what all commands have in common
 * that publish.
 */
final class ReleasePublication {
    private static final int MOST_NOTE = 1000;

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);

    @Mixin
    private ControlTopic control = new ControlTopic();

    @Option(
            names = "--effective-from",
            paramLabel = "INSTANT",
            description =
                    "Event time from which it decides. Default: --in after the event time that scoring has reached.")
    private @Nullable Instant effectiveFrom;

    @Option(
            names = "--in",
            paramLabel = "TIME",
            defaultValue = "30s",
            converter = DurationConverter.class,
            description =
                    "So long after the event time that scoring has reached; at least 10s, so that every scorer has read the release by then. Default: ${DEFAULT-VALUE}.")
    private Duration in = Duration.ofSeconds(30);

    @Mixin
    private ScoringProgress eventTime = new ScoringProgress();

    @Option(
            names = "--signing-key",
            paramLabel = "FILE",
            description =
                    "Signs the release with this private key, as `leeway model keygen` makes it; a job with --release-keys takes no other.")
    private @Nullable String signingKey;

    @Option(
            names = "--note",
            paramLabel = "TEXT",
            description = "Why, in at most " + MOST_NOTE + " characters; kept with the release.")
    private String note = "";

    @Option(
            names = "--wait",
            paramLabel = "TIME",
            defaultValue = "30s",
            converter = DurationConverter.class,
            description = "How long to wait for the job's verdict; 0s for not at all. Default: ${DEFAULT-VALUE}.")
    private Duration patience = Duration.ofSeconds(30);

    /** Of the record that was published now; negative where there was none. */
    private long offset = -1;

    ControlTopic control() {
        return control;
    }

    /** Publishes, and prints the verdict of the job. */
    void publish(NamedVersion version, ReleaseRole role, double share, PrintWriter out) {
        Instant now = eventTime.now(control);
        ModelRelease release = release(version, role, share, now);
        if (note.length() > MOST_NOTE) {
            throw new UserError("Expected a --note of at most " + MOST_NOTE + " characters, found " + note.length()
                    + "; shorten it: every scorer keeps it");
        }
        release.fault().ifPresent(fault -> {
            throw new UserError(fault);
        });
        if (!isPublished(release)) {
            ReleaseTopics topics = control.topics(signingKey);
            control.asked(AclOperation.WRITE, List.of(topics.releases()), () -> {
                topics.trust().require(role.id());
                offset = ReleasePublisher.publish(topics, release);
                return release;
            });
            // Another command may have been faster.
            isPublished(release);
        }
        out.printf(
                "%s version %d %s from %s on, in event time; scoring has come to %s at most%n",
                release.model(),
                release.version(),
                does(release),
                Instant.ofEpochMilli(release.effectiveFromMillis()),
                now);
        out.flush();
        printVerdict(release, out);
    }

    /** Whether it is there already; another under its id is refused, since the first holds. */
    private boolean isPublished(ModelRelease release) {
        Optional<ModelRelease> known = control.read().release(release.id());
        known.filter(other -> !other.saysTheSame(release)).ifPresent(other -> {
            throw new UserError("Expected a release that is new, found another in "
                    + control.topics().releases()
                    + " under its name " + release.id() + ", and the first holds: "
                    + new String(ReleaseJson.encode(other), StandardCharsets.UTF_8)
                    + "; publish this one with another --effective-from");
        });
        return known.isPresent();
    }

    private ModelRelease release(NamedVersion version, ReleaseRole role, double share, Instant now) {
        Instant from = effectiveFrom == null ? now.plus(in) : effectiveFrom;
        String id = String.join(
                "-", version.model(), Long.toString(version.version()), role.id(), Long.toString(from.toEpochMilli()));
        return new ModelRelease(
                id,
                version.model(),
                version.version(),
                version.digest(),
                version.location(),
                role,
                share,
                from.toEpochMilli(),
                now.toEpochMilli(),
                note);
    }

    private static String does(ModelRelease release) {
        return switch (release.role()) {
            case ACTIVE -> "decides";
            case CANARY -> String.format(Locale.ROOT, "decides for %.3g %% of the users", release.share() * 100);
            case SHADOW -> "scores beside the others, deciding nothing,";
            case RETIRED -> "is neither a canary nor a shadow";
        };
    }

    private void printVerdict(ModelRelease release, PrintWriter out) {
        if (patience.isZero()) {
            return;
        }
        long began = System.nanoTime();
        Optional<ReleaseVerdict> verdict = verdict(release);
        while (verdict.isEmpty() && System.nanoTime() - began < patience.toNanos()) {
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
            verdict = verdict(release);
        }
        if (verdict.isEmpty()) {
            out.println("no job has said yet whether it takes it: see whether one runs with --releases "
                    + control.topics().releases() + ", and then `leeway model status`");
        } else if (verdict.get().accepted()) {
            out.printf(
                    Locale.ROOT,
                    "accepted after %.1f s%s%n",
                    (System.nanoTime() - began) / 1e9,
                    release.role() == ReleaseRole.RETIRED ? "" : ": loaded, verified and warmed up");
        } else {
            throw new UserError("Expected the job to take " + release.model() + " version " + release.version()
                    + ", found it refused; the versions that served keep serving. "
                    + verdict.get().reason());
        }
        out.flush();
    }

    private Optional<ReleaseVerdict> verdict(ModelRelease release) {
        ReleaseBook book = control.read();
        return book.verdict(release).or(() -> book.refusedRecords().stream()
                .filter(record -> record.offset() == offset)
                .findFirst());
    }
}
