package io.leeway.cli.audit;

import io.leeway.topics.KafkaConnection;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What is audited, and what must hold beyond exactly-once.
 *
 * @param kafka the broker with the topics
 * @param out the folder where the run left {@code run.json} and {@code visible.json}; the sums of
 *     the tallies are written there
 * @param expected the folder with the reference run's scores
 * @param planted a JSON object of counts that must be met, by the report's names or the tallies';
 *     null when nothing was planted
 * @param atLeast committed scores that there must be
 * @param complete whether both models, every trigger, backfill and live scores must be there
 */
public record AuditInputs(
        KafkaConnection kafka,
        Path out,
        Path expected,
        @Nullable Path planted,
        long atLeast,
        boolean complete,
        Duration settle) {}
