package io.leeway.records;

import java.lang.reflect.Type;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInfoFactory;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/** Tells Flink how arrivals travel. */
public final class ArrivalType extends TypeInfoFactory<Arrival> {
    @Override
    public TypeInformation<Arrival> createTypeInfo(Type type, Map<String, TypeInformation<?>> parameters) {
        return new RecordType<>(Arrival.class, ArrivalSerializer::new);
    }
}
