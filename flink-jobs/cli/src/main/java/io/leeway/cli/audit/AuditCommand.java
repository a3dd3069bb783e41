package io.leeway.cli.audit;

import io.leeway.cli.console.QuietLogs;
import io.leeway.cli.options.DurationConverter;
import io.leeway.cli.options.PrintingCommand;
import io.leeway.jobs.KafkaArguments;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code leeway audit}: exits with 0 when all holds, with 1 when something does not. */
@Command(
        name = "audit",
        mixinStandardHelpOptions = true,
        description = {
            "Compares the scores that a run has committed with a fault-free run of the same input.",
            "",
            "Reads the topics leeway.scores.*, leeway.dead-letters, leeway.late and leeway.tallies from beginning to end,"
                    + " committed records only. Exits with 0 when no score is lost, doubled, unexpected or different and every event is accounted for, else with 1."
        },
        footer = {
            "",
            "Example:",
            "  leeway audit --bootstrap localhost:9092 --expected reference --out leeway-out --report r.json"
        })
@SuppressWarnings("NullAway.Init") // picocli sets what is required or has a default
public final class AuditCommand extends PrintingCommand {

    @Option(
            names = "--bootstrap",
            required = true,
            paramLabel = "HOST:PORT",
            description = "The broker with the topics.")
    private String bootstrap;

    @Mixin
    private KafkaArguments kafka = new KafkaArguments();

    @Option(
            names = "--expected",
            required = true,
            paramLabel = "DIR",
            description =
                    "The reference run's scores: JSON lines in DIR/leeway.scores.churn and DIR/leeway.scores.interest. Decisions are compared"
                            + " where DIR has them too, in DIR/leeway.recommendations, DIR/leeway.ads, DIR/leeway.offers: see `leeway recommend --replay`.")
    private Path expected;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description =
                    "Where the run left run.json and visible.json; tallies.json is written there. Default: ${DEFAULT-VALUE}.")
    private Path out = Path.of("leeway-out");

    @Option(names = "--report", paramLabel = "FILE", description = "Writes the report there, as JSON.")
    private @Nullable Path report;

    @Option(
            names = "--planted",
            paramLabel = "FILE",
            description = "A JSON object of counts that must be met, such as {\"late\": 12}.")
    private @Nullable Path planted;

    @Option(names = "--at-least", paramLabel = "N", description = "Committed scores that there must be.")
    private long atLeast;

    @Option(names = "--complete", description = "Both models, every trigger, backfill and live scores must be there.")
    private boolean complete;

    @Option(
            names = "--settle",
            paramLabel = "TIME",
            defaultValue = "30s",
            converter = DurationConverter.class,
            description = "How long to wait for open transactions to end. Default: ${DEFAULT-VALUE}.")
    private Duration settle;

    @Override
    public Integer call() throws IOException {
        QuietLogs.kafka();
        AuditInputs inputs =
                new AuditInputs(kafka.connection(bootstrap), out, expected, planted, atLeast, complete, settle);
        AuditReport found = new Auditor(inputs, Clock.systemUTC()).audit();
        if (report != null) {
            found.write(report);
        }
        AuditTable.lines(found).forEach(out()::println);
        return found.holds() ? 0 : 1;
    }
}
