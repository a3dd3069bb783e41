package io.leeway.experiments.winback;

import io.leeway.evaluation.Evaluation;
import io.leeway.experiments.EvaluationInput;
import java.util.ArrayList;
import java.util.List;

/** Win-back in simulated shops: a learned policy beside rules and the best there can be. */
public record SimulatedWinBack(int shops, int shoppers) {
    public SimulatedWinBack() {
        this(5, 12_000);
    }

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
