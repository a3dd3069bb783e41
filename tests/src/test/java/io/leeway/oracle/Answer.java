package io.leeway.oracle;

import java.util.List;

/**
 * What became of one shopper.
 *
 * @param requests in order of as-of time, each instant once
 * @param applied events that entered a profile, whatever became of the profile; an erasure is not one of them
 * @param duplicates events dropped as duplicates
 * @param erased erasures, and events dropped because of one
 * @param objected objections, consents, and events dropped because of an objection
 */
public record Answer(List<Request> requests, int applied, int duplicates, int erased, int objected) {

    public Answer {
        requests = List.copyOf(requests);
    }
}
