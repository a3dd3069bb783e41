package io.leeway.cli.savepoint;

import io.leeway.cli.console.CommandScreen;
import io.leeway.cli.console.ProgressBar;
import io.leeway.cli.console.UserError;
import io.leeway.cli.options.PrintingCommand;
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
import org.apache.flink.streaming.api.datastream.DataStream;
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
        boolean hasShoppers = contents.operators().stream().anyMatch(SavedShopperLookup::keepsShoppers);
        PrintWriter out = out();
        String wanted = user;
        if (wanted != null) {
            out.println(profile(wanted));
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
        DataStream<SavedShopper> shoppers = SavedShoppers.of(SavedShopperLookup.reader(contents), false);
        try (CloseableIterator<SavedShopper> each = shoppers.executeAndCollect("inspect");
                ProgressBar bar = new ProgressBar(CommandScreen.error(), "reading", 0, "shoppers", Clock.systemUTC())) {
            while (each.hasNext()) {
                sizes.add(each.next());
                bar.update(sizes.shoppers());
            }
        }
    }

    private String profile(String wanted) throws Exception {
        SavedShopper shopper = SavedShopperLookup.find(path, wanted)
                .orElseThrow(() -> new UserError("Expected the shopper " + VisibleText.of(wanted) + " in " + path
                        + ", found none of that id; it may be forgotten, or of another shop"));
        if (shopper.profileBytes() == 0) {
            throw new UserError("Expected a profile of " + VisibleText.of(wanted) + ", found " + shopper.pending()
                    + " events that wait for the watermark and nothing before them");
        }
        Instant instant = asOf;
        long at = instant != null ? instant.toEpochMilli() : shopper.wakeMillis();
        byte[] value = ProfileJson.encode(new ProfileSnapshot(wanted, shopper.profile()), ProfileSettings.DEFAULTS, at)
                .value();
        return value == null ? "{}" : new String(value, StandardCharsets.UTF_8);
    }
}
