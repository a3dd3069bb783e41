package io.leeway.cli.demo;

import io.leeway.cli.console.CommandScreen;
import io.leeway.cli.console.RecentRate;
import io.leeway.cli.console.TextTable;
import io.leeway.cli.scores.PublishedInterestScore;
import io.leeway.cli.scores.PublishedScore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The table that a demo shows while it plays: who drifts and where to, who is at risk, what was
 * decided and what came of it, rates and the job's health. Drawn again in place on a terminal;
 * elsewhere a summary every ten seconds. For one thread.
 */
public final class LiveTable {

    private static final long PRINT_EVERY_MILLIS = 10_000;
    private static final int ROWS = 6;
    private static final DateTimeFormatter SHORT =
            DateTimeFormatter.ofPattern("MMM d HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final CommandScreen screen;
    private final ShopperBoard board;
    private final DecisionBoard decisions;
    private final Supplier<LiveFigures> figures;
    private final Clock clock;
    private final RecentRate events = new RecentRate();
    private final RecentRate scores = new RecentRate();
    private long shownMillis;

    public LiveTable(
            CommandScreen screen,
            ShopperBoard board,
            DecisionBoard decisions,
            Supplier<LiveFigures> figures,
            Clock clock) {
        this.screen = screen;
        this.board = board;
        this.decisions = decisions;
        this.figures = figures;
        this.clock = clock;
        this.shownMillis = clock.millis();
    }

    /** Shows how things stand, if it is time to; to be called every half second or so. */
    public void refresh() {
        long now = clock.millis();
        LiveFigures current = figures.get();
        ShopperBoard.Counts counts = board.counts();
        events.add(now, current.played().records());
        scores.add(now, counts.scores());
        if (screen.isTerminal()) {
            screen.draw(full(current, counts));
        } else if (now - shownMillis >= PRINT_EVERY_MILLIS) {
            shownMillis = now;
            screen.draw(summary(current, counts));
        }
    }

    /** Shows the table a last time, and leaves it. */
    public void finish() {
        screen.draw(full(figures.get(), board.counts()));
        screen.keep();
    }

    private List<String> full(LiveFigures current, ShopperBoard.Counts counts) {
        List<String> lines = new ArrayList<>(summary(current, counts));
        lines.add("");
        TextTable drifting = new TextTable().row("drifting", "drift", "as of", "from → to", "why");
        for (PublishedInterestScore score : board.drifting(ROWS)) {
            drifting.row(
                    score.head().user(),
                    share(score.drift()),
                    time(score.head().asOf()),
                    names(score.from()) + " → " + names(score.to()),
                    firstReason(score));
        }
        lines.addAll(drifting.lines());
        lines.add("");
        TextTable leaving = new TextTable().row("at risk", "p", "as of", "last seen", "why");
        for (ShopperBoard.AtRisk shopper : board.atRisk(ROWS)) {
            leaving.row(
                    shopper.score().head().user(),
                    share(shopper.score().probability()),
                    time(shopper.score().head().asOf()),
                    time(shopper.lastSeen()),
                    firstReason(shopper.score()));
        }
        lines.addAll(leaving.lines());
        lines.addAll(decisions.lines());
        return lines;
    }

    private List<String> summary(LiveFigures current, ShopperBoard.Counts counts) {
        PlayFigures played = current.played();
        List<String> lines = new ArrayList<>(2);
        lines.add(String.format(
                Locale.ROOT,
                "shop %s  events %,d (%,.0f/s)  scores %,d (%,.0f/s), live %,d%s",
                time(played.playedTo()),
                played.records(),
                events.perSecond(),
                counts.scores(),
                scores.perSecond(),
                counts.liveScores(),
                behind(played.playedTo(), counts.latestAsOf())));
        lines.add(String.format(
                Locale.ROOT,
                "restarts %d%s",
                current.restarts(),
                current.flinkUi() == null ? "" : "  Flink " + current.flinkUi()));
        return lines;
    }

    private static String behind(Instant playedTo, @Nullable Instant latestAsOf) {
        return latestAsOf == null || latestAsOf.isAfter(playedTo)
                ? ""
                : ", newest " + Duration.between(latestAsOf, playedTo).toMinutes() + " min of the shop's clock old";
    }

    private static String firstReason(PublishedScore score) {
        return score.reasons().isEmpty() ? "" : score.reasons().get(0).words();
    }

    private static String names(List<PublishedScore.Category> categories) {
        return categories.isEmpty()
                ? "–"
                : categories.stream()
                        .limit(2)
                        .map(PublishedScore.Category::category)
                        .collect(Collectors.joining(", "));
    }

    private static String share(double share) {
        return String.format(Locale.ROOT, "%.2f", share);
    }

    private static String time(@Nullable Instant instant) {
        return instant == null ? "–" : SHORT.format(instant);
    }
}
