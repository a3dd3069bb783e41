package io.leeway.cli.sizing;

import static java.util.Objects.requireNonNull;

import io.leeway.cli.console.ByteSizes;
import io.leeway.cli.console.TextTable;
import io.leeway.cli.console.UserError;
import io.leeway.cli.options.CountConverter;
import io.leeway.cli.options.DurationConverter;
import io.leeway.cli.options.PrintingCommand;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;

/** {@code leeway size}: slots, memory, disk and checkpoints of a shop, from what was measured. */
@Command(
        name = "size",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        showDefaultValues = true,
        description = {
            "Says what a shop needs: slots, memory, disk, checkpoints, by the formulas in flink-jobs/cli/SIZING.md.",
            "",
            "The defaults are what was measured on the machine of flink-jobs/bench/SPEED.md. Give your own, by the run named with each."
        },
        footer = {
            "",
            "Examples:",
            "  leeway size",
            "  leeway size --shoppers 100m --events-per-day 3",
            "  leeway size --shoppers 2m,20m --events-per-day 0.5 --peak 4",
            "  leeway size --shoppers 1m --shopper-bytes 1100 --load 0.4"
        })
@SuppressWarnings("NullAway.Init") // picocli sets what has a default
public final class SizeCommand extends PrintingCommand {

    @Option(
            names = "--shoppers",
            paramLabel = "N",
            split = ",",
            defaultValue = "100k,1m,10m,100m",
            converter = CountConverter.class,
            description = "Shoppers of whom a profile is kept.")
    private List<Long> shoppers = new ArrayList<>();

    @Option(
            names = "--events-per-day",
            paramLabel = "X",
            split = ",",
            defaultValue = "1,10",
            description = "Events a shopper a day, those who stay away included.")
    private List<Double> eventsPerDay = new ArrayList<>();

    @Mixin
    private SizingConstants constants = new SizingConstants();

    @Override
    public Integer call() {
        constants.check();
        if (shoppers.stream().anyMatch(count -> count < 1)
                || eventsPerDay.stream().anyMatch(rate -> !(rate > 0))) {
            throw new UserError("Expected at least one shopper and events above zero a day, found " + shoppers + " and "
                    + eventsPerDay + "; give others");
        }
        PrintWriter out = out();
        constantsTable().lines().forEach(out::println);
        out.println();
        needs().lines().forEach(out::println);
        return 0;
    }

    /**
     * Each constant as the command line has it, so that what is printed is what was computed with.
     */
    private TextTable constantsTable() {
        TextTable table = new TextTable();
        for (OptionSpec option :
                requireNonNull(spec().mixins().get("constants")).options()) {
            table.row(option.longestName(), value(option), String.join(" ", option.description()));
        }
        return table;
    }

    private static String value(OptionSpec option) {
        Object value = option.getValue();
        return value instanceof Duration duration ? DurationConverter.text(duration) : plain((Double) value);
    }

    private TextTable needs() {
        TextTable table = new TextTable()
                .row(
                        "shoppers",
                        "events",
                        "at peak",
                        "slots",
                        "memory",
                        "disk",
                        "full",
                        "increment",
                        "increments",
                        "active in");
        table.row("", "a day", "a second", "", "", "", "checkpoint", "at peak", "a day", "the hour");
        for (long count : shoppers) {
            for (double events : eventsPerDay) {
                Sizing sizing = Sizing.of(count, events, constants);
                table.row(
                        CountConverter.text(count),
                        plain(events),
                        rounded(sizing.peakEventsPerSecond()),
                        sizing.slots(),
                        bytes(sizing.memoryBytes()),
                        bytes(sizing.diskBytes()),
                        bytes(sizing.stateBytes()),
                        bytes(sizing.checkpointBytes()),
                        bytes(sizing.checkpointBytesADay()),
                        rounded(sizing.active()));
            }
        }
        return table;
    }

    private static String plain(double value) {
        return value == Math.rint(value) ? String.format(Locale.ROOT, "%,d", (long) value) : String.valueOf(value);
    }

    /** An estimate has no more than two significant digits. */
    private static String rounded(double value) {
        double unit = Math.pow(10, Math.max(0, Math.floor(Math.log10(Math.max(1, value))) - 1));
        return String.format(Locale.ROOT, "%,d", Math.round(Math.ceil(value / unit) * unit));
    }

    private static String bytes(double value) {
        return ByteSizes.words(Math.round(value));
    }
}
