package io.leeway.cli.demo;

import io.leeway.cli.scores.CommittedScore;
import io.leeway.cli.scores.PublishedChurnScore;
import io.leeway.cli.scores.PublishedInterestScore;
import io.leeway.cli.scores.PublishedScore;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The latest scores of every shopper, to show those who stand out. Thread-safe. Keeps two scores
 * and an instant a shopper.
 *
 * <p>Only shoppers with a live score are shown: backfill is the past. A shopper was last seen at
 * the end of their last session, the session's gap taken off.
 */
public final class ShopperBoard implements Consumer<CommittedScore> {

    private static final Comparator<PublishedScore> HIGHEST = Comparator.comparingDouble(PublishedScore::value)
            .reversed()
            .thenComparing(score -> score.head().user());

    private final Duration sessionGap;
    private final Map<String, PublishedInterestScore> interest = new HashMap<>();
    private final Map<String, PublishedChurnScore> churn = new HashMap<>();
    private final Map<String, Instant> lastSeen = new HashMap<>();
    private long scores;
    private long liveScores;
    private @Nullable Instant latestAsOf;

    /**
     * A shopper who may stay away.
     *
     * @param lastSeen null where no session of theirs has ended yet
     */
    public record AtRisk(
            PublishedChurnScore score, @Nullable Instant lastSeen) {}

    /** @param latestAsOf the latest as-of time among live scores; null before the first */
    public record Counts(
            long scores, long liveScores, @Nullable Instant latestAsOf) {}

    public ShopperBoard(Duration sessionGap) {
        this.sessionGap = sessionGap;
    }

    @Override
    public synchronized void accept(CommittedScore committed) {
        PublishedScore score = committed.score();
        PublishedScore.Head head = score.head();
        scores++;
        if (head.triggers().contains("session-end")) {
            lastSeen.merge(head.user(), head.asOf().minus(sessionGap), ShopperBoard::later);
        }
        if (head.backfill()) {
            return;
        }
        liveScores++;
        latestAsOf = latestAsOf == null ? head.asOf() : later(latestAsOf, head.asOf());
        if (score instanceof PublishedChurnScore found) {
            churn.merge(head.user(), found, ShopperBoard::latest);
        } else if (score instanceof PublishedInterestScore found) {
            interest.merge(head.user(), found, ShopperBoard::latest);
        }
    }

    /** The shoppers whose interest moves most, the greatest drift first. */
    synchronized List<PublishedInterestScore> drifting(int atMost) {
        return interest.values().stream().sorted(HIGHEST).limit(atMost).toList();
    }

    /** The shoppers who are likeliest to stay away, the likeliest first. */
    public synchronized List<AtRisk> atRisk(int atMost) {
        return churn.values().stream()
                .sorted(HIGHEST)
                .limit(atMost)
                .map(score -> new AtRisk(score, lastSeen.get(score.head().user())))
                .toList();
    }

    public synchronized Counts counts() {
        return new Counts(scores, liveScores, latestAsOf);
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static <S extends PublishedScore> S latest(S one, S other) {
        return other.head().asOf().isBefore(one.head().asOf()) ? one : other;
    }
}
