package io.leeway.cli;

import io.leeway.cli.audit.AuditCommand;
import io.leeway.cli.cluster.ClusterCommand;
import io.leeway.cli.cluster.RehearseCommand;
import io.leeway.cli.cluster.RunCommand;
import io.leeway.cli.console.VisibleWriter;
import io.leeway.cli.data.EffectsCommand;
import io.leeway.cli.data.ImportCommand;
import io.leeway.cli.data.ShowCommand;
import io.leeway.cli.data.SimulateCommand;
import io.leeway.cli.demo.DemoCommand;
import io.leeway.cli.evaluate.EvaluateCommand;
import io.leeway.cli.heartbeat.HeartbeatCommand;
import io.leeway.cli.model.CheckModelCommand;
import io.leeway.cli.model.ModelCommand;
import io.leeway.cli.options.AddedCommand;
import io.leeway.cli.rights.EraseCommand;
import io.leeway.cli.rights.ExportCommand;
import io.leeway.cli.savepoint.SavepointCommand;
import io.leeway.cli.sizing.SizeCommand;
import io.leeway.cli.sql.FunctionsCommand;
import io.leeway.cli.sql.SqlClientCommand;
import io.leeway.cli.sql.SqlCommand;
import io.leeway.cli.topics.TopicsCommand;
import io.leeway.jobs.AdvertisingJob;
import io.leeway.jobs.BackfillJob;
import io.leeway.jobs.BootstrapJob;
import io.leeway.jobs.EffectJob;
import io.leeway.jobs.GuardJob;
import io.leeway.jobs.RecommendJob;
import io.leeway.jobs.ScoringJob;
import io.leeway.jobs.SqlJob;
import io.leeway.jobs.TrainJob;
import io.leeway.jobs.TrainWinBackJob;
import io.leeway.jobs.WinBackJob;
import java.io.PrintWriter;
import java.util.ServiceLoader;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The {@code leeway} command: one subcommand for each thing a person does with Leeway.
 *
 * <p>Exit codes: 0 done; 1 it failed, and one line on standard error says why; 2 the command line
 * was not understood.
 */
@Command(
        name = "leeway",
        versionProvider = Leeway.Version.class,
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description =
                "Which shoppers are drifting, where to, and which are leaving: scored in Flink by TensorFlow models.",
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            // Examples of a command are in its own footer; here the first steps.
            "  leeway --help            what there is",
            "  leeway COMMAND --help    the options of a command, with their defaults",
            "  leeway --version",
            "  leeway import --format taobao data/taobao --output history",
            "  leeway train --history history --models models",
            "  leeway backfill --history history --models models --output scores"
        },
        subcommands = {
            // One line a command, in the order of first use; each says mixinStandardHelpOptions for
            // itself.
            DemoCommand.class,
            ShowCommand.class,
            SimulateCommand.class,
            ImportCommand.class,
            TrainJob.class,
            EvaluateCommand.class,
            BackfillJob.class,
            BootstrapJob.class,
            ScoringJob.class,
            HeartbeatCommand.class,
            EraseCommand.class,
            ExportCommand.class,
            SqlCommand.class,
            SqlClientCommand.class,
            SqlJob.class,
            CheckModelCommand.class,
            ModelCommand.class,
            AdvertisingJob.class,
            GuardJob.class,
            RecommendJob.class,
            EffectJob.class,
            EffectsCommand.class,
            WinBackJob.class,
            TrainWinBackJob.class,
            AuditCommand.class,
            ClusterCommand.class,
            TopicsCommand.class,
            RunCommand.class,
            RehearseCommand.class,
            FunctionsCommand.class,
            SizeCommand.class,
            SavepointCommand.class,
        })
public final class Leeway implements Runnable {

    /** Set for stack traces with every error. */
    static final String DEBUG_VARIABLE = "LEEWAY_DEBUG";

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before any method is called
    private CommandSpec spec;

    @Option(
            names = "--verbose",
            scope = ScopeType.INHERIT,
            description = "Show the stack trace of an error as well; so does the variable " + DEBUG_VARIABLE + ".")
    private boolean verbose;

    boolean verbose() {
        return verbose;
    }

    /** Without a subcommand: the help. */
    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
        spec.commandLine().usage(out);
        out.flush();
    }

    /** The command with all its subcommands, ready to execute; tests give it their own writers. */
    public static CommandLine commandLine(boolean debug) {
        CommandLine command = new CommandLine(new Leeway());
        ServiceLoader.load(AddedCommand.class).forEach(command::addSubcommand);
        return command.setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(Leeway::misunderstood)
                .setExecutionExceptionHandler(new OneLineErrors(debug));
    }

    /** A wrong command line is answered with one line too, not with the whole help. */
    private static int misunderstood(ParameterException failure, String[] arguments) {
        CommandLine command = failure.getCommandLine();
        PrintWriter err = new VisibleWriter(command.getErr());
        err.println("leeway: " + OneLineErrors.oneLine(failure));
        UnmatchedArgumentException.printSuggestions(failure, err);
        err.println("        " + command.getCommandSpec().qualifiedName() + " --help shows what is understood");
        err.flush();
        return CommandLine.ExitCode.USAGE;
    }

    /** The launcher's entry; the only place that ends the JVM. */
    public static void main(String[] arguments) {
        boolean debug = System.getenv(DEBUG_VARIABLE) != null;
        FileSystemPlugins.load(arguments);
        int exitCode = commandLine(debug).execute(arguments);
        StandardErrorFilter.drain();
        System.exit(exitCode);
    }

    /** The version the job jar's manifest carries. */
    static final class Version implements IVersionProvider {

        @Override
        public String[] getVersion() {
            String version = Leeway.class.getPackage().getImplementationVersion();
            return new String[] {"leeway " + (version == null ? "(not packaged)" : version)};
        }
    }
}
