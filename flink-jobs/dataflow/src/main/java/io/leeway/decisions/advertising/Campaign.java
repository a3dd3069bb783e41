package io.leeway.decisions.advertising;

import io.leeway.decisions.advertising.AdPredictor.Prediction;
import io.leeway.records.AdCampaign;
import io.leeway.records.Decision;
import io.leeway.records.DecisionKind;
import io.leeway.records.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All that one campaign decides, in plain Java: what is given to it in order of event time gives
 * the same bids each time, with Flink or without.
 *
 * <p>A bid is the expected value of an impression, times the pacing's multiplier, and no more than
 * the budget has left when all other bids that are out cost what they may. An impression settles
 * its bid with the price that was paid, the negative value of its outcome. Not thread-safe.
 */
final class Campaign {
    private final AdvertisingOptions options;
    private final CampaignStore store;
    private final AdPredictor predictor;
    private AdCampaign plan;
    private final CampaignLedger ledger;
    private final Pacing pacing;
    private Bandit bandit;
    private final TreeMap<Long, CampaignMeasures> measures = new TreeMap<>();
    private CampaignMeasures total;

    Campaign(AdCampaign plan, AdvertisingOptions options, CampaignStore store, AdPredictor predictor) {
        this.plan = plan;
        this.options = options;
        this.store = store;
        this.predictor = predictor;
        this.ledger = new CampaignLedger(options.validity().toMillis());
        this.pacing = new Pacing(options.mostMultiplier());
        this.bandit = new Bandit(BanditArm.count(plan));
        this.total = CampaignMeasures.NONE;
    }

    Campaign(CampaignState state, AdvertisingOptions options, CampaignStore store, AdPredictor predictor) {
        this.plan = state.campaign();
        this.options = options;
        this.store = store;
        this.predictor = predictor;
        this.ledger =
                new CampaignLedger(options.validity().toMillis(), state.spent(), state.reserved(), state.spentByDay());
        this.pacing = new Pacing(state.pacing());
        this.bandit = state.inverse().length == BanditArm.count(plan)
                ? new Bandit(state.inverse(), state.sums())
                : new Bandit(BanditArm.count(plan));
        this.measures.putAll(state.measures());
        this.total = state.total();
    }

    CampaignState state() {
        return new CampaignState(
                plan,
                ledger.spent(),
                ledger.reserved(),
                ledger.spentByDay(),
                pacing.state(),
                bandit.inverse(),
                bandit.sums(),
                measures,
                total);
    }

    /** Whether nothing can come of it any more. */
    boolean isOver(long atMillis) {
        return measures.isEmpty() && atMillis >= forgottenBy(plan.endMillis());
    }

    /** A later record of the same campaign; other channels begin their learning again. */
    void replace(AdCampaign other) {
        if (!other.id().equals(plan.id())) {
            throw new IllegalArgumentException("Expected campaigns whose ids' hashes differ, found " + plan.id()
                    + " and " + other.id() + "; give the later one another id");
        }
        if (!other.channels().equals(plan.channels())) {
            bandit = new Bandit(BanditArm.count(other));
        }
        plan = other;
    }

    /** Does what is due up to an instant. Returns the measures of ended windows. */
    List<CampaignReport> advanceTo(long atMillis) {
        pacing.advanceTo(atMillis, plan, ledger, options.mostMultiplier());
        List<CampaignReport> ended = new ArrayList<>();
        while (!measures.isEmpty() && measures.firstKey() + options.window().toMillis() <= atMillis) {
            Map.Entry<Long, CampaignMeasures> window = measures.pollFirstEntry();
            long end = window.getKey() + options.window().toMillis();
            ended.add(new CampaignReport(
                    plan, window.getKey(), end, window.getValue(), total, ledger.spent(), pacing.multiplier()));
        }
        return ended;
    }

    /** When something asked or seen at an instant is forgotten at the latest. */
    long forgottenBy(long atMillis) {
        long longest =
                Math.max(plan.capPeriodMillis(), options.conversionHorizon().toMillis());
        return ledger.validUntil(atMillis + BanditArm.longestWait()) + longest;
    }

    /** Bids, unless the campaign is not running, the cap is reached, or money is short. */
    Optional<AdBid> request(AdRequest request) {
        long now = request.asOfMillis();
        if (store.bid(request.id()) != null) {
            return Optional.empty();
        }
        if (now < plan.startMillis()
                || now >= plan.endMillis()
                || request.interest().gain(plan.category()) <= 0) {
            return refused(now, CampaignMeasures.refused());
        }
        List<Impression> impressions = FrequencyCap.stillCounting(plan, store.impressions(request.userId()), now);
        List<BanditArm> arms = BanditArm.all(plan, now);
        List<BanditArm> inTime = arms.stream()
                .filter(arm -> ledger.validUntil(arm.showAtMillis()) <= plan.endMillis()
                        && ledger.available(plan, arm.showAtMillis()) > 0)
                .toList();
        List<BanditArm> allowed = inTime.stream()
                .filter(arm -> FrequencyCap.allows(
                        plan, impressions, arm.showAtMillis(), ledger.validUntil(arm.showAtMillis())))
                .toList();
        if (allowed.isEmpty()) {
            return refused(
                    now, inTime.isEmpty() ? CampaignMeasures.refusedByBudget() : CampaignMeasures.refusedByCap());
        }
        return bid(request, impressions, arms, allowed);
    }

    private Optional<AdBid> bid(
            AdRequest request, List<Impression> impressions, List<BanditArm> arms, List<BanditArm> allowed) {
        int seen = impressions.size();
        // Always all arms, so that a call has always as many rows: TensorFlow's answers move with
        // them.
        List<Prediction> predictions = predictor.predict(arms.stream()
                .map(arm -> AdFeatures.of(
                        predictor.vocabulary(),
                        request.interest(),
                        plan.category(),
                        arm.channel(),
                        arm.showAtMillis(),
                        seen))
                .toList());
        ArmChoice choice = ArmChoice.of(request, allowed, predictions, seen, bandit, options);
        BanditArm arm = choice.arm();
        Prediction prediction = choice.prediction();
        double multiplier = Double.isNaN(options.fixedBid()) ? pacing.multiplier() : 1;
        double worth = Double.isNaN(options.fixedBid())
                ? multiplier * prediction.click() * prediction.conversion() * plan.conversionValue()
                : options.fixedBid();
        long micros = Math.min(CampaignLedger.micros(worth), ledger.available(plan, arm.showAtMillis()));
        if (micros <= 0) {
            return refused(request.asOfMillis(), CampaignMeasures.refusedByBudget());
        }
        long validUntil = ledger.validUntil(arm.showAtMillis());
        ledger.reserve(validUntil, micros);
        store.put(new OpenBid(
                request.id(),
                request.userId(),
                arm.number(),
                choice.context(),
                micros,
                validUntil,
                prediction.click(),
                0,
                false,
                false));
        List<Impression> more = new ArrayList<>(impressions);
        more.add(new Impression(request.id(), arm.showAtMillis(), validUntil, false));
        store.put(request.userId(), more);
        count(request.asOfMillis(), CampaignMeasures.bid(choice.probability()));
        return Optional.of(new AdBid(
                new Decision(
                        request.id(),
                        DecisionKind.AD,
                        request.userId(),
                        request.asOfMillis(),
                        request.scoreId(),
                        predictor.model(),
                        predictor.version(),
                        plan.id() + "/" + arm.channel() + "/"
                                + arm.number() / plan.channels().size(),
                        choice.probability(),
                        prediction.click(),
                        false,
                        micros / CampaignLedger.MICROS),
                plan.id(),
                plan.category(),
                new AdBid.Showing(arm.channel(), arm.showAtMillis(), validUntil),
                prediction.conversion(),
                multiplier,
                request.interest().gain(plan.category()),
                seen,
                choice.greedy(),
                choice.uniform()));
    }

    private Optional<AdBid> refused(long atMillis, CampaignMeasures why) {
        count(atMillis, why);
        return Optional.empty();
    }

    /** Applies an outcome of a bid; each kind counts once, other bids' are ignored. */
    void outcome(Outcome outcome) {
        OpenBid bid = store.bid(outcome.decisionId());
        if (bid == null) {
            return;
        }
        switch (outcome.kind()) {
            case IMPRESSION -> shown(bid, outcome);
            case CLICK -> clicked(bid, outcome);
            case CONVERSION -> converted(bid, outcome);
            default -> {
                // Nothing that advertisements come to.
            }
        }
    }

    private void shown(OpenBid bid, Outcome outcome) {
        if (bid.shownAtMillis() != 0) {
            return;
        }
        long cost = Math.max(0, Math.round(-outcome.value() * CampaignLedger.MICROS));
        boolean late = outcome.timeMillis() > bid.validUntilMillis();
        // What is reported after the validity has cost its money all the same; its reservation is
        // gone.
        ledger.settle(bid.validUntilMillis(), late ? 0 : bid.micros(), cost);
        if (!late) {
            pacing.resolved(bid.micros(), cost);
        }
        bandit.shown(bid.arm(), bid.context());
        store.put(bid.shown(outcome.timeMillis()));
        List<Impression> impressions = new ArrayList<>(store.impressions(bid.userId()));
        impressions.removeIf(one -> one.decisionId().equals(bid.id()));
        impressions.add(new Impression(bid.id(), outcome.timeMillis(), outcome.timeMillis(), true));
        store.put(bid.userId(), impressions);
        count(outcome.timeMillis(), CampaignMeasures.impression(cost, bid.predicted()));
    }

    private void clicked(OpenBid bid, Outcome outcome) {
        if (bid.shownAtMillis() != 0 && !bid.clicked()) {
            bandit.clicked(bid.arm(), bid.context());
            store.put(bid.withClick());
            count(outcome.timeMillis(), CampaignMeasures.click());
        }
    }

    private void converted(OpenBid bid, Outcome outcome) {
        long within = bid.shownAtMillis() + options.conversionHorizon().toMillis();
        if (bid.shownAtMillis() != 0 && !bid.converted() && outcome.timeMillis() <= within) {
            store.put(bid.withConversion());
            count(outcome.timeMillis(), CampaignMeasures.conversion(outcome.value()));
        }
    }

    /** Forgets a bid and what its shopper has seen, as far as nothing can rest on it any more. */
    void forget(String decisionId, long nowMillis) {
        @Nullable OpenBid bid = store.bid(decisionId);
        if (bid != null) {
            store.forget(decisionId);
            store.put(bid.userId(), FrequencyCap.stillCounting(plan, store.impressions(bid.userId()), nowMillis));
        }
    }

    private void count(long atMillis, CampaignMeasures more) {
        long length = options.window().toMillis();
        measures.merge(Math.floorDiv(atMillis, length) * length, more, CampaignMeasures::plus);
        total = total.plus(more);
    }
}
