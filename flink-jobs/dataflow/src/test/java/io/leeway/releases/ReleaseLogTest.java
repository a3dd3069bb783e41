package io.leeway.releases;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.leeway.records.ReleaseRole;
import io.leeway.releases.trust.RecordSignature;
import io.leeway.releases.trust.ReleaseGate;
import io.leeway.releases.trust.ReleaseTrust;
import io.leeway.releases.trust.SigningKey;
import io.leeway.releases.trust.TrustedKeys;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Readers of the same two topics, before and after compaction. */
class ReleaseLogTest {
    private static final String RELEASES = "releases";
    private static final String STATUS = "releases.status";

    /** What a reader answers: who decides when, and what was said of each release. */
    private record Answers(List<ModelRelease> releases, Map<String, ReleaseVerdict> verdicts) {
        static Answers of(ReleaseLog log) {
            List<ModelRelease> sorted = new ArrayList<>(log.releases());
            sorted.sort((one, other) -> one.id().compareTo(other.id()));
            return new Answers(sorted, log.verdicts());
        }
    }

    @Test
    void aReleaseThatIsIssuedAgainChangesNothing() {
        ModelRelease first = release(1, 2, 0.1);
        ReleaseLog log = read(List.of(
                record(RELEASES, 0, ReleaseLog.newKey(first.id()), ReleaseJson.encode(first)),
                record(RELEASES, 1, ReleaseLog.newKey(first.id()), ReleaseJson.encode(release(1, 2, 0.5)))));
        assertThat(log.releases()).containsExactly(first);
    }

    /** In 0.1.0 the key was the id: compaction has removed the first, or will. */
    @Test
    void ofTwoRecordsUnderOneKeyTheLastHolds() {
        ModelRelease last = release(1, 2, 0.5);
        ReleaseVerdict refused = ReleaseVerdict.refuse(last, "Expected files, found none");
        byte[] key = last.id().getBytes(UTF_8);
        ReleaseLog log = read(List.of(
                record(RELEASES, 0, key, ReleaseJson.encode(release(1, 2, 0.1))),
                record(RELEASES, 1, key, ReleaseJson.encode(last)),
                record(STATUS, 0, key, ReleaseJson.encode(ReleaseVerdict.accept(last))),
                record(STATUS, 1, key, ReleaseJson.encode(refused))));
        assertThat(log.releases()).containsExactly(last);
        assertThat(log.verdicts()).containsValue(refused).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void eachCompactionOfALogGivesTheSameAnswers(long seed) {
        Random random = new Random(seed);
        for (int log = 0; log < 100; log++) {
            List<ConsumerRecord<byte[], byte[]>> full = logOf(random, true);
            Answers expected = Answers.of(read(full));
            for (int compaction = 0; compaction < 10; compaction++) {
                int upTo = random.nextInt(full.size() + 1);
                assertThat(Answers.of(read(compacted(full, upTo, random))))
                        .as("seed %d, log %d, compacted up to %d", seed, log, upTo)
                        .isEqualTo(expected);
            }
        }
    }

    /** A reader that is restarted in the midst, and one that is not, at any time. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void whatHoldsOnceHoldsForEver(long seed) {
        Random random = new Random(seed);
        for (int log = 0; log < 100; log++) {
            List<ConsumerRecord<byte[], byte[]>> full = logOf(random, false);
            ReleaseLog running = new ReleaseLog(RELEASES, ReleaseGate.of(ReleaseTrust.OPEN));
            Map<String, ModelRelease> held = new HashMap<>();
            Map<String, ReleaseVerdict> said = new HashMap<>();
            for (int next = 0; next < full.size(); next++) {
                running.add(full.get(next));
                running.releases().forEach(each -> held.putIfAbsent(each.id(), each));
                running.verdicts().forEach(said::putIfAbsent);
                List<ConsumerRecord<byte[], byte[]>> sofar = full.subList(0, next + 1);
                ReleaseLog restarted = read(compacted(sofar, random.nextInt(next + 2), random));
                assertThat(Answers.of(restarted)).isEqualTo(Answers.of(running));
                assertThat(running.releases()).containsExactlyInAnyOrderElementsOf(held.values());
                assertThat(running.verdicts()).isEqualTo(said);
            }
        }
    }

    /** Who can write the topics, and has no key, can neither release nor stop a release. */
    @Test
    void whereKeysAreTrustedOtherRecordsChangeNothing(@TempDir Path folder) throws Exception {
        Files.writeString(
                folder.resolve("keys"),
                TrustedKeys.line("shop", TrustedKeys.scopes(), SigningKey.create(folder.resolve("shop"))));
        SigningKey.create(folder.resolve("other"));
        SigningKey key = SigningKey.read(folder.resolve("shop"));
        SigningKey other = SigningKey.read(folder.resolve("other"));
        ModelRelease good = release(2, 1, 0.1);
        byte[] forged = ReleaseJson.encode(release(2, 1, 0.9));
        byte[] goodKey = ReleaseLog.newKey(good.id());
        byte[] verdictKey = ReleaseLog.newKey(good.id());
        ReleaseVerdict accepted = ReleaseVerdict.accept(good);
        byte[] refused = ReleaseJson.encode(ReleaseVerdict.refuse(good, "Expected nothing of it, found it"));
        ReleaseLog log = new ReleaseLog(
                RELEASES, ReleaseGate.of(new ReleaseTrust(folder.resolve("keys").toString(), null, null)));
        List.of(
                        record(RELEASES, 0, ReleaseLog.newKey(good.id()), forged),
                        signed(record(RELEASES, 1, ReleaseLog.newKey(good.id()), forged), other),
                        record(STATUS, 0, ReleaseLog.newKey(good.id()), refused),
                        signed(record(RELEASES, 2, goodKey, ReleaseJson.encode(good)), key),
                        signed(record(STATUS, 1, verdictKey, ReleaseJson.encode(accepted)), key),
                        record(RELEASES, 3, goodKey, null),
                        record(RELEASES, 4, goodKey, forged),
                        record(STATUS, 2, verdictKey, null),
                        record(STATUS, 3, verdictKey, refused),
                        signed(record(STATUS, 4, verdictKey, refused), other))
                .forEach(log::add);
        assertThat(log.releases()).containsExactly(good);
        assertThat(log.verdicts()).containsValue(accepted).hasSize(1);
        assertThat(log.refusedRecords()).extracting(ReleaseVerdict::offset).containsExactly(0L, 1L, 4L);
        assertThat(log.unsaidRefusals()).isEqualTo(log.refusedRecords());
        log.add(signed(
                record(
                        STATUS,
                        5,
                        verdictKey,
                        ReleaseJson.encode(log.refusedRecords().get(1))),
                key));
        assertThat(log.unsaidRefusals()).extracting(ReleaseVerdict::offset).containsExactly(0L, 4L);
        assertThat(log.verdicts()).containsValue(accepted).hasSize(1);
    }

    private static ConsumerRecord<byte[], byte[]> signed(ConsumerRecord<byte[], byte[]> record, SigningKey key) {
        RecordSignature.signed(new ProducerRecord<>(record.topic(), record.key(), record.value()), key)
                .headers()
                .forEach(record.headers()::add);
        return record;
    }

    private static ReleaseLog read(List<ConsumerRecord<byte[], byte[]>> records) {
        ReleaseLog log = new ReleaseLog(RELEASES, ReleaseGate.of(ReleaseTrust.OPEN));
        records.forEach(log::add);
        return log;
    }

    /** Before an offset a key's earlier records may be gone, and its tombstone, too. */
    private static List<ConsumerRecord<byte[], byte[]>> compacted(
            List<ConsumerRecord<byte[], byte[]>> full, int upTo, Random random) {
        Map<String, Integer> last = new HashMap<>();
        for (int i = 0; i < upTo; i++) {
            last.put(topicAndKey(full.get(i)), i);
        }
        List<ConsumerRecord<byte[], byte[]>> kept = new ArrayList<>();
        boolean tombstonesGo = random.nextBoolean();
        for (int i = 0; i < full.size(); i++) {
            ConsumerRecord<byte[], byte[]> record = full.get(i);
            boolean superseded = i < upTo && last.get(topicAndKey(record)) != i;
            boolean gone = i < upTo && record.value() == null && tombstonesGo;
            if (!superseded && !gone) {
                kept.add(record);
            }
        }
        return kept;
    }

    private static String topicAndKey(ConsumerRecord<byte[], byte[]> record) {
        return record.topic() + ' ' + new String(record.key(), UTF_8);
    }

    /**
     * Releases and rollbacks, some under an id again with other content, and verdicts that differ.
     *
     * @param old whether there are records of 0.1.0, keyed by id, and tombstones, too
     */
    private static List<ConsumerRecord<byte[], byte[]>> logOf(Random random, boolean old) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        List<byte[]> keys = new ArrayList<>();
        int size = 1 + random.nextInt(30);
        for (int offset = 0; offset < size; offset++) {
            ModelRelease release = release(1 + random.nextInt(3), 1 + random.nextInt(3), random.nextInt(1, 4) / 10.0);
            byte[] key = old && random.nextBoolean() ? release.id().getBytes(UTF_8) : ReleaseLog.newKey(release.id());
            keys.add(key);
            if (old && random.nextInt(8) == 0) {
                records.add(record(
                        random.nextBoolean() ? RELEASES : STATUS,
                        offset,
                        keys.get(random.nextInt(keys.size())),
                        random.nextInt(4) == 0 ? "{".getBytes(UTF_8) : null));
            } else if (random.nextBoolean()) {
                records.add(record(RELEASES, offset, key, ReleaseJson.encode(release)));
            } else {
                ReleaseVerdict verdict = random.nextBoolean()
                        ? ReleaseVerdict.accept(release)
                        : ReleaseVerdict.refuse(release, "Expected less, found more: " + random.nextInt(3));
                records.add(record(STATUS, offset, key, ReleaseJson.encode(verdict)));
            }
        }
        return records;
    }

    private static ConsumerRecord<byte[], byte[]> record(String topic, long offset, byte[] key, byte[] value) {
        return new ConsumerRecord<>(topic, 0, offset, key, value);
    }

    /** The same id for a version at an instant, whatever the share. */
    private static ModelRelease release(long version, int hour, double share) {
        ReleaseRole role = version == 1 ? ReleaseRole.ACTIVE : ReleaseRole.CANARY;
        return new ModelRelease(
                "churn-" + version + "-" + hour,
                "churn",
                version,
                "a".repeat(64),
                "models",
                role,
                role == ReleaseRole.CANARY ? share : 1,
                hour * 3_600_000L,
                role == ReleaseRole.CANARY ? Math.round(share * 100) : 0,
                "");
    }
}
