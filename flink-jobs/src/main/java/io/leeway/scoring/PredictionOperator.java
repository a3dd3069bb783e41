package io.leeway.scoring;

import io.leeway.model.InferenceMetrics;
import io.leeway.model.LoadOptions;
import io.leeway.model.MeteredPredictor;
import io.leeway.model.SharedModels;
import io.leeway.records.EventTimeLag;
import java.nio.file.Path;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Rows in, answers out, one call of the model a bundle; bundles close as those of {@link BundleOperator} do.
 *
 * <p><b>Keeps</b> nothing: no row is in state. <b>Late input</b> is answered like any other. Answers carry no timestamp of their own.
 */
final class PredictionOperator extends AbstractStreamOperator<float[]>
        implements OneInputStreamOperator<float[], float[]>, BoundedOneInput {
    private static final long serialVersionUID = 1L;

    private final String model;
    private final String signature;
    private final BundleOptions options;
    private final transient MailboxExecutor mailbox;

    private transient SharedModels.Lease lease;
    private transient NumberBundle bundle;
    private transient Bundler<float[]> bundler;
    private transient StreamRecord<float[]> answer;
    private transient long watermarkMillis;

    @SuppressWarnings("NullAway.Init") // Flink opens before anything else.
    PredictionOperator(
            StreamOperatorParameters<float[]> parameters, String model, String signature, BundleOptions options) {
        super(parameters);
        this.model = model;
        this.signature = signature;
        this.options = options;
        this.mailbox = parameters.getMailboxExecutor();
    }

    @Override
    public void open() throws Exception {
        super.open();
        lease = SharedModels.acquire(Path.of(model), LoadOptions.anyModel().withThreads(options.threads(), 1));
        InferenceMetrics inference = new InferenceMetrics();
        bundle = new NumberBundle(
                new MeteredPredictor(options.calls().of(lease.model()), inference, System::nanoTime),
                lease.model().signature(signature),
                options.rows());
        answer = new StreamRecord<>(new float[0]);
        bundler = new Bundler<>(
                "leeway-model-" + Path.of(model).getFileName(),
                getProcessingTimeService(),
                mailbox,
                options,
                values -> output.collect(answer.replace(values)),
                output::emitWatermark);
        watermarkMillis = Long.MIN_VALUE;
        BundleGauges.register(
                getMetricGroup(),
                inference,
                bundler.waitMillis(),
                () -> EventTimeLag.millis(getProcessingTimeService().getCurrentProcessingTime(), watermarkMillis));
    }

    @Override
    public void processElement(StreamRecord<float[]> element) throws Exception {
        bundle.add(element.getValue());
        bundler.added(bundle);
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
        bundler.drain();
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
