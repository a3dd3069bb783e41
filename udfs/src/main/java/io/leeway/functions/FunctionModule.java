package io.leeway.functions;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.flink.table.functions.FunctionDefinition;
import org.apache.flink.table.functions.UserDefinedFunction;
import org.apache.flink.table.module.Module;

/** All of {@link FunctionCatalogue} by one line: {@code LOAD MODULE leeway}. */
public final class FunctionModule implements Module {
    @Override
    public Set<String> listFunctions() {
        return Arrays.stream(FunctionCatalogue.values()).map(Enum::name).collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public Optional<FunctionDefinition> getFunctionDefinition(String name) {
        return FunctionCatalogue.find(name).map(FunctionModule::create);
    }

    private static UserDefinedFunction create(FunctionCatalogue function) {
        return switch (function) {
            case SHOPPER_FEATURES -> new ShopperFeatures();
            case CHURN_PROBABILITY -> new ChurnProbability();
            case CHURN_REASONS -> new ChurnReasonsFunction();
            case INTEREST_NEXT -> new InterestNext();
            case INTEREST_DRIFT -> new InterestDrift();
            case DRIFT_DIRECTION -> new DriftDirection();
            case SCORE_ID -> new ScoreIdFunction();
            case TF_PREDICT -> new TfPredict();
            case INTEREST_PROFILE -> new InterestProfile();
            case ACTIVITY_WEEKS -> new ActivityWeeks();
        };
    }
}
