package io.leeway.decisions.advertising;

import io.leeway.records.AdCampaign;

/**
 * A feedback controller in event time: an hour after another it compares how fast money is
 * committed with how fast what is left has to go, and moves the multiplier of all bids by a part of
 * the difference (integral control on a logarithmic scale, so that it is never negative).
 *
 * <p>Committed is what is spent, and of what is reserved the share that bids of this campaign came
 * to cost so far: a bid for the evening counts when it is made, not when it is settled. All is to
 * be committed some time before the end, so that what comes free then can still be spent. Not
 * thread-safe.
 */
final class Pacing {
    private static final long HOUR = 3_600_000L;
    private static final double GAIN = 0.05;
    private static final double MOST_STEP = 0.12;
    private static final double MOST_OFF = 3;
    private static final double LEAST_RATE = 0.05;
    private static final double SMOOTHING = 1 / 12.0;
    private static final double FORGETTING = 0.99;
    private static final double LEAST_MULTIPLIER = 1e-3;
    private static final double FIRST_MULTIPLIER = 0.4;
    private static final double FIRST_SHARE = 0.35;
    /** Money that the first share counts for, in parts of the budget. */
    private static final double PRIOR = 0.01;

    private static final double RESERVE = 0.06;

    private State state;

    /**
     * What is kept.
     *
     * @param steppedAtMillis the last hour that was looked at; 0 before the first
     * @param rate of commitment an hour, smoothed
     * @param costs what settled bids cost, older ones counting less
     * @param bids what they might have
     */
    record State(double multiplier, long steppedAtMillis, double committed, double rate, double costs, double bids) {}

    Pacing(double mostMultiplier) {
        this(new State(Math.min(FIRST_MULTIPLIER, mostMultiplier), 0, 0, -1, 0, 0));
    }

    Pacing(State state) {
        this.state = state;
    }

    State state() {
        return state;
    }

    double multiplier() {
        return state.multiplier();
    }

    /** A bid was settled, or ceased to be valid, which costs nothing. */
    void resolved(long bid, long cost) {
        state = new State(
                state.multiplier(),
                state.steppedAtMillis(),
                state.committed(),
                state.rate(),
                state.costs() + cost,
                state.bids() + bid);
    }

    /** Releases what is no longer valid and takes every step due up to an instant. */
    void advanceTo(long atMillis, AdCampaign campaign, CampaignLedger ledger, double mostMultiplier) {
        long from = Math.max(state.steppedAtMillis(), hour(campaign.startMillis())) + HOUR;
        long to = Math.min(hour(atMillis), hour(campaign.endMillis()));
        for (long at = from; at <= to; at += HOUR) {
            release(at, ledger);
            step(at, campaign, ledger, mostMultiplier);
        }
        release(atMillis, ledger);
    }

    private void release(long atMillis, CampaignLedger ledger) {
        // One by one, for sums of doubles depend on their order.
        ledger.advanceTo(atMillis).forEach(released -> resolved(released, 0));
    }

    private static long hour(long millis) {
        return Math.floorDiv(millis, HOUR) * HOUR;
    }

    private void step(long atMillis, AdCampaign campaign, CampaignLedger ledger, double mostMultiplier) {
        double budget = CampaignLedger.micros(campaign.budget());
        double share = (state.costs() + FIRST_SHARE * PRIOR * budget) / (state.bids() + PRIOR * budget);
        double committed = ledger.spent() + share * ledger.allReserved();
        double flow = Math.max(0, committed - state.committed());
        double rate = state.rate() < 0 ? flow : state.rate() + SMOOTHING * (flow - state.rate());
        double length = campaign.endMillis() - campaign.startMillis();
        double hoursLeft = Math.max(2, (campaign.endMillis() - RESERVE * length - atMillis) / HOUR);
        double wanted = Math.max(0, budget - committed) / hoursLeft;
        // In proportion: twice as fast is as wrong as half as fast.
        double off = wanted <= 0 ? -MOST_OFF : StrictMath.log(wanted / Math.max(rate, wanted * LEAST_RATE));
        double step = Math.max(-MOST_STEP, Math.min(MOST_STEP, GAIN * off));
        double multiplier =
                Math.max(LEAST_MULTIPLIER, Math.min(mostMultiplier, state.multiplier() * StrictMath.exp(step)));
        state = new State(multiplier, atMillis, committed, rate, state.costs() * FORGETTING, state.bids() * FORGETTING);
    }

    /** What should be committed by an instant, as a share of the budget. */
    static double target(AdCampaign campaign, long atMillis) {
        double length = campaign.endMillis() - campaign.startMillis();
        return Math.max(0, Math.min(1, (atMillis - campaign.startMillis()) / ((1 - RESERVE) * length)));
    }
}
