package io.leeway.cli.model;

import io.leeway.cli.console.UserError;
import io.leeway.model.ModelDigest;
import io.leeway.model.ModelException;
import io.leeway.model.ModelRepository;
import io.leeway.shopper.Task;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which version is meant, and which bytes. */
final class VersionArguments {
    @Parameters(index = "0", paramLabel = "MODEL", description = "churn or interest.")
    private String model = "";

    @Parameters(index = "1", paramLabel = "VERSION", description = "The folder's number below the model's name.")
    private long version;

    @Option(
            names = "--models",
            paramLabel = "DIR",
            description =
                    "Where MODEL/VERSION lies, for this command and for every TaskManager alike. Default: ${DEFAULT-VALUE}.")
    private Path models = Path.of("models");

    @Option(
            names = "--location",
            paramLabel = "DIR",
            description = "Where the TaskManagers find it, if it is elsewhere for them.")
    private @Nullable String location;

    @Option(
            names = "--digest",
            paramLabel = "SHA256",
            description = "The model's digest. Default: that of the files in --models.")
    private @Nullable String digest;

    NamedVersion version() {
        requireTask(model);
        return new NamedVersion(
                model,
                version,
                digest == null ? digest() : digest,
                location == null ? models.toAbsolutePath().normalize().toString() : location);
    }

    private String digest() {
        try {
            return ModelDigest.of(
                            new ModelRepository(models).version(model, version).directory())
                    .digest();
        } catch (ModelException absent) {
            throw new UserError(absent.getMessage() + ", or give --digest and --location", absent);
        }
    }

    static void requireTask(String model) {
        if (Arrays.stream(Task.values()).noneMatch(task -> task.id().equals(model))) {
            throw new UserError("Expected the model churn or interest, found '" + model + "'; name one of them");
        }
    }
}
