package io.leeway.features;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** The as-of times of examples: features see events up to them, labels only those after. */
public sealed interface AsOf extends Serializable {
    /**
     * The instants at which serving would have asked for a score.
     *
     * @param from as-of times begin here: before it, profiles only grow
     * @param sampleRate share of the requests that become examples, in (0, 1], drawn by a hash of
     *     user and as-of time
     */
    record Requests(Instant from, double sampleRate) implements AsOf {
        public Requests {
            requireNonNull(from, "from");
            if (!(sampleRate > 0 && sampleRate <= 1)) {
                throw new IllegalArgumentException("Expected a sample rate in (0, 1], found " + sampleRate);
            }
        }
    }

    /**
     * The same instants for all: every shopper of whom something is known then becomes one example
     * a cut and task.
     *
     * @param instants the cuts, at least one; kept in order, each once
     */
    record Cuts(List<Instant> instants) implements AsOf {
        public Cuts {
            if (instants.isEmpty()) {
                throw new IllegalArgumentException("Expected a cut, found none");
            }
            // An ArrayList, because it travels to the cluster and what List.copyOf makes of a set
            // does not everywhere.
            instants = new ArrayList<>(new TreeSet<>(instants));
        }
    }

    /**
     * A millisecond before each event that says for which category a shopper cares (it has one, and
     * a gain above 0), where something is known of them: the label's next categories begin with
     * that event's. Events of one instant make one example.
     *
     * @param atLeast shoppers with fewer events than this, all of history counted and repeated ids
     *     once, make none
     */
    record EachEvent(int atLeast) implements AsOf {
        public EachEvent {
            if (atLeast < 1) {
                throw new IllegalArgumentException("Expected a number of events above 0, found " + atLeast);
            }
        }
    }
}
