package io.leeway.state;

import java.util.function.Supplier;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSchemaCompatibility;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.java.typeutils.runtime.PojoSerializerSnapshot;

/**
 * Names a serialiser in savepoints, and takes over what Flink's POJO serialiser has written under
 * the same state's name: RocksDB rewrites it when the state is opened, the heap backend with the
 * next checkpoint. A new state beside the old one would not do: a savepoint keeps naming the
 * classes of every state that its job was restored with.
 */
abstract class StateSnapshot<T> extends SimpleTypeSerializerSnapshot<T> {
    StateSnapshot(Supplier<? extends TypeSerializer<T>> serializer) {
        super(serializer);
    }

    @Override
    public TypeSerializerSchemaCompatibility<T> resolveSchemaCompatibility(TypeSerializerSnapshot<T> old) {
        return old instanceof PojoSerializerSnapshot<?>
                ? TypeSerializerSchemaCompatibility.compatibleAfterMigration()
                : super.resolveSchemaCompatibility(old);
    }
}
