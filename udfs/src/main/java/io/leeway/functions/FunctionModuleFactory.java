package io.leeway.functions;

import java.util.Set;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.table.factories.ModuleFactory;
import org.apache.flink.table.module.Module;

/** Finds {@link FunctionModule} under the name {@code leeway}; it has no options. */
public final class FunctionModuleFactory implements ModuleFactory {
    @Override
    public String factoryIdentifier() {
        return "leeway";
    }

    @Override
    public Set<ConfigOption<?>> requiredOptions() {
        return Set.of();
    }

    @Override
    public Set<ConfigOption<?>> optionalOptions() {
        return Set.of();
    }

    @Override
    public Module createModule(Context context) {
        return new FunctionModule();
    }
}
