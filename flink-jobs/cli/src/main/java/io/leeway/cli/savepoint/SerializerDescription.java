package io.leeway.cli.savepoint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeutils.CompositeTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.java.typeutils.runtime.PojoSerializerSnapshot;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.util.LinkedOptionalMapSerializer;
import org.jspecify.annotations.Nullable;

/**
 * Names a serialiser by what is written with it: its class, its version, and what lies within:
 * {@code ListSerializer 2 <LongSerializer 3>}.
 */
final class SerializerDescription {
    private SerializerDescription() {}

    static String of(@Nullable TypeSerializerSnapshot<?> snapshot, ClassLoader classes) {
        if (snapshot == null) {
            return "none";
        }
        // A nested class is named with the one around it.
        Class<?> serializer = snapshot.restoreSerializer().getClass();
        String name = serializer.getName().substring(serializer.getPackageName().length() + 1);
        List<String> within = within(snapshot, classes);
        return name.replace('$', '.') + " " + snapshot.getCurrentVersion()
                + (within.isEmpty() ? "" : " <" + String.join(", ", within) + ">");
    }

    private static List<String> within(TypeSerializerSnapshot<?> snapshot, ClassLoader classes) {
        List<String> within = new ArrayList<>();
        if (snapshot instanceof PojoSerializerSnapshot<?>) {
            fields(snapshot, within, classes);
        } else if (snapshot instanceof CompositeTypeSerializerSnapshot<?, ?> composite) {
            for (TypeSerializerSnapshot<?> nested : composite.getNestedSerializerSnapshots()) {
                within.add(of(nested, classes));
            }
        }
        return within;
    }

    /**
     * A record's or POJO's fields are not to be had from its snapshot other than by reading what
     * that writes.
     */
    private static void fields(TypeSerializerSnapshot<?> snapshot, List<String> fields, ClassLoader classes) {
        try {
            DataOutputSerializer out = new DataOutputSerializer(512);
            snapshot.writeSnapshot(out);
            DataInputDeserializer in = new DataInputDeserializer(out.getSharedBuffer(), 0, out.length());
            String type = in.readUTF();
            fields.add(type.substring(type.lastIndexOf('.') + 1));
            LinkedOptionalMapSerializer.<String, TypeSerializerSnapshot<?>>readOptionalMap(
                            in,
                            (key, name) -> name,
                            (value, name) -> TypeSerializerSnapshot.readVersionedSnapshot(value, classes))
                    .unwrapOptionals()
                    .forEach((name, field) -> fields.add(name + " " + of(field, classes)));
        } catch (IOException e) {
            throw new UncheckedIOException("Expected to read a snapshot that was just written", e);
        }
    }
}
