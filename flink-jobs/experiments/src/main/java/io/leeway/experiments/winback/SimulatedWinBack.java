package io.leeway.experiments.winback;

import io.leeway.evaluation.Evaluation;
import io.leeway.experiments.EvaluationInput;
import io.leeway.experiments.EvaluationTask;
import java.util.ArrayList;
import java.util.List;

/** Win-back in simulated shops, where it is known how each shopper answers: a policy learned from logged offers beside rules and the best there can be, in several shops. */
public final class SimulatedWinBack implements EvaluationTask {
    private final int shops;
    private final int shoppers;

    /** The command's. */
    public SimulatedWinBack() {
        this(5, 12_000);
    }

    /** Shops of another size. */
    public SimulatedWinBack(int shops, int shoppers) {
        this.shops = shops;
        this.shoppers = shoppers;
    }

    @Override
    public String name() {
        return "simulated-win-back";
    }

    @Override
    public boolean readsHistory() {
        return false;
    }

    @Override
    public Evaluation evaluate(EvaluationInput input) throws Exception {
        List<WinBackTrial> trials = new ArrayList<>();
        for (int shop = 0; shop < shops; shop++) {
            input.listener().progress("simulating shops with offers", shop, shops);
            trials.add(WinBackTrial.of(input.seed() + shop, shoppers));
        }
        input.listener().progress("simulating shops with offers", shops, shops);
        return new WinBackReport(trials, shoppers, input.seed()).evaluation();
    }
}
