package io.leeway.functions;

import io.leeway.functions.provider.CallSettings;
import io.leeway.functions.provider.ModelAddress;
import io.leeway.functions.provider.OpenModel;
import io.leeway.functions.provider.VersionFolders;
import io.leeway.functions.rows.RowBinding;
import io.leeway.functions.rows.RowBundle;
import io.leeway.model.ModelContents;
import io.leeway.model.ModelManifest;
import io.leeway.model.ModelSignature;
import io.leeway.model.RowRejected;
import io.leeway.model.SavedModel;
import io.leeway.model.lease.Lease;
import java.util.List;
import java.util.Optional;
import org.apache.flink.core.fs.Path;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.SimpleCounter;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.catalog.DataTypeFactory;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.functions.FunctionContext;
import org.apache.flink.table.functions.FunctionDefinition;
import org.apache.flink.table.functions.ScalarFunction;
import org.apache.flink.table.functions.SpecializedFunction;
import org.apache.flink.table.functions.UserDefinedFunction;
import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.inference.ArgumentCount;
import org.apache.flink.table.types.inference.CallContext;
import org.apache.flink.table.types.inference.ConstantArgumentCount;
import org.apache.flink.table.types.inference.InputTypeStrategy;
import org.apache.flink.table.types.inference.Signature;
import org.apache.flink.table.types.inference.TypeInference;
import org.apache.flink.table.types.logical.RowType;
import org.jspecify.annotations.Nullable;

/**
 * {@code TF_PREDICT(model, row)}: any SavedModel's answer to one row, for looking around; the
 * provider {@code tensorflow} with ML_PREDICT calls a model for many rows at once.
 *
 * <p>The model is a literal; fields of the row fill inputs of their names and the answer is a ROW
 * of the outputs, as {@link RowBinding} says. A null row gives null; one that can't be asked about
 * gives null and is counted as {@code rejected}.
 */
public final class TfPredict extends ScalarFunction implements SpecializedFunction {
    private static final long serialVersionUID = 1L;
    private static final String SUBJECT = "TF_PREDICT";

    private final @Nullable ModelAddress address;
    private final String signature;
    private final @Nullable RowType inputs;
    private transient @Nullable Lease<SavedModel> model;
    private transient RowBinding binding;
    private transient RowBundle bundle;
    private transient Counter rejected = new SimpleCounter();

    public TfPredict() {
        this(null, "", null);
    }

    @SuppressWarnings("NullAway.Init") // Flink opens before anything else.
    private TfPredict(@Nullable ModelAddress address, String signature, @Nullable RowType inputs) {
        this.address = address;
        this.signature = signature;
        this.inputs = inputs;
    }

    /** What a call means, settled when it is planned. */
    private record Planned(ModelAddress address, ModelSignature signature, RowType inputs, RowType outputs) {
        static Planned of(CallContext context) {
            Path folder = VersionFolders.find(ModelFunction.location(context), VersionFolders.LATEST);
            ModelContents contents = ModelContents.read(VersionFolders.source(folder), null);
            String name = contents.manifest().map(ModelManifest::signature).orElse("serving_default");
            ModelSignature found = contents.signature(name, "use CREATE MODEL, whose option 'signature' names another");
            RowType outputs = RowBinding.outputsOf(found);
            RowType inputs = (RowType) context.getArgumentDataTypes().get(1).getLogicalType();
            RowBinding.of(SUBJECT, found, contents.manifest(), inputs, outputs, false);
            return new Planned(new ModelAddress(folder.toString(), contents.digest()), found, inputs, outputs);
        }
    }

    private static final class LocationAndRow implements InputTypeStrategy {
        @Override
        public ArgumentCount getArgumentCount() {
            return ConstantArgumentCount.of(2);
        }

        @Override
        public Optional<List<DataType>> inferInputTypes(CallContext context, boolean throwOnFailure) {
            DataType row = context.getArgumentDataTypes().get(1);
            if (!(row.getLogicalType() instanceof RowType)) {
                return context.fail(
                        throwOnFailure,
                        "Expected a ROW whose fields are named as the model's inputs, such as CAST(ROW(2.0) AS ROW<x"
                                + " FLOAT>), found %s",
                        row);
            }
            return Optional.of(List.of(DataTypes.STRING(), row.bridgedTo(RowData.class)));
        }

        @Override
        public List<Signature> getExpectedSignatures(FunctionDefinition definition) {
            return List.of(Signature.of(
                    Signature.Argument.of("model", "STRING"), Signature.Argument.of("row", "ROW<input type, …>")));
        }
    }

    @Override
    public TypeInference getTypeInference(DataTypeFactory typeFactory) {
        return TypeInference.newBuilder()
                .inputTypeStrategy(new LocationAndRow())
                .outputTypeStrategy(context ->
                        Optional.of(DataTypes.of(Planned.of(context).outputs()).bridgedTo(RowData.class)))
                .build();
    }

    @Override
    public UserDefinedFunction specialize(SpecializedContext context) {
        Planned planned = Planned.of(context.getCallContext());
        return new TfPredict(planned.address(), planned.signature().name(), planned.inputs());
    }

    @Override
    public void open(FunctionContext context) {
        if (address == null || inputs == null) {
            throw new IllegalStateException("Expected the planner to have specialised TF_PREDICT");
        }
        rejected = context.getMetricGroup().counter("rejected");
        Lease<SavedModel> opened = OpenModel.open(address, CallSettings.DEFAULTS);
        model = opened;
        ModelSignature called = opened.value().signature(signature);
        binding =
                RowBinding.of(SUBJECT, called, opened.value().manifest(), inputs, RowBinding.outputsOf(called), false);
        bundle = binding.bundle(1);
    }

    public @Nullable RowData eval(String location, @Nullable RowData row) {
        if (row == null || model == null) {
            return null;
        }
        try {
            bundle.clear();
            bundle.add(row);
            return binding.answers(model.value().predict(signature, bundle.inputs(), 1))
                    .row(0);
        } catch (RowRejected notAsked) {
            rejected.inc();
            return null;
        }
    }

    @Override
    public void close() {
        if (model != null) {
            model.close();
            model = null;
        }
    }
}
