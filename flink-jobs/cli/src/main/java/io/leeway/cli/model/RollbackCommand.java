package io.leeway.cli.model;

import io.leeway.cli.console.UserError;
import io.leeway.cli.options.PrintingCommand;
import io.leeway.model.ModelDigest;
import io.leeway.model.ModelRepository;
import io.leeway.records.ReleaseRole;
import io.leeway.releases.ModelRelease;
import io.leeway.releases.ReleaseBook;
import io.leeway.releases.ReleasePlan;
import io.leeway.releases.ReleaseVerdict;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code leeway model rollback}: a new release that undoes the last one. */
@Command(
        name = "rollback",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Ends the canary, or the shadow; where there is neither, has the version decide again that did before.",
            "",
            "What was scored stays as it was: a rollback is a new release, and a replay scores everything as it was scored."
        },
        footer = {
            "",
            "Examples:",
            "  leeway model rollback churn",
            "  leeway model rollback churn --to 1 --models models"
        })
final class RollbackCommand extends PrintingCommand {
    @Parameters(index = "0", paramLabel = "MODEL", description = "churn or interest.")
    private String model = "";

    @Option(
            names = "--to",
            paramLabel = "VERSION",
            description = "The version that decides again. Default: the one before.")
    private @Nullable Long to;

    @Option(
            names = "--models",
            paramLabel = "DIR",
            description =
                    "Where the versions lie that a job was submitted with: no release has the digest of those. Default: ${DEFAULT-VALUE}.")
    private Path models = Path.of("models");

    @Mixin
    private ReleasePublication publication = new ReleasePublication();

    @Override
    public Integer call() {
        VersionArguments.requireTask(model);
        ReleaseBook book = publication.control().read();
        // What is published but not yet in effect is to be undone too.
        ReleasePlan.Deciders last = book.plan(model).at(Long.MAX_VALUE);
        ModelRelease trial = last.canary() == null ? last.shadow() : last.canary();
        if (to == null && trial != null) {
            publication.publish(new NamedVersion(model, trial.version(), "", ""), ReleaseRole.RETIRED, 1, out());
        } else {
            publication.publish(
                    to == null ? before(book, last.active()) : version(book, to), ReleaseRole.ACTIVE, 1, out());
        }
        return 0;
    }

    private NamedVersion before(ReleaseBook book, @Nullable ModelRelease active) {
        if (active == null) {
            throw new UserError(
                    "Expected a release of " + model
                            + " to take back, found none: what the job was submitted with decides; name another version with --to");
        }
        List<Long> versions = Stream.concat(initial(book), released(book)).toList();
        for (int i = versions.size() - 1; i >= 0; i--) {
            if (versions.get(i) != active.version()) {
                return version(book, versions.get(i));
            }
        }
        throw new UserError("Expected a version of " + model + " before " + active.version()
                + ", found none in the topic; name it with --to");
    }

    /** What jobs were submitted with: only verdicts name it. */
    private Stream<Long> initial(ReleaseBook book) {
        return book.verdicts().values().stream()
                .filter(verdict -> verdict.model().equals(model)
                        && verdict.accepted()
                        && book.releases().stream()
                                .noneMatch(release -> release.id().equals(verdict.releaseId())))
                .map(ReleaseVerdict::version)
                .sorted();
    }

    private Stream<Long> released(ReleaseBook book) {
        return book.releases().stream()
                .filter(release ->
                        release.model().equals(model) && release.role() == ReleaseRole.ACTIVE && book.mayServe(release))
                .sorted(Comparator.comparingLong(ModelRelease::effectiveFromMillis)
                        .thenComparingLong(ModelRelease::issuedAtMillis))
                .map(ModelRelease::version);
    }

    private NamedVersion version(ReleaseBook book, long version) {
        return book.releases().stream()
                .filter(release -> release.model().equals(model)
                        && release.version() == version
                        && !release.digest().isEmpty()
                        && book.mayServe(release))
                .findFirst()
                .map(release -> new NamedVersion(model, version, release.digest(), release.location()))
                .orElseGet(() -> new NamedVersion(
                        model,
                        version,
                        ModelDigest.of(new ModelRepository(models)
                                        .version(model, version)
                                        .directory())
                                .digest(),
                        models.toAbsolutePath().normalize().toString()));
    }
}
