package io.leeway.scoring;

import io.leeway.model.InferenceMetrics;
import io.leeway.model.ItemRanking;
import io.leeway.model.LoadOptions;
import io.leeway.model.MeteredPredictor;
import io.leeway.model.SharedModels;
import io.leeway.records.EventTimeLag;
import io.leeway.records.RankedSlate;
import io.leeway.records.Slate;
import java.nio.file.Path;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Slates in, ranked slates out in the same order, one call of the ranking model a bundle; bundles close as those of {@link BundleOperator} do.
 *
 * <p><b>Keeps</b> nothing: no slate is in state. <b>Late input</b> is ranked like any other.
 */
final class RankOperator extends AbstractStreamOperator<RankedSlate>
        implements OneInputStreamOperator<Slate, RankedSlate>, BoundedOneInput {
    private static final long serialVersionUID = 1L;

    private final String model;
    private final BundleOptions options;
    private final transient MailboxExecutor mailbox;

    private transient SharedModels.Lease lease;
    private transient SlateBundle bundle;
    private transient Bundler<RankedSlate> bundler;
    private transient long watermarkMillis;

    @SuppressWarnings("NullAway.Init") // Flink opens before anything else.
    RankOperator(StreamOperatorParameters<RankedSlate> parameters, String model, BundleOptions options) {
        super(parameters);
        this.model = model;
        this.options = options;
        this.mailbox = parameters.getMailboxExecutor();
    }

    @Override
    public void open() throws Exception {
        super.open();
        bundler = new Bundler<>(
                "leeway-model-" + Path.of(model).getFileName(),
                getProcessingTimeService(),
                mailbox,
                options,
                ranked ->
                        output.collect(new StreamRecord<>(ranked, ranked.slate().asOfMillis())),
                output::emitWatermark);
        lease = SharedModels.acquire(Path.of(model), LoadOptions.released().withThreads(options.threads(), 1));
        ItemRanking ranking = ItemRanking.of(lease.model());
        InferenceMetrics inference = new InferenceMetrics();
        bundle = new SlateBundle(
                ranking.through(new MeteredPredictor(options.calls().of(lease.model()), inference, System::nanoTime)),
                name(),
                version(),
                ranking.vectors(ranking.items()));
        watermarkMillis = Long.MIN_VALUE;
        BundleGauges.register(
                getMetricGroup(),
                inference,
                bundler.waitMillis(),
                () -> EventTimeLag.millis(getProcessingTimeService().getCurrentProcessingTime(), watermarkMillis));
    }

    private String name() {
        return lease.model().manifest().map(known -> known.name()).orElse("");
    }

    private long version() {
        return lease.model().manifest().map(known -> known.version()).orElse(0L);
    }

    @Override
    public void processElement(StreamRecord<Slate> element) throws Exception {
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
