package io.leeway.cli.data;

import io.leeway.cli.console.CommandScreen;
import io.leeway.cli.console.UserError;
import io.leeway.cli.demo.SimulatedDemoShop;
import io.leeway.simulator.SimulatedShop;
import io.leeway.simulator.shoppers.ShopSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code leeway simulate}: the history of a made-up shop, to try things on. */
@Command(
        name = "simulate",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Writes the history of a simulated shop, as `leeway import` writes that of a real one.",
            "",
            "Its shoppers have interests that move and a hidden moment at which they leave. The same options give the same bytes. What was hidden is in truth.jsonl."
        },
        footer = {
            "",
            "Examples:",
            "  leeway simulate -o shop/history",
            "  leeway simulate -o shop/history --shoppers 5000 --days 200 --seed 3",
            "  leeway simulate -o shop/history --promotions"
        })
@SuppressWarnings("NullAway.Init") // picocli sets what is required
public final class SimulateCommand implements Callable<Integer> {
    @Option(
            names = {"-o", "--output"},
            paramLabel = "DIR",
            required = true,
            description = "The history's folder; what an earlier run left there is replaced.")
    private Path output;

    @Option(names = "--shoppers", paramLabel = "N", description = "Default: ${DEFAULT-VALUE}.")
    private int shoppers = 1200;

    @Option(names = "--days", paramLabel = "N", description = "Default: ${DEFAULT-VALUE}.")
    private int days = 90;

    @Option(names = "--seed", paramLabel = "N", description = "Default: ${DEFAULT-VALUE}.")
    private long seed = 7;

    @Option(
            names = "--promotions",
            description =
                    "Prices move from week to week, and shoppers answer by a hidden price sensitivity: it is in elasticities.json. Default: constant prices.")
    private boolean promotions;

    @Override
    public Integer call() throws IOException {
        if (shoppers < 1 || days < 1) {
            throw new UserError("Expected at least one shopper and one day, found " + shoppers + " and " + days
                    + "; correct --shoppers or --days");
        }
        ShopSettings settings = ShopSettings.from(SimulatedDemoShop.OPENED)
                .withSeed(seed)
                .withShoppers(shoppers)
                .withHistoryDays(days)
                .withLive(Duration.ZERO);
        SimulatedShop shop = promotions ? SimulatedShop.withPromotions(settings) : new SimulatedShop(settings);
        CommandScreen screen = CommandScreen.standard();
        long events = SimulatedDemoShop.writeHistory(shop, output, screen, Clock.systemUTC());
        shop.writeTruths(output.resolve("truth.jsonl"));
        if (shop.prices().isPresent()) {
            Files.writeString(
                    output.resolve("elasticities.json"), shop.prices().get().toJson());
        }
        screen.println(String.format(
                Locale.ROOT,
                "%,d events of %,d shoppers from %s to %s in %s",
                events,
                shoppers,
                shop.settings().historyStart(),
                shop.settings().seam(),
                output));
        return 0;
    }
}
