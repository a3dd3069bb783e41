package io.leeway.cli.model;

import io.leeway.cli.console.UserError;
import io.leeway.cli.options.PrintingCommand;
import io.leeway.releases.trust.SigningKey;
import io.leeway.releases.trust.TrustedKeys;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code leeway model keygen}: a key pair for who releases, or says what a job takes. */
@Command(
        name = "keygen",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Makes a key pair (Ed25519): the private key into a file that its owner alone can read, the public key as a line for the file of --release-keys.",
            "",
            "Scopes are what the key may publish: active, canary, shadow and retired releases, and a job's verdicts."
        },
        footer = {
            "",
            "Examples:",
            "  leeway model keygen alice --scopes active,canary,shadow,retired >> release.keys",
            "  leeway model keygen trainer --scopes shadow,canary >> release.keys",
            "  leeway model keygen guard --scopes retired >> release.keys",
            "  leeway model keygen job --scopes verdict >> release.keys"
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
    private Path out = Path.of("");

    @Override
    public Integer call() {
        if (!name.matches("[\\w.@-]+")) {
            throw new UserError("Expected a name of letters, digits and . @ _ -, found '" + name + "'; choose another");
        }
        Path file = out.toString().isEmpty() ? Path.of(name + ".key") : out;
        try {
            Set<String> granted = TrustedKeys.scopes(scopes);
            out().println(TrustedKeys.line(name, granted, SigningKey.create(file)));
            return 0;
        } catch (IllegalArgumentException unknown) {
            throw new UserError(unknown.getMessage() + "; correct --scopes", unknown);
        } catch (FileAlreadyExistsException there) {
            throw new UserError("Expected no file " + file + " yet, found one; name another with --out", there);
        } catch (IOException e) {
            throw UserError.found("a new file " + file, e, "name another with --out", e);
        }
    }
}
