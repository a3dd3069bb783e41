package io.leeway.sources;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.leeway.records.SinkRecord;
import io.leeway.records.SourceRecord;
import io.leeway.shopper.PendingEvent;
import io.leeway.topics.DeadLetterJson;
import io.leeway.topics.RawBytes;
import io.leeway.topics.StageCounters;
import io.leeway.topics.erasure.ErasureLedger;
import io.leeway.topics.erasure.ErasureOptions;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * Counts what was read and keeps back what belongs to no shopper: heartbeats, events before the
 * seam, dead letters without a shopper. Ends the job where too many live events lie before the seam.
 * Events of users that the ledger has as erased later are dropped here, but no erasure, objection or
 * consent.
 *
 * <p>Keeps no state: counts leave before every checkpoint barrier. Late input passes through.
 */
final class IntakeOperator extends AbstractStreamOperator<SourceRecord>
        implements OneInputStreamOperator<SourceRecord, SourceRecord>, BoundedOneInput {
    private static final long serialVersionUID = 1L;

    static final OutputTag<SinkRecord> SIDE = new OutputTag<>("intake-side", TypeInformation.of(SinkRecord.class));
    private transient @Nullable StageCounters tallies;
    private transient long latestMillis;
    private final transient SeamShare seam;
    private final @Nullable ErasureOptions erasures;
    private transient @Nullable ErasureLedger erased;

    IntakeOperator(
            StreamOperatorParameters<SourceRecord> parameters,
            SeamShare.Limit limit,
            @Nullable ErasureOptions erasures) {
        super(parameters);
        this.seam = new SeamShare(limit);
        this.erasures = erasures;
    }

    @Override
    public void open() throws Exception {
        super.open();
        erased = erasures == null ? null : ErasureLedger.open(erasures);
    }

    private StageCounters tallies() {
        if (tallies == null) {
            tallies = new StageCounters("decode");
        }
        return tallies;
    }

    @Override
    public void processElement(StreamRecord<SourceRecord> element) throws Exception {
        SourceRecord arrival = element.getValue();
        latestMillis = Math.max(latestMillis, arrival.recordTimeMillis());
        switch (arrival.kind()) {
            case HEARTBEAT -> tallies().add("heartbeats");
            case BEFORE_SEAM -> {
                tallies().add("before-seam");
                seam.add(arrival);
            }
            case LOST -> {
                tallies().add("lost-ranges");
                tallies().add(arrival.reason(), Long.parseLong(new String(arrival.body(), US_ASCII)));
            }
            default -> {
                if (arrival.live() && arrival.kind() != SourceRecord.Kind.DEAD) {
                    seam.add(arrival);
                }
                tallies().add(arrival.live() ? "live" : "history");
                if (arrival.kind() == SourceRecord.Kind.DEAD || arrival.kind() == SourceRecord.Kind.OVERSIZED) {
                    tallies().add("dead." + arrival.reason());
                } else if (!arrival.reason().isEmpty()) {
                    for (String rule : arrival.reason().split(",", -1)) {
                        tallies().add(rule);
                    }
                }
                if (arrival.userId().isEmpty()) {
                    send(deadLetter(arrival));
                } else if (isErased(arrival)) {
                    tallies().add("erased");
                } else {
                    output.collect(element);
                }
            }
        }
    }

    private boolean isErased(SourceRecord arrival) {
        ErasureLedger ledger = erased;
        return ledger != null
                && arrival.kind() == SourceRecord.Kind.EVENT
                && arrival.eventTimeMillis() <= ledger.until(arrival.userId())
                && !PendingEvent.isRequest(arrival.body());
    }

    private static SinkRecord deadLetter(SourceRecord arrival) {
        return DeadLetterJson.encode(
                "decode",
                arrival.reason(),
                arrival.detail(),
                arrival.origin(),
                null,
                arrival.kind() == SourceRecord.Kind.OVERSIZED
                        ? RawBytes.ofBytes(arrival.body())
                        : RawBytes.of(arrival.body()),
                Math.max(0, arrival.recordTimeMillis()));
    }

    private void send(SinkRecord outgoing) {
        output.collect(SIDE, new StreamRecord<>(outgoing, outgoing.eventTimeMillis()));
    }

    @Override
    public void prepareSnapshotPreBarrier(long checkpointId) {
        drain();
    }

    @Override
    public void endInput() {
        drain();
    }

    @Override
    public void close() throws Exception {
        if (erased != null) {
            erased.close();
            erased = null;
        }
        super.close();
    }

    private void drain() {
        tallies().drain(Math.max(0, latestMillis)).ifPresent(this::send);
    }
}
