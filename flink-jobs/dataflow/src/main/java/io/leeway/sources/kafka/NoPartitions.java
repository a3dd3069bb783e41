package io.leeway.sources.kafka;

import org.apache.flink.api.connector.source.SourceEvent;

/** Tells a reader that all partitions that are known so far were assigned, and none of them to it. */
record NoPartitions() implements SourceEvent {
    private static final long serialVersionUID = 1L;
}
