package io.leeway.sources.kafka;

import io.leeway.topics.Progress;

/** What a topic of committed records holds: its values, and its writer's progress. */
sealed interface Committed<T> {
    /** A value. */
    record Value<T>(T value) implements Committed<T> {}

    /** The writer's progress. */
    record Mark<T>(Progress progress) implements Committed<T> {}
}
