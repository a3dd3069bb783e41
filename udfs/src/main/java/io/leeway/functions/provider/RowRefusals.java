package io.leeway.functions.provider;

import io.leeway.functions.rows.OnError;
import io.leeway.model.ModelException;
import java.util.concurrent.atomic.LongAdder;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.types.logical.RowType;

/** Gives and counts what a row gets that the model can't answer. Thread-safe. */
final class RowRefusals {
    private final String name;
    private final OnError onError;
    private final int fields;
    private final int status;
    private final LongAdder rows = new LongAdder();

    RowRefusals(PredictSettings settings) {
        RowType output = settings.output();
        name = settings.name();
        onError = settings.onError();
        fields = output.getFieldCount();
        status = output.getFieldNames().indexOf(OnError.STATUS_COLUMN);
    }

    /** The answer in the place of the model's; an error where the job is to fail. */
    RowData answer(Exception why) {
        rows.increment();
        String reason = String.valueOf(why.getMessage());
        if (onError == OnError.FAIL) {
            throw new ModelException(
                    "Model " + name + ", a row: " + reason
                            + "; correct it, or set 'on-error' = 'null' or 'status' to continue without its answer",
                    why);
        }
        GenericRowData row = new GenericRowData(fields);
        if (onError == OnError.STATUS) {
            row.setField(status, StringData.fromString(reason));
        }
        return row;
    }

    long rows() {
        return rows.sum();
    }
}
