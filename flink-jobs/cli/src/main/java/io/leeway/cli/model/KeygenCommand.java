package io.leeway.cli.model;

import io.leeway.cli.console.UserError;
import io.leeway.cli.options.PrintingCommand;
import io.leeway.releases.trust.SigningKey;
import io.leeway.releases.trust.TrustedKeys;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code leeway model keygen}: a key pair for who releases, or says what a job takes. */
@Command(
        name = "keygen",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Makes a key pair (Ed25519): the private key into a file that its owner alone can read, and the public key's line for the file of --release-keys.",
            "",
            "Scopes are what the key may publish: active, canary, shadow and retired releases, and a job's verdicts."
        },
        footer = {
            "",
            "Examples:",
            "  leeway model keygen alice --scopes active,canary,shadow,retired --keys release.keys",
            "  leeway model keygen trainer --scopes shadow,canary --keys release.keys",
            "  leeway model keygen guard --scopes retired --keys release.keys",
            "  leeway model keygen job --scopes verdict --keys release.keys"
        })
final class KeygenCommand extends PrintingCommand {
    @Parameters(index = "0", paramLabel = "NAME", description = "Whose key it is, without blanks.")
    private String name = "";

    @Option(
            names = "--scopes",
            paramLabel = "SCOPES",
            required = true,
            description = "What it may publish, with commas between: active, canary, shadow, retired, verdict.")
    private String scopes = "";

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "The new file of the private key. Default: NAME.key in the working folder.")
    private @Nullable Path out;

    @Option(
            names = "--keys",
            paramLabel = "FILE",
            description = "Adds the public key's line to this file of --release-keys. Default: prints it.")
    private @Nullable Path keys;

    @Override
    public Integer call() {
        if (!name.matches("[\\w.@-]+")) {
            throw new UserError("Expected a name of letters, digits and . @ _ -, found '" + name + "'; choose another");
        }
        Path file = out == null ? Path.of(name + ".key") : out;
        try {
            Set<String> granted = TrustedKeys.scopes(scopes);
            String line = TrustedKeys.line(name, granted, SigningKey.create(file));
            if (keys == null) {
                out().println(line);
            } else {
                Files.writeString(keys, line + '\n', StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                out().println("wrote " + file + ", which is to be kept secret, and a line into " + keys);
            }
            return 0;
        } catch (IllegalArgumentException unknown) {
            throw new UserError(unknown.getMessage() + "; correct --scopes", unknown);
        } catch (FileAlreadyExistsException there) {
            throw new UserError("Expected no file " + file + " yet, found one; name another with --out", there);
        } catch (IOException e) {
            throw UserError.found("to write " + file + " and the file of --keys", e, "name others", e);
        }
    }
}
