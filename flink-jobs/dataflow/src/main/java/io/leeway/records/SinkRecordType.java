package io.leeway.records;

import java.lang.reflect.Type;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInfoFactory;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/** How Flink serialises outgoing records. */
public final class SinkRecordType extends TypeInfoFactory<SinkRecord> {
    @Override
    public TypeInformation<SinkRecord> createTypeInfo(Type type, Map<String, TypeInformation<?>> parameters) {
        return new RecordType<>(SinkRecord.class, SinkRecordSerializer::new);
    }
}
