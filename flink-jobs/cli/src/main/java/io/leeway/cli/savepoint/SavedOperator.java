package io.leeway.cli.savepoint;

import java.util.List;
import java.util.Optional;

/**
 * What a savepoint keeps of one operator.
 *
 * @param id the hash of its uid, by which a job finds its state
 * @param uid as the savepoint names it, where it does
 * @param parallelism of the job that wrote it
 * @param maxParallelism of keyed state: in how many groups keys fall
 * @param states in order of name; none where the operator keeps nothing
 */
public record SavedOperator(
        String id, Optional<String> uid, int parallelism, int maxParallelism, long bytes, List<StateSchema> states) {
    public SavedOperator {
        states = List.copyOf(states);
    }
}
