package io.leeway.cli.rights;

import io.leeway.cli.console.PrettyJson;
import io.leeway.cli.console.QuietLogs;
import io.leeway.cli.console.TextTable;
import io.leeway.cli.console.UserError;
import io.leeway.cli.options.PrintingCommand;
import io.leeway.jobs.KafkaArguments;
import io.leeway.shopper.events.EventRules;
import io.leeway.text.VisibleText;
import io.leeway.topics.PrivateFile;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code leeway export}: everything that is kept of a shopper, for the shopper. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Writes everything that is kept of a shopper (GDPR Art. 15), as export.json and as a readable page, export.html, which needs"
                    + " nothing but itself.",
            "",
            "It searches all topics of the shop (events, scores, lists, bids, offers, outcomes, dead letters, late records), files below"
                    + " folders, and the profile in savepoints. What it cannot see is listed in both files."
        },
        footer = {
            "",
            "Examples:",
            "  leeway export u42 --bootstrap localhost:9092 --out u42",
            "  leeway export u42 --bootstrap localhost:9092 --history history --savepoint savepoints/shop --out u42",
            "  leeway export u42 --history history --out u42"
        })
@SuppressWarnings("NullAway.Init") // picocli sets what has a default
public final class ExportCommand extends PrintingCommand {
    static final String JSON = "export.json";
    static final String PAGE = "export.html";

    private final Clock clock;

    @Parameters(index = "0", paramLabel = "USER", description = "The user id, as events have it.")
    private String user;

    @Option(names = "--bootstrap", paramLabel = "HOST:PORT", description = "Kafka brokers whose topics are searched.")
    private @Nullable String bootstrap;

    @Mixin
    private KafkaArguments kafka = new KafkaArguments();

    @Option(
            names = "--topic",
            paramLabel = "TOPIC",
            description =
                    "A topic whose name does not begin with leeway., such as a live topic or the sink of a query. May be given again.")
    private List<String> others = new ArrayList<>();

    @Option(
            names = "--history",
            paramLabel = "DIR",
            description = "A folder of files to search: history, outputs. May be given again.")
    private List<Path> folders = new ArrayList<>();

    @Option(
            names = "--savepoint",
            paramLabel = "URI",
            description = "A savepoint or retained checkpoint whose profile is read. May be given again.")
    private List<String> savepoints = new ArrayList<>();

    @Option(
            names = {"-o", "--out"},
            paramLabel = "DIR",
            required = true,
            description =
                    "The folder for the two files; it is made where it is absent, and the files are for its owner alone.")
    private Path folder;

    public ExportCommand() {
        this(Clock.systemUTC());
    }

    /** With a clock that says when the export is. */
    public ExportCommand(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Integer call() throws Exception {
        QuietLogs.kafka();
        UserError.require(
                !user.isEmpty() && user.length() <= EventRules.MAX_ID_LENGTH,
                "Expected the user id of a shopper, of 1 to " + EventRules.MAX_ID_LENGTH + " characters, found "
                        + user.length() + "; name it behind the command");
        String brokers = bootstrap;
        UserError.require(
                brokers != null || !folders.isEmpty() || !savepoints.isEmpty(),
                "Expected a place to search, found none; name --bootstrap, --history or --savepoint");
        ShopperSearch search = new ShopperSearch(user, clock);
        List<FoundPlace> places = new ArrayList<>();
        if (brokers != null) {
            places.addAll(search.topics(kafka.connection(brokers), others));
        }
        places.addAll(search.folders(folders));
        places.addAll(search.savepoints(savepoints));
        ShopperExport export = new ShopperExport(user, clock.instant().toString(), places);
        if (export.items() == 0) {
            out().println("nothing is kept of " + VisibleText.of(user) + " in the " + places.size()
                    + " places that were searched; no file was written");
            out().flush();
            return 0;
        }
        write(export);
        TextTable table = new TextTable().row("found", "place", "");
        places.forEach(place -> table.row(TextTable.count(place.items().size()), place.name(), place.holds()));
        table.lines().forEach(out()::println);
        out().println(TextTable.count(export.items()) + " records of " + VisibleText.of(user) + " in "
                + folder.resolve(PAGE) + " and " + folder.resolve(JSON));
        out().flush();
        return 0;
    }

    private void write(ShopperExport export) throws IOException {
        try {
            Files.createDirectories(folder);
            PrivateFile.create(folder.resolve(JSON), String.join("\n", PrettyJson.lines(export)) + "\n");
            PrivateFile.create(folder.resolve(PAGE), ExportPage.of(export));
        } catch (FileAlreadyExistsException e) {
            throw new UserError(
                    "Expected no file " + e.getFile() + " of an earlier export, found one; name another --out", e);
        }
    }
}
