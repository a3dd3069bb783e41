package io.leeway.cli.scores;

import io.leeway.topics.Topics;
import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;

/**
 * Reads the score topics as they grow, and hands every score to its listeners: a {@link TopicFeed}
 * of scores.
 */
public final class ScoreFeed {

    private ScoreFeed() {}

    /**
     * Starts to read from the beginning. A listener that throws ends the feed;
     * {@link TopicFeed#finish} then says why. The caller closes it.
     */
    public static TopicFeed start(
            String bootstrapServers, Clock clock, List<? extends Consumer<CommittedScore>> listeners) {
        List<Consumer<CommittedScore>> all = List.copyOf(listeners);
        return TopicFeed.start(bootstrapServers, List.of(Topics.CHURN, Topics.INTEREST), record -> {
            CommittedScore score = CommittedScore.of(record, clock.millis());
            all.forEach(listener -> listener.accept(score));
        });
    }
}
