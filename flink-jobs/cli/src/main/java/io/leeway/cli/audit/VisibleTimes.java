package io.leeway.cli.audit;

import io.leeway.cli.console.Percentiles;
import io.leeway.cli.console.PrettyJson;
import io.leeway.cli.scores.CommittedScore;
import io.leeway.cli.scores.TopicFeed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How long it takes from the append of the event that triggers a score to a reader of committed
 * records that sees the score, in milliseconds of wall clock.
 *
 * <p>A topic does not keep when it was read, so this is measured by a {@link TopicFeed} while the
 * job runs and kept in {@code visible.json} for the auditor. Backfill and silence are left out: no
 * one waits for them. Not thread-safe; one feed's listener.
 */
public final class VisibleTimes implements Consumer<CommittedScore> {

    static final String FILE_NAME = "visible.json";

    private final Percentiles.Sample sample = new Percentiles.Sample();

    private record Visible(int count, @Nullable Percentiles millis) {}

    @Override
    public void accept(CommittedScore score) {
        if (score.isPrompt() && score.appendedAtMillis() > 0) {
            sample.add(score.readAtMillis() - score.appendedAtMillis());
        }
    }

    public void write(Path folder) throws IOException {
        PrettyJson.write(folder.resolve(FILE_NAME), new Visible(sample.size(), sample.percentiles()));
    }

    /** What a demo measured; empty where there is no such file, or nothing was measured. */
    public static Optional<Percentiles> read(Path folder) throws IOException {
        return PrettyJson.readIfThere(folder.resolve(FILE_NAME), Visible.class).map(Visible::millis);
    }
}
