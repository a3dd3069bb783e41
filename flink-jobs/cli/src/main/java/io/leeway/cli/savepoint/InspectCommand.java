package io.leeway.cli.savepoint;

import io.leeway.cli.console.CommandScreen;
import io.leeway.cli.console.ProgressBar;
import io.leeway.cli.console.UserError;
import io.leeway.cli.options.PrintingCommand;
import io.leeway.features.ProfileState;
import io.leeway.features.SavedShopper;
import io.leeway.features.SavedShoppers;
import io.leeway.records.ProfileSnapshot;
import io.leeway.shopper.ProfileSettings;
import io.leeway.text.VisibleText;
import io.leeway.topics.ProfileJson;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.state.api.SavepointReader;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.CloseableIterator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "inspect",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Says what is in a savepoint: operators, their states and how each is written, how many shoppers, bytes per state; or one shopper's profile.",
            "",
            "Reads all state through Flink's State Processor API, in this process; nothing is changed."
        },
        footer = {
            "",
            "Examples:",
            "  leeway savepoint inspect savepoints/savepoint-1a2b3c-4d5e6f",
            "  leeway savepoint inspect savepoints/savepoint-1a2b3c-4d5e6f --json",
            "  leeway savepoint inspect savepoints/savepoint-1a2b3c-4d5e6f --user u42"
        })
final class InspectCommand extends PrintingCommand {
    /**
     * Above this the state goes to RocksDB's files on its way; below, it fits into memory and is
     * read faster.
     */
    private static final long MOST_IN_MEMORY = 200_000_000;

    @Parameters(paramLabel = "PATH", description = "The savepoint's folder.")
    private String path = "";

    @Option(names = "--user", paramLabel = "ID", description = "One shopper's profile, as JSON.")
    private @Nullable String user;

    @Option(
            names = "--as-of",
            paramLabel = "INSTANT",
            description =
                    "With --user: the profile's features as of then. Default: when the shopper is looked at next.")
    private @Nullable Instant asOf;

    @Option(names = "--json", description = "As JSON, for programs.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        SavepointContents contents = SavepointContents.read(SavepointLocation.of(path));
        boolean hasShoppers = contents.operators().stream()
                .anyMatch(each -> StateLedgers.nameOf(each).equals(ProfileState.UID));
        PrintWriter out = out();
        String wanted = user;
        if (wanted != null) {
            out.println(profile(contents, wanted));
        } else {
            ShopperSizes sizes = new ShopperSizes();
            if (hasShoppers) {
                read(contents, sizes);
            }
            SavepointInspection inspection = new SavepointInspection(contents, sizes);
            (json ? inspection.json() : inspection.lines()).forEach(out::println);
        }
        return 0;
    }

    private static void read(SavepointContents contents, ShopperSizes sizes) throws Exception {
        DataStream<SavedShopper> shoppers = SavedShoppers.of(reader(contents), false);
        try (CloseableIterator<SavedShopper> each = shoppers.executeAndCollect("inspect");
                ProgressBar bar = new ProgressBar(CommandScreen.error(), "reading", 0, "shoppers", Clock.systemUTC())) {
            while (each.hasNext()) {
                sizes.add(each.next());
                bar.update(sizes.shoppers());
            }
        }
    }

    private String profile(SavepointContents contents, String wanted) throws Exception {
        try (CloseableIterator<SavedShopper> found =
                SavedShoppers.of(reader(contents), wanted).executeAndCollect("inspect")) {
            if (!found.hasNext()) {
                throw new UserError("Expected the shopper " + VisibleText.of(wanted) + " in " + path
                        + ", found none of that id; it may be forgotten, or of another shop");
            }
            SavedShopper shopper = found.next();
            if (shopper.profileBytes() == 0) {
                throw new UserError("Expected a profile of " + VisibleText.of(wanted) + ", found " + shopper.pending()
                        + " events that wait for the watermark and nothing before them");
            }
            Instant instant = asOf;
            long at = instant != null ? instant.toEpochMilli() : shopper.wakeMillis();
            byte[] value = ProfileJson.encode(
                            new ProfileSnapshot(wanted, shopper.profile()), ProfileSettings.DEFAULTS, at)
                    .value();
            return value == null ? "{}" : new String(value, StandardCharsets.UTF_8);
        }
    }

    private static SavepointReader reader(SavepointContents contents) throws java.io.IOException {
        Configuration configuration = new Configuration();
        configuration.set(ExecutionOptions.RUNTIME_MODE, RuntimeExecutionMode.BATCH);
        configuration.set(StateBackendOptions.STATE_BACKEND, contents.bytes() > MOST_IN_MEMORY ? "rocksdb" : "hashmap");
        return SavepointReader.read(StreamExecutionEnvironment.createLocalEnvironment(configuration), contents.path());
    }
}
