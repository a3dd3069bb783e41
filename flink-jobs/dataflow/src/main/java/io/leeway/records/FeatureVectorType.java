package io.leeway.records;

import java.lang.reflect.Type;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInfoFactory;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/** How Flink serialises vectors. */
public final class FeatureVectorType extends TypeInfoFactory<FeatureVector> {
    @Override
    public TypeInformation<FeatureVector> createTypeInfo(Type type, Map<String, TypeInformation<?>> parameters) {
        return new RecordType<>(FeatureVector.class, FeatureVectorSerializer::new);
    }
}
