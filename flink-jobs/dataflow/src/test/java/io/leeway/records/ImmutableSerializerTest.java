package io.leeway.records;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

/** What is read is what was written, by the serialisers that Flink finds for the records. */
class ImmutableSerializerTest {

    @Test
    void arrivalsComeBack() throws IOException {
        SourceRecord event = new SourceRecord(
                SourceRecord.Kind.EVENT,
                "ü1",
                5,
                7,
                true,
                new byte[] {1, 0, -1},
                "rule,other",
                "détail",
                "topic t, offset 3");
        assertThat(there(SourceRecord.class, event, SourceRecord.heartbeat(9)))
                .usingRecursiveComparison()
                .isEqualTo(event);
    }

    @Test
    void outgoingRecordsComeBack() throws IOException {
        SinkRecord score =
                new SinkRecord("scores", "u".getBytes(UTF_8), "{\"ä\":1}".getBytes(UTF_8), -5, 7, 20, 1, 128);
        assertThat(there(SinkRecord.class, score, score))
                .usingRecursiveComparison()
                .isEqualTo(score);
    }

    @Test
    void tombstonesComeBackWithoutAValueAndEmptyValuesWithOne() throws IOException {
        SinkRecord tombstone = SinkRecord.of("late", new byte[0], null, 3);
        SinkRecord read = there(SinkRecord.class, tombstone, tombstone);
        assertThat(read.value()).isNull();
        assertThat(read.key()).isEmpty();
    }

    /**
     * Writes two records, copies the bytes as Flink does on a spilled edge, and reads the first.
     */
    private static <T> T there(Class<T> type, T first, T second) throws IOException {
        TypeSerializer<T> serializer = TypeInformation.of(type).createSerializer(new SerializerConfigImpl());
        assertThat(serializer).isInstanceOf(ImmutableSerializer.class);
        DataOutputSerializer out = new DataOutputSerializer(16);
        serializer.serialize(first, out);
        serializer.serialize(second, out);
        DataInputDeserializer in = new DataInputDeserializer(out.getCopyOfBuffer());
        // This view does not grow when it takes from another.
        DataOutputSerializer copied = new DataOutputSerializer(1_024);
        serializer.copy(in, copied);
        serializer.copy(in, copied);
        assertThat(in.available()).isZero();
        assertThat(copied.getCopyOfBuffer()).isEqualTo(out.getCopyOfBuffer());
        return serializer.deserialize(new DataInputDeserializer(copied.getCopyOfBuffer()));
    }
}
