package io.leeway.functions.provider;

import io.leeway.functions.rows.RowBinding;
import java.util.Set;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.table.factories.FactoryUtil;
import org.apache.flink.table.factories.ModelProviderFactory;
import org.apache.flink.table.ml.ModelProvider;

/**
 * The model provider {@code tensorflow}: a SavedModel, called in the process of the task.
 *
 * <p>The columns of CREATE MODEL are held against the SavedModel's signature when a statement that
 * uses the model is planned; what does not fit is refused with both sides printed. Columns are
 * bound as {@link RowBinding} says; options are {@link TensorFlowModelOptions}'.
 *
 * <p>A null (but for a category, where it is padding), a number that is NaN or infinite, an array
 * of another length than the tensor's, and an id that the model has not, fall to the row that has
 * them: {@code on-error} says what becomes of it, and the other rows of its call are answered.
 */
public final class TensorFlowModelProviderFactory implements ModelProviderFactory {
    static final String IDENTIFIER = "tensorflow";

    @Override
    public String factoryIdentifier() {
        return IDENTIFIER;
    }

    @Override
    public Set<ConfigOption<?>> requiredOptions() {
        return Set.of(TensorFlowModelOptions.PATH);
    }

    @Override
    public Set<ConfigOption<?>> optionalOptions() {
        return TensorFlowModelOptions.OPTIONAL;
    }

    @Override
    public ModelProvider createModelProvider(Context context) {
        FactoryUtil.ModelProviderFactoryHelper helper = FactoryUtil.createModelProviderFactoryHelper(this, context);
        helper.validate();
        return new TensorFlowModelProvider(
                PredictPlanning.settings(
                        context.getObjectIdentifier().asSummaryString(),
                        context.getCatalogModel(),
                        helper.getOptions()),
                context.getConfiguration());
    }
}
