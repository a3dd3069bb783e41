package io.leeway.decisions;

import io.leeway.decisions.winback.WinBackModel;
import io.leeway.decisions.winback.WinBackOptions;
import io.leeway.records.Decision;
import io.leeway.records.DecisionKind;
import io.leeway.records.ShopAction;
import io.leeway.records.Treatment;
import io.leeway.records.scores.ChurnScore;
import io.leeway.records.scores.InterestScore;
import io.leeway.records.scores.ShopperScore;
import io.leeway.shopper.events.EventType;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What has to be decided, told slowly from all records: every question is answered by looking at everything again. */
record WinBackOracle(
        WinBackInput input,
        WinBackOptions options,
        @Nullable WinBackModel model) {

    /** A decision. */
    record Expected(
            String id,
            String user,
            long at,
            boolean control,
            Treatment treatment,
            double propensity,
            double price,
            String movesTo,
            double[] features) {}

    /** A warning before it is decided. */
    private record Due(String id, String user, long at, boolean control, String movesTo, double[] features) {}

    List<Expected> decisions() throws Exception {
        List<Due> due = new ArrayList<>();
        for (String user :
                input.scores().stream().map(ShopperScore::userId).distinct().toList()) {
            List<ChurnScore> churn = scores(user, ChurnScore.class);
            List<Long> warned = new ArrayList<>();
            for (ChurnScore score : churn) {
                if (isDue(user, score, churn, warned)) {
                    warned.add(score.asOfMillis());
                    due.add(new Due(
                            Decision.id(DecisionKind.OFFER, user, score.asOfMillis(), ""),
                            user,
                            score.asOfMillis(),
                            chance("control " + user, 0) < options.controlShare(),
                            movesTo(user, score),
                            features(user, score)));
                }
            }
        }
        due.sort(Comparator.comparingLong(Due::at).thenComparing(Due::id));
        List<Expected> decided = new ArrayList<>();
        for (Due one : due) {
            decided.add(decide(one, decided));
        }
        return decided;
    }

    private <S extends ShopperScore> List<S> scores(String user, Class<S> kind) {
        return input.scores().stream()
                .filter(score -> score.userId().equals(user) && kind.isInstance(score))
                .map(kind::cast)
                .toList();
    }

    /** What was forgotten at or before an instant counts no more; at the very instant of an erasure all is still known. */
    private long forgottenUpTo(String user, long at) {
        return input.actions().stream()
                .filter(action -> action.userId().equals(user) && action.timeMillis() < at)
                .filter(action -> action.isErasure()
                        || action.type() == EventType.OBJECTION.code()
                        || action.type() == EventType.CONSENT.code())
                .mapToLong(ShopAction::timeMillis)
                .max()
                .orElse(Long.MIN_VALUE);
    }

    private boolean objects(String user, long at) {
        return input.actions().stream()
                        .filter(action -> action.userId().equals(user) && action.timeMillis() <= at)
                        .mapToInt(ShopAction::type)
                        .filter(type -> type == EventType.OBJECTION.code() || type == EventType.CONSENT.code())
                        .reduce((earlier, later) -> later)
                        .orElse(EventType.CONSENT.code())
                == EventType.OBJECTION.code();
    }

    private boolean isDue(String user, ChurnScore score, List<ChurnScore> churn, List<Long> warned) {
        if (objects(user, score.asOfMillis())) {
            return false;
        }
        long from = forgottenUpTo(user, score.asOfMillis());
        double telling = 0;
        for (ChurnScore earlier : churn) {
            boolean tells = earlier.probability() >= options.warnAt() || earlier.probability() < options.clearBelow();
            if (earlier.asOfMillis() > from && earlier.asOfMillis() <= score.asOfMillis() && tells) {
                telling = earlier.probability();
            }
        }
        if (telling < options.warnAt()) {
            return false;
        }
        for (long at : warned) {
            if (at > from) {
                long ends = at + options.validity().toMillis();
                for (ShopAction action : did(user, EventType.PURCHASE, from, score.asOfMillis())) {
                    if (action.timeMillis() > at) {
                        ends = Math.min(ends, action.timeMillis());
                    }
                }
                if (score.asOfMillis() < ends + options.cooldown().toMillis()) {
                    return false;
                }
            }
        }
        return true;
    }

    private List<ShopAction> did(String user, EventType type, long after, long upTo) {
        return input.actions().stream()
                .filter(action -> action.userId().equals(user)
                        && action.type() == type.code()
                        && action.timeMillis() > after
                        && action.timeMillis() <= upTo)
                .toList();
    }

    private String movesTo(String user, ChurnScore score) {
        String to = "";
        for (InterestScore interest : scores(user, InterestScore.class)) {
            if (interest.asOfMillis() > forgottenUpTo(user, score.asOfMillis())
                    && interest.asOfMillis() <= score.asOfMillis()) {
                to = interest.to().isEmpty() ? "" : interest.to().get(0).category();
            }
        }
        return to;
    }

    private double[] features(String user, ChurnScore score) {
        long at = score.asOfMillis();
        long from = forgottenUpTo(user, at);
        List<ShopAction> bought = did(user, EventType.PURCHASE, from, at);
        int purchases = bought.size();
        double day = 86_400_000;
        double recency = purchases == 0 ? 365 : (at - bought.get(purchases - 1).timeMillis()) / day;
        double gap = purchases < 2
                ? 30
                : Math.max(
                        1,
                        (bought.get(purchases - 1).timeMillis() - bought.get(0).timeMillis()) / day / (purchases - 1));
        double silence = input.actions().stream()
                .filter(action -> action.userId().equals(user)
                        && EventType.ofCode(action.type()).isActivity()
                        && action.timeMillis() > from
                        && action.timeMillis() <= at)
                .mapToDouble(action -> (at - action.timeMillis()) / day)
                .min()
                .orElse(365);
        double p = Math.min(0.999, Math.max(0.001, score.probability()));
        return new double[] {
            Math.log(p / (1 - p)),
            Math.log1p(recency),
            Math.log1p(gap),
            Math.min(4, recency / gap),
            Math.log1p(silence),
            Math.log((did(user, EventType.VIEW, from, at).size() + 48.0) / (purchases + 3)),
            (did(user, EventType.AD_CLICK, from, at).size() + 0.3)
                    / (did(user, EventType.AD_IMPRESSION, from, at).size() + 3),
            (did(user, EventType.REVIEW, from, at).size() + 1.05) / (purchases + 3)
        };
    }

    private Expected decide(Due due, List<Expected> earlier) throws Exception {
        long window = due.at() / options.window().toMillis();
        double spent = earlier.stream()
                .filter(one -> one.at() / options.window().toMillis() == window)
                .mapToDouble(one -> one.treatment().mostCost())
                .sum();
        double passed = due.at()
                % options.window().toMillis()
                / (double) options.window().toMillis();
        double price = Math.max(0, priceAtBegin(window, earlier) + 4 * (spent / options.budget() - passed));
        List<Treatment> affordable = Arrays.stream(Treatment.values())
                .filter(treatment -> spent + treatment.mostCost() <= options.budget())
                .toList();
        Treatment best = Treatment.NONE;
        if (model != null) {
            double[] margins = model.margins(due.features());
            double most = 0;
            for (Treatment treatment : affordable) {
                double gain = margins[treatment.ordinal()] - margins[0] - price * treatment.mostCost();
                best = gain > most ? treatment : best;
                most = Math.max(most, gain);
            }
        }
        double exploring = model == null ? 1 : options.exploration();
        Treatment chosen = best;
        if (due.control()) {
            chosen = Treatment.NONE;
        } else if (chance("explore " + due.id(), 0) < exploring) {
            chosen = affordable.get((int) (chance("explore " + due.id(), 1) * affordable.size()));
        }
        double propensity =
                (1 - options.controlShare()) * (exploring / affordable.size() + (chosen == best ? 1 - exploring : 0));
        return new Expected(
                due.id(),
                due.user(),
                due.at(),
                due.control(),
                chosen,
                propensity + (chosen == Treatment.NONE ? options.controlShare() : 0),
                price,
                due.movesTo(),
                due.features());
    }

    /** The mean price of the last window in which anything was decided. */
    private double priceAtBegin(long window, List<Expected> earlier) {
        long last = earlier.stream()
                .mapToLong(one -> one.at() / options.window().toMillis())
                .filter(of -> of < window)
                .max()
                .orElse(-1);
        return earlier.stream()
                .filter(one -> one.at() / options.window().toMillis() == last)
                .mapToDouble(Expected::price)
                .average()
                .orElse(0);
    }

    private double chance(String name, int number) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        digest.update(
                ByteBuffer.allocate(12).putLong(options.seed()).putInt(number).array());
        long bits = ByteBuffer.wrap(digest.digest(name.getBytes(StandardCharsets.UTF_8)))
                .getLong();
        return (bits >>> 11) * 0x1.0p-53;
    }
}
