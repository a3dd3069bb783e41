package io.leeway.functions;

import io.leeway.functions.provider.ModelAddress;
import io.leeway.functions.provider.VersionFolders;
import io.leeway.model.ModelContents;
import io.leeway.model.ModelException;
import io.leeway.model.ModelManifest;
import io.leeway.model.RowRejected;
import io.leeway.shopper.FeatureValues;
import io.leeway.shopper.Task;
import org.apache.flink.core.fs.Path;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.SimpleCounter;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.functions.FunctionContext;
import org.apache.flink.table.functions.ScalarFunction;
import org.apache.flink.table.functions.SpecializedFunction;
import org.apache.flink.table.functions.UserDefinedFunction;
import org.apache.flink.table.types.inference.CallContext;
import org.apache.flink.util.InstantiationUtil;
import org.jspecify.annotations.Nullable;

/**
 * A function that asks a model of Leeway's about one row: its first argument says where the model
 * is, and has to be a literal, so that the version is settled when the statement is planned and
 * every task serves the same. The model is leased from open to close. Null features give null; a
 * row that can't be asked about (NaN, null within) gives null and is counted as {@code rejected}.
 */
abstract class ModelFunction extends ScalarFunction implements SpecializedFunction {
    private static final long serialVersionUID = 1L;

    private final Task task;
    private @Nullable ModelAddress address;
    private transient @Nullable TaskModel model;
    private transient Counter rejected = new SimpleCounter();

    ModelFunction(Task task) {
        this.task = task;
    }

    @Override
    public final UserDefinedFunction specialize(SpecializedContext context) {
        ModelFunction specialised = InstantiationUtil.cloneUnchecked(this);
        specialised.address = address(context.getCallContext(), task);
        return specialised;
    }

    private static ModelAddress address(CallContext context, Task task) {
        String location = location(context);
        Path folder = VersionFolders.find(location, VersionFolders.LATEST);
        ModelContents contents = ModelContents.read(VersionFolders.source(folder), null);
        String found = contents.manifest().map(ModelManifest::task).orElse("none");
        if (!found.equals(task.id())) {
            throw ModelException.of(
                    "Model " + location + " in " + context.getName(),
                    "a model with a manifest for the task " + task.id(),
                    found.equals("none") ? "no manifest" : "one for " + found,
                    "name another model");
        }
        return new ModelAddress(folder.toString(), contents.digest());
    }

    static String location(CallContext context) {
        return context.getArgumentValue(0, String.class)
                .orElseThrow(() -> new ValidationException("Expected the model of " + context.getName()
                        + " as a literal, such as 'models/churn' or 'models/churn/2', found an expression"));
    }

    @Override
    public void open(FunctionContext context) {
        if (address == null) {
            throw new IllegalStateException("Expected the planner to have specialised the function");
        }
        rejected = context.getMetricGroup().counter("rejected");
        model = TaskModel.open(task, address);
    }

    @Override
    public void close() {
        if (model != null) {
            model.close();
            model = null;
        }
    }

    /** The model, from open to close. */
    final TaskModel model() {
        if (model == null) {
            throw new IllegalStateException("Expected the function to be open");
        }
        return model;
    }

    /** The features of a row; null where it has none, or holds a null. */
    final @Nullable FeatureValues features(@Nullable RowData row) {
        if (row == null) {
            return null;
        }
        FeatureValues values = FeatureRowType.read(task, row);
        if (values == null) {
            rejected.inc();
        }
        return values;
    }

    /** The model's answer; null where there is nothing to ask about. */
    final float @Nullable [] answer(@Nullable FeatureValues values) {
        if (values == null) {
            return null;
        }
        try {
            return model().answer(values);
        } catch (RowRejected notAsked) {
            rejected.inc();
            return null;
        }
    }

    final void reject() {
        rejected.inc();
    }
}
