package io.leeway.cli.model;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leeway.cli.console.TextTable;
import io.leeway.cli.console.UserError;
import io.leeway.cli.options.PrintingCommand;
import io.leeway.model.LoadOptions;
import io.leeway.model.ManifestFile;
import io.leeway.model.ModelFiles;
import io.leeway.model.ModelRepository;
import io.leeway.model.check.DryCall;
import io.leeway.model.check.ModelCheck;
import io.leeway.model.check.ModelReport;
import io.leeway.model.trial.TrialLimits;
import io.leeway.model.trial.TrialProcess;
import io.leeway.shopper.ProfileSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code leeway check-model}: exits with 0 where the runtime serves the model, with 1 and one line
 * where it refuses it.
 */
@Command(
        name = "check-model",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Says of a SavedModel what fits and what does not, before anything is served by it.",
            "",
            "Looked at are its files and manifest, tags, signatures, every operation that it can reach (in functions and in what runs on loading too),"
                    + " the features of the tasks, its golden rows; then it is tried in a process of its own, loaded, and asked with rows of zeros. A model with a fault is not loaded.",
            "udfs/BRING-YOUR-OWN-MODEL.md says what is expected."
        },
        footer = {
            "",
            "Examples:",
            "  leeway check-model models/churn/1",
            "  leeway check-model models/churn         # the newest version beneath",
            "  leeway check-model ~/exported/1 --json",
            "  leeway check-model models/churn/1 --seal     # the manifest was written by hand, or changed"
        })
@SuppressWarnings("NullAway.Init") // picocli sets what is required or has a default
public final class CheckModelCommand extends PrintingCommand {

    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    @Parameters(
            paramLabel = "DIR",
            description =
                    "A version's folder, <name>/<version>, or <name> with versions beneath, of which the newest is meant.")
    private Path directory;

    @Option(
            names = "--seal",
            description =
                    "First writes the SHA-256 of every file that is there now into the manifest: the last step of a release.")
    private boolean seal;

    @Option(names = "--json", description = "Prints JSON instead of tables.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        Path version = ModelRepository.newest(directory);
        if (seal) {
            ManifestFile.seal(version, ManifestFile.read(version));
        }
        ModelReport report = ModelCheck.of(
                version, ProfileSettings.DEFAULTS.featureSettings(), CheckModelCommand::refusal, System::nanoTime);
        PrintWriter out = out();
        if (json) {
            ObjectNode tree = JSON.valueToTree(report);
            tree.put("servable", report.servable());
            JSON.writeValueAsString(tree).lines().forEach(out::println);
        } else {
            print(report, out);
        }
        if (!report.servable()) {
            throw new UserError("Model " + report.directory() + ": " + report.refusal());
        }
        return 0;
    }

    /** What loops for ever or ends its process does so in another one. */
    private static Optional<String> refusal(ModelFiles files) {
        try {
            return TrialProcess.refusal(files, LoadOptions.anyModel(), 1, TrialLimits.ofProcess());
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
            throw new UserError("Interrupted while a model was tried", ending);
        }
    }

    private static void print(ModelReport report, PrintWriter out) {
        out.println(report.directory());
        out.println();
        TextTable findings = new TextTable();
        report.findings()
                .forEach(finding -> findings.row(
                        finding.outcome().name().toLowerCase(Locale.ROOT), finding.subject(), finding.text()));
        findings.lines().forEach(out::println);
        if (!report.signatures().isEmpty()) {
            out.println();
            TextTable tensors = new TextTable().row("signature", "", "tensor", "type and shape");
            for (ModelReport.Callable signature : report.signatures()) {
                rows(tensors, signature.name(), "in", signature.inputs());
                rows(tensors, signature.name(), "out", signature.outputs());
            }
            tensors.lines().forEach(out::println);
        }
        if (!report.calls().isEmpty()) {
            out.println();
            TextTable calls = new TextTable().row("signature", "rows", "of zeros");
            for (DryCall call : report.calls()) {
                calls.row(call.signature(), call.rows(), call.text());
            }
            calls.lines().forEach(out::println);
        }
        ModelReport.Times times = report.times();
        if (times != null) {
            out.println();
            out.printf(
                    Locale.ROOT,
                    "ready in %,.0f ms; the first call took %.1f ms, the next %.2f ms%n",
                    times.load(),
                    times.firstCall(),
                    times.nextCall());
        }
        if (report.servable()) {
            out.println();
            out.println("It can be served.");
        }
    }

    private static void rows(TextTable table, String signature, String direction, Map<String, String> tensors) {
        tensors.forEach((name, text) -> table.row(signature, direction, name, text));
    }
}
