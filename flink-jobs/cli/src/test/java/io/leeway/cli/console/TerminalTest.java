package io.leeway.cli.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leeway.cli.demo.DecisionBoard;
import io.leeway.cli.demo.LiveFigures;
import io.leeway.cli.demo.LiveTable;
import io.leeway.cli.demo.ManualClock;
import io.leeway.cli.demo.PlayFigures;
import io.leeway.cli.demo.ShopperBoard;
import io.leeway.cli.options.DurationConverter;
import io.leeway.cli.scores.CommittedScore;
import io.leeway.cli.scores.PublishedScoreJson;
import io.leeway.cli.scores.SampleScores;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class TerminalTest {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final ManualClock clock = new ManualClock();

    private CommandScreen screen(boolean terminal) {
        return new CommandScreen(new PrintStream(bytes, true, UTF_8), terminal, 40);
    }

    private String printed() {
        return bytes.toString(UTF_8);
    }

    @Test
    void aTerminalIsDrawnAgainInPlaceAndCutAtItsWidth() {
        CommandScreen screen = screen(true);
        screen.draw(List.of("one", "x".repeat(50)));
        screen.draw(List.of("two"));
        assertThat(printed()).isEqualTo("one\n" + "x".repeat(39) + "…\n\u001b[2A\r\u001b[Jtwo\n");
    }

    @Test
    void aPipeGetsALineEveryFiveSecondsAndTheSum() {
        try (ProgressBar bar = new ProgressBar(screen(false), "history", 1000, "events", clock)) {
            for (int i = 1; i <= 100; i++) {
                clock.advance(100);
                bar.update(i * 10L);
            }
        }
        assertThat(printed().lines())
                .containsExactly(
                        "history      [██████████████··············]  50 %  500 of 1,000 events  100 events/s  5.0 s left",
                        "history      [████████████████████████████] 100 %  1,000 of 1,000 events  100 events/s",
                        "history      1,000 events in 10.0 s");
    }

    @Test
    void whatIsLeftIsNotGuessedFromTheFirstStep() {
        CommandScreen wide = new CommandScreen(new PrintStream(bytes, true, UTF_8), true, 200);
        try (ProgressBar bar = new ProgressBar(wide, "training", 1000, "steps", clock)) {
            for (int step = 1; step <= 3; step++) {
                clock.advance(step == 1 ? 9_000 : 1_000);
                bar.update(step);
            }
        }
        assertThat(printed().lines().filter(line -> line.contains(" of 1,000 steps")))
                .satisfiesExactly(
                        start -> assertThat(start).doesNotContain("left"),
                        first -> assertThat(first).doesNotContain("left"),
                        second -> assertThat(second).doesNotContain("left"),
                        third -> assertThat(third).contains("16 min 37 s left"));
    }

    @Test
    void theLiveTableShowsWhoStandsOutByTheirLatestLiveScore() {
        ShopperBoard board = new ShopperBoard(Duration.ofMinutes(30));
        accept(board, SampleScores.churn(1, "session-end", false, 0.9));
        accept(board, SampleScores.churn(11, "silence", false, 0.4));
        accept(board, SampleScores.churnWithReasons(2, "window", 0.7));
        accept(board, SampleScores.churn(3, "window", true, 1.0));
        accept(board, SampleScores.interest(4, "session-end", false, 0.66));
        assertThat(board.atRisk(5))
                .extracting(shopper -> shopper.score().head().user())
                .containsExactly("u2", "u1");
        assertThat(board.atRisk(5).get(1).lastSeen()).isEqualTo(Instant.parse("2025-12-31T23:30:01Z"));
        assertThat(board.counts().scores()).isEqualTo(5);
        assertThat(board.counts().liveScores()).isEqualTo(4);

        PlayFigures played = new PlayFigures(10, 0, Instant.parse("2026-01-01T01:00:00Z"), 5);
        LiveTable table = new LiveTable(
                screen(false),
                board,
                new DecisionBoard(),
                () -> new LiveFigures(played, 3, "http://localhost:8081"),
                clock);
        table.refresh();
        assertThat(printed()).isEmpty();
        clock.advance(10_000);
        table.refresh();
        assertThat(printed())
                .isEqualTo(
                        "shop Jan 1 01:00  events 10 (0/s)  scores 5 (0/s), live 4, newest 59 min of the shop's clock old\n"
                                + "restarts 3  Flink http://localhost:8081\n");
        table.finish();
        assertThat(printed())
                .contains(
                        "u4        0.66   Jan 1 00:00  baby → toddler, or so",
                        "u2       0.70  Jan 1 00:00  –             silent for 5 weeks");
    }

    @Test
    void ratesAreOfTheLastFiveSeconds() {
        RecentRate rate = new RecentRate();
        rate.add(0, 0);
        rate.add(1_000, 10_000);
        assertThat(rate.perSecond()).isEqualTo(10_000);
        rate.add(6_000, 10_500);
        assertThat(rate.perSecond()).isEqualTo(100);
    }

    @ParameterizedTest
    @CsvSource({"500ms,500", "60s,60000", "2m,120000", "1h,3600000", "30d,2592000000"})
    void durationsReadAndSayThemselves(String text, long millis) {
        Duration duration = new DurationConverter().convert(text);
        assertThat(duration).isEqualTo(Duration.ofMillis(millis));
        assertThat(new DurationConverter().convert(DurationConverter.text(duration)))
                .isEqualTo(duration);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "60", "2 m", "-1s", "1w", "99999999999s"})
    void otherDurationsAreRefused(String text) {
        assertThatThrownBy(() -> new DurationConverter().convert(text))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageContaining("Expected a duration as 500ms, 60s, 2m, 1h or 30d, found '" + text + "'");
    }

    @Test
    void percentilesAreFiguresOfTheSet() {
        Percentiles.Sample sample = new Percentiles.Sample();
        assertThat(sample.percentiles()).isNull();
        for (int i = 3000; i > 0; i--) {
            sample.add(i);
        }
        assertThat(sample.percentiles()).isEqualTo(new Percentiles(1500, 2970));
    }

    @Test
    void aSparklineIsAsWideAsItMayBe() {
        assertThat(Sparkline.of(new double[] {0, 0.5, 1, -1, 2}, 80)).isEqualTo("▁▅█▁█");
        assertThat(Sparkline.of(new double[] {0, 1, 0, 0}, 2)).isEqualTo("▅▁");
        assertThat(Sparkline.of(new double[0], 10)).isEmpty();
    }

    private static void accept(ShopperBoard board, byte[] json) {
        board.accept(new CommittedScore(PublishedScoreJson.parse(json), json, 0, 0, 0, 0));
    }
}
