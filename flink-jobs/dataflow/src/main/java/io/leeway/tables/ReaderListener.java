package io.leeway.tables;

import java.io.Serializable;
import org.apache.flink.api.connector.source.SourceReaderContext;

/** Is called with a reader before it reads: the only place from where metrics can be had. */
interface ReaderListener extends Serializable {

    /** The reader is about to be created, with this context. */
    void created(SourceReaderContext context);
}
