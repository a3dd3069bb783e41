package io.leeway.cli.sizing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.leeway.cli.Leeway;
import io.leeway.cli.options.CountConverter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

/** The sizes by hand, and the page by the command. */
class SizeCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    /** Every figure of a shop of round numbers. */
    @Test
    void theFormulasAreThoseOfThePage() {
        Sizing sizing = Sizing.of(8_640_000, 2, constants());
        // 200 events a second on average.
        assertThat(sizing.peakEventsPerSecond()).isCloseTo(600, within(1e-6));
        // 600 × (100 + 0.5 × 200 µs) = 0.12 of a slot, of which half may be used: 0.24.
        assertThat(sizing.slots()).isEqualTo(1);
        // 600 × 3600 / 4 shoppers.
        assertThat(sizing.active()).isCloseTo(540_000, within(1e-3));
        assertThat(sizing.stateBytes()).isEqualTo(8_640_000_000.0);
        assertThat(sizing.diskBytes()).isEqualTo(17_280_000_000.0);
        // A slot of 100 MB, and the active shoppers' 540 MB, which is more than the 128 MB that
        // RocksDB needs.
        assertThat(sizing.memoryBytes()).isCloseTo(100 * 1_048_576.0 + 540_000_000.0, within(1.0));
        assertThat(sizing.checkpointBytes()).isCloseTo(600 * 10 * 2_000, within(1e-3));
        assertThat(sizing.checkpointBytesADay()).isCloseTo(200.0 * 86_400 * 2_000, within(1.0));
    }

    @Test
    void whatCannotBeMoreThanAllIsNot() {
        SizingConstants constants = constants();
        constants.interval = Duration.ofDays(1);
        Sizing sizing = Sizing.of(1_000, 10_000, constants);
        assertThat(sizing.active()).as("shoppers").isEqualTo(1_000);
        assertThat(sizing.checkpointBytes()).as("a full checkpoint").isEqualTo(1_000_000);
        assertThat(sizing.checkpointBytesADay()).isEqualTo(1_000_000);
    }

    @Test
    void atRateTheModelsCountByTheirRequests() {
        SizingConstants constants = constants();
        // 60,000 × 200 µs = 12 slots, of which half may be used.
        assertThat(Sizing.of(864_000_000, 2, constants).slots()).isEqualTo(24);
        constants.requestsPerEvent = 0;
        assertThat(Sizing.of(864_000_000, 2, constants).slots()).isEqualTo(12);
    }

    /** A figure that was changed in the code alone would leave a page that says otherwise. */
    @Test
    void thePageShowsWhatTheCommandSays() throws Exception {
        List<String> page = Files.readAllLines(Path.of("SIZING.md"));
        assertThat(run("size")).isZero();
        assertThat(blockAfter(page, "<!-- output: ./leeway size -->"))
                .containsExactlyElementsOf(out.toString().lines().toList());
    }

    @Test
    void oneShopIsOneLineWithTheConstantsThatWereGiven() {
        assertThat(run(
                        "size",
                        "--shoppers",
                        "2m",
                        "--events-per-day",
                        "0.5",
                        "--shopper-bytes",
                        "1000",
                        "--interval",
                        "2m"))
                .isZero();
        assertThat(out.toString()).contains("--shopper-bytes           1,000").contains("--interval                2m");
        assertThat(out.toString().lines().reduce((before, last) -> last).orElseThrow())
                .startsWith("2m        0.5")
                .contains("2.0 GB");
    }

    @Test
    void theHelpShowsExamplesAndDefaults() {
        assertThat(run("size", "--help")).isZero();
        assertThat(out.toString()).contains("leeway size --shoppers 100m --events-per-day 3");
        assertThat(out.toString().replaceAll("\\s+", " "))
                .contains(
                        "Default: 100k,1m,10m,100m", "busiest hour may take; the rest is for catching up Default: 0.6");
    }

    @Test
    void whatCannotBeComputedIsOneLine() {
        assertThat(run("size", "--load", "1.5")).isOne();
        assertThat(run("size", "--shoppers", "0")).isOne();
        assertThat(run("size", "--shoppers", "many")).isEqualTo(2);
        assertThat(err.toString().lines().toList())
                .satisfiesExactly(
                        load -> assertThat(load).contains("--load of at most 1"),
                        none -> assertThat(none).contains("Expected at least one shopper"),
                        many -> assertThat(many).contains("Expected a count as 2500, 100k, 1.5m or 2b, found 'many'"),
                        advice -> assertThat(advice).contains("leeway size --help"));
    }

    @ParameterizedTest
    @CsvSource({"2500,2500", "100k,100000", "1.5m,1500000", "100M,100000000", "2b,2000000000"})
    void countsReadAndSayThemselves(String text, long count) {
        assertThat(new CountConverter().convert(text)).isEqualTo(count);
        assertThat(new CountConverter().convert(CountConverter.text(count))).isEqualTo(count);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "k", "-1", "1 m", "1t", "1.2345m"})
    void otherCountsAreRefused(String text) {
        assertThatThrownBy(() -> new CountConverter().convert(text)).isInstanceOf(TypeConversionException.class);
    }

    private static SizingConstants constants() {
        SizingConstants constants = new SizingConstants();
        constants.slotEvents = 10_000;
        constants.shopperBytes = 1_000;
        constants.requestsPerEvent = 0.5;
        constants.visitEvents = 4;
        constants.churnMicros = 50;
        constants.interestMicros = 150;
        constants.checkpointEventBytes = 2_000;
        constants.slotMegabytes = 100;
        constants.peak = 3;
        constants.load = 0.5;
        constants.interval = Duration.ofSeconds(10);
        return constants;
    }

    private static List<String> blockAfter(List<String> page, String mark) {
        int from = page.indexOf(mark);
        assertThat(from).as(mark).isNotNegative();
        assertThat(page.get(from + 1)).isEqualTo("```");
        List<String> block = new ArrayList<>();
        for (int i = from + 2; !page.get(i).equals("```"); i++) {
            block.add(page.get(i));
        }
        return block;
    }

    private int run(String... arguments) {
        return Leeway.commandLine(false)
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }
}
