package io.leeway.sql;

import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.table.functions.ScalarFunction;

/** Counts the rows of each half that pass, in this JVM, and gives back what it is given. */
public final class RowsSeen extends ScalarFunction {
    private static final long serialVersionUID = 1L;

    static final AtomicLong HISTORICAL = new AtomicLong();
    static final AtomicLong LIVE = new AtomicLong();

    public boolean eval(boolean backfill) {
        (backfill ? HISTORICAL : LIVE).incrementAndGet();
        return backfill;
    }

    @Override
    public boolean isDeterministic() {
        return false;
    }
}
