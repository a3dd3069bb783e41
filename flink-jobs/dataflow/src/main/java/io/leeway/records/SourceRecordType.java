package io.leeway.records;

import java.lang.reflect.Type;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInfoFactory;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/** How Flink serialises source records. */
public final class SourceRecordType extends TypeInfoFactory<SourceRecord> {
    @Override
    public TypeInformation<SourceRecord> createTypeInfo(Type type, Map<String, TypeInformation<?>> parameters) {
        return new RecordType<>(SourceRecord.class, SourceRecordSerializer::new);
    }
}
