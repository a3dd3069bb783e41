package io.leeway.cli.model;

import io.leeway.cli.console.UserError;
import io.leeway.cli.options.PrintingCommand;
import io.leeway.records.ReleaseRole;
import io.leeway.releases.ModelRelease;
import io.leeway.releases.ReleaseBook;
import io.leeway.releases.ReleasePublisher;
import io.leeway.releases.ReleaseTopics;
import io.leeway.releases.ReleaseVerdict;
import io.leeway.releases.trust.TrustedKeys;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.kafka.common.acl.AclOperation;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code leeway model refuse}: ends a release by hand, whatever the job said of it. */
@Command(
        name = "refuse",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Ends a release at once and for good; what served before it serves again.",
            "",
            "It does not wait for an instant of event time, so a replay does not score again what the release has scored:"
                    + " for a model that does harm. Otherwise use `leeway model rollback`."
        },
        footer = {
            "",
            "Example:",
            "  leeway model refuse churn-2-active-1767225600000 --reason 'loops' # as `leeway model status --json` names it"
        })
final class RefuseCommand extends PrintingCommand {
    @Parameters(index = "0", paramLabel = "RELEASE", description = "The release's id.")
    private String id = "";

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for who reads the status.")
    private String reason = "";

    @Option(
            names = "--signing-key",
            paramLabel = "FILE",
            description = "Signs it with this private key, whose scopes hold verdict or retired.")
    private @Nullable String signingKey;

    @Mixin
    private ControlTopic control = new ControlTopic();

    @Override
    public Integer call() {
        ReleaseBook book = control.read();
        ModelRelease release = book.release(id).orElseThrow(() -> unknown(book));
        ReleaseVerdict withdrawal =
                ReleaseVerdict.withdraw(release, reason.isBlank() ? "It was withdrawn by hand" : reason);
        ReleaseTopics topics = control.topics(signingKey);
        control.asked(AclOperation.WRITE, List.of(topics.status()), () -> {
            requireScope(topics);
            ReleasePublisher.publish(topics, withdrawal);
            return withdrawal;
        });
        if (!control.read().verdict(release).filter(ReleaseVerdict::withdrawn).isPresent()) {
            throw new UserError("Expected the record in " + topics.status()
                    + " to count, found that it does not; sign it with a key that the job trusts");
        }
        out().printf(
                        "%s version %d as %s is withdrawn; jobs receive it within seconds%n",
                        release.model(), release.version(), release.role().id());
        return 0;
    }

    /** Either scope will do. */
    private static void requireScope(ReleaseTopics topics) {
        try {
            topics.trust().require(ReleaseRole.RETIRED.id());
        } catch (IllegalArgumentException other) {
            topics.trust().require(TrustedKeys.VERDICT);
        }
    }

    private UserError unknown(ReleaseBook book) {
        return new UserError("Expected the id of a release, found '" + id + "'; there are: "
                + book.releases().stream().map(ModelRelease::id).collect(Collectors.joining(", ")));
    }
}
