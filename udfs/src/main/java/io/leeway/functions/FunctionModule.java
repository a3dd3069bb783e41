package io.leeway.functions;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.flink.table.functions.FunctionDefinition;
import org.apache.flink.table.module.Module;

/** All of {@link FunctionCatalogue} by one line: {@code LOAD MODULE leeway}. */
public final class FunctionModule implements Module {
    @Override
    public Set<String> listFunctions() {
        return Arrays.stream(FunctionCatalogue.values()).map(Enum::name).collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public Optional<FunctionDefinition> getFunctionDefinition(String name) {
        return FunctionCatalogue.find(name).map(FunctionCatalogue::create);
    }
}
