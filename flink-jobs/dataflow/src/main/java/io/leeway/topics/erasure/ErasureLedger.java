package io.leeway.topics.erasure;

import io.leeway.records.SinkRecord;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Until when a user's events are not used. Subtasks of one process share what was read of the topic.
 * An instance is for one thread.
 */
public final class ErasureLedger implements AutoCloseable {
    private static final Map<Shop, Shared> READERS = new HashMap<>();

    /** A key file may be replaced while a reader is there. */
    private record Shop(ErasureOptions options, String keyId) {}

    private static final class Shared {
        private final LedgerReader reader;
        private int users;

        private Shared(LedgerReader reader) {
            this.reader = reader;
        }
    }

    private final ErasureOptions options;
    private final ErasureKey key;
    private final LedgerReader reader;

    private ErasureLedger(ErasureOptions options, ErasureKey key, LedgerReader reader) {
        this.options = options;
        this.key = key;
        this.reader = reader;
    }

    /**
     * Returns when all is read that the topic holds now.
     *
     * @throws SuppressRestartsException for a key that cannot be read or is another than that of the topic
     * @throws IllegalStateException for a topic that cannot be read
     */
    public static ErasureLedger open(ErasureOptions options) throws InterruptedException {
        ErasureKey key;
        try {
            key = ErasureKey.read(Path.of(options.keyFile()));
        } catch (IllegalArgumentException unreadable) {
            throw new SuppressRestartsException(unreadable);
        }
        ErasureLedger ledger;
        synchronized (READERS) {
            Shared shared = READERS.computeIfAbsent(
                    new Shop(options, key.id()), absent -> new Shared(new LedgerReader(options, key.id())));
            shared.users++;
            ledger = new ErasureLedger(options, key, shared.reader);
        }
        try {
            ledger.reader.awaitComplete();
            return ledger;
        } catch (InterruptedException | RuntimeException failed) {
            ledger.close();
            throw failed;
        }
    }

    /**
     * Until when no event of this user is used, event time; {@link Long#MIN_VALUE} where each is.
     *
     * @throws SuppressRestartsException when an entry of another key has come
     */
    public long until(String user) {
        reader.requireOneKey();
        return reader.isEmpty() ? Long.MIN_VALUE : reader.until(Erasure.half(key.hash(user)));
    }

    /** The record that says so from now on. An earlier instant must not follow a later one. */
    public SinkRecord entry(String user, long untilMillis) {
        return Erasure.encode(key, user, untilMillis);
    }

    /** The same of a key alone, for who writes without reading. */
    public static SinkRecord entry(ErasureKey key, String user, long untilMillis) {
        return Erasure.encode(key, user, untilMillis);
    }

    /**
     * Why a record of the topic forbids to write there with a key; empty where it does not.
     *
     * @param value null of a tombstone, which says nothing
     * @param keyFile for the message
     */
    public static Optional<String> refusal(
            ConsumerRecord<byte[], byte @Nullable []> record, ErasureKey key, String keyFile) {
        byte[] value = record.value();
        if (value == null) {
            return Optional.empty();
        }
        try {
            Erasure erasure = Erasure.decode(record.key(), value);
            return erasure.keyId().equals(key.id())
                    ? Optional.empty()
                    : Optional.of(erasure.otherKey(record.topic(), record.offset(), key.id(), keyFile));
        } catch (IllegalArgumentException unreadable) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        LedgerReader unused = null;
        synchronized (READERS) {
            Shop shop = new Shop(options, key.id());
            Shared shared = Objects.requireNonNull(READERS.get(shop));
            if (--shared.users == 0) {
                READERS.remove(shop);
                unused = shared.reader;
            }
        }
        if (unused != null) {
            unused.close();
        }
    }
}
