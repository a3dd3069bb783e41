package io.leeway.records;

import java.io.Serializable;
import java.lang.reflect.Type;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeinfo.TypeInfoFactory;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/** The type of a record with a serialiser of its own. */
public final class RecordType<T> extends TypeInformation<T> {
    private static final long serialVersionUID = 1L;

    private final Class<T> type;
    private final Serializers<T> serializers;

    public interface Serializers<T> extends Supplier<TypeSerializer<T>>, Serializable {}

    public RecordType(Class<T> type, Serializers<T> serializers) {
        this.type = type;
        this.serializers = serializers;
    }

    @Override
    public TypeSerializer<T> createSerializer(SerializerConfig config) {
        return serializers.get();
    }

    @Override
    public Class<T> getTypeClass() {
        return type;
    }

    @Override
    public boolean isBasicType() {
        return false;
    }

    @Override
    public boolean isTupleType() {
        return false;
    }

    @Override
    public boolean isKeyType() {
        return false;
    }

    @Override
    public int getArity() {
        return 1;
    }

    @Override
    public int getTotalFields() {
        return 1;
    }

    @Override
    public boolean canEqual(Object other) {
        return other instanceof RecordType;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RecordType<?> that && that.type == type;
    }

    @Override
    public int hashCode() {
        return type.hashCode();
    }

    @Override
    public String toString() {
        return "RecordType<" + type.getSimpleName() + ">";
    }

    public static final class OfFeatureVector extends TypeInfoFactory<FeatureVector> {
        @Override
        public TypeInformation<FeatureVector> createTypeInfo(Type type, Map<String, TypeInformation<?>> parameters) {
            return new RecordType<>(FeatureVector.class, FeatureVectorSerializer::new);
        }
    }

    public static final class OfSinkRecord extends TypeInfoFactory<SinkRecord> {
        @Override
        public TypeInformation<SinkRecord> createTypeInfo(Type type, Map<String, TypeInformation<?>> parameters) {
            return new RecordType<>(SinkRecord.class, SinkRecordSerializer::new);
        }
    }

    public static final class OfSourceRecord extends TypeInfoFactory<SourceRecord> {
        @Override
        public TypeInformation<SourceRecord> createTypeInfo(Type type, Map<String, TypeInformation<?>> parameters) {
            return new RecordType<>(SourceRecord.class, SourceRecordSerializer::new);
        }
    }
}
