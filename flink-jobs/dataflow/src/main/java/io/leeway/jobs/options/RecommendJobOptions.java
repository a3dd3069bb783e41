package io.leeway.jobs.options;

import io.leeway.decisions.recommendation.RecommendationOptions;
import io.leeway.topics.Topics;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The recommendation job's options.
 *
 * @param decider brokers and commits; the default transactional id is {@code leeway-recommend}
 * @param topic the live topic
 * @param catalogue the topic with the items that the shop sells
 * @param model one version of a ranking model, {@code <name>/<version>}; null: candidates rank by
 *     their sources
 * @param recommendations how lists are made
 */
public record RecommendJobOptions(
        DeciderOptions decider,
        String topic,
        String catalogue,
        @Nullable Path model,
        RecommendationOptions recommendations) {

    /** With defaults. */
    public static RecommendJobOptions of(DeciderOptions decider) {
        return new RecommendJobOptions(
                decider, JobSourceOptions.DEFAULTS.topic(), Topics.CATALOGUE, null, RecommendationOptions.DEFAULTS);
    }
}
