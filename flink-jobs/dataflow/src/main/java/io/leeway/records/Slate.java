package io.leeway.records;

/**
 * What a shopper's list is to be chosen from.
 *
 * @param id the list's id, a decision's
 * @param asOfMillis event time as of which it is made
 * @param scoreId the interest score that it rests on
 * @param history the latest items that the shopper turned to, oldest first
 * @param candidates all that the rules let pass, the weightiest first
 * @param erased whether this is no list but a notice: what was decided of this shopper before is to
 *     be erased
 */
public record Slate(
        String id,
        String userId,
        long asOfMillis,
        String scoreId,
        String[] history,
        Candidate[] candidates,
        boolean erased) {}
