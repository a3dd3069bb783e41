package io.leeway.scoring;

import io.leeway.model.LoadOptions;
import io.leeway.model.Predictor;
import io.leeway.model.SavedModel;
import io.leeway.model.SharedModels;
import io.leeway.model.answers.MeteredPredictor;
import io.leeway.model.calls.InferenceMetrics;
import io.leeway.model.lease.Lease;
import io.leeway.records.EventTimeLag;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * One model for all rows, one call a bundle, answers in the order of the input; bundles close as
 * those of {@link BundleOperator} do.
 *
 * <p><b>Keeps</b> nothing: what is collected is answered before the checkpoint barrier. <b>Late
 * input</b> is answered like any other.
 */
final class ModelOperator<I, O, B extends Bundle<O>> extends AbstractStreamOperator<O>
        implements OneInputStreamOperator<I, O>, BoundedOneInput {
    private static final long serialVersionUID = 1L;

    private final String model;
    private final BundleOptions options;
    private final LoadOptions loading;
    private final transient RowKind<I, O, B> kind;
    private final transient MailboxExecutor mailbox;

    private transient Lease<SavedModel> lease;
    private transient Bundler<O, B> bundler;
    private transient long watermarkMillis;

    /** What rows of a kind have of their own. */
    interface RowKind<I, O, B extends Bundle<O>> {
        /** Makes empty bundles of rows for the model, which is called through the predictor. */
        Supplier<B> bundles(SavedModel loaded, Predictor predictor, BundleOptions bundling);

        /** Adds a row. */
        void add(B open, I input);

        /** An answer with its timestamp, if it has one. */
        StreamRecord<O> output(O answer);
    }

    @SuppressWarnings("NullAway.Init") // Flink opens before anything else.
    ModelOperator(
            StreamOperatorParameters<O> parameters,
            String model,
            BundleOptions options,
            LoadOptions loading,
            RowKind<I, O, B> kind) {
        super(parameters);
        this.model = model;
        this.options = options;
        this.loading = loading;
        this.kind = kind;
        this.mailbox = parameters.getMailboxExecutor();
    }

    @Override
    public void open() throws Exception {
        super.open();
        lease = SharedModels.acquire(
                Path.of(model), loading.withThreads(options.threads(), 1).withCallTime(options.callTime()));
        InferenceMetrics inference = new InferenceMetrics();
        Predictor predictor = new MeteredPredictor(options.calls().of(lease.value()), inference, System::nanoTime);
        bundler = new Bundler<>(
                "leeway-model-" + Path.of(model).getFileName(),
                getProcessingTimeService(),
                mailbox,
                options,
                kind.bundles(lease.value(), predictor, options),
                answer -> output.collect(kind.output(answer)),
                output::emitWatermark);
        watermarkMillis = Long.MIN_VALUE;
        BundleGauges.register(
                getMetricGroup(),
                inference,
                bundler.waitMillis(),
                () -> EventTimeLag.millis(getProcessingTimeService().getCurrentProcessingTime(), watermarkMillis));
    }

    @Override
    public void processElement(StreamRecord<I> element) throws Exception {
        kind.add(bundler.open(), element.getValue());
        bundler.added();
    }

    @Override
    public void processWatermark(Watermark mark) {
        watermarkMillis = mark.getTimestamp();
        bundler.mark(mark);
    }

    @Override
    public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
        bundler.drain();
    }

    @Override
    public void endInput() throws Exception {
        bundler.drain();
    }

    @Override
    public void finish() throws Exception {
        // Null when the model was refused at open.
        if (bundler != null) {
            bundler.drain();
        }
        super.finish();
    }

    @Override
    public void close() throws Exception {
        if (bundler != null) {
            bundler.close();
        }
        if (lease != null) {
            lease.close();
        }
        super.close();
    }
}
