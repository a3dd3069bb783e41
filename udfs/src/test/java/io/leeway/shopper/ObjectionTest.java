package io.leeway.shopper;

import static org.assertj.core.api.Assertions.assertThat;

import io.leeway.shopper.events.EventType;
import io.leeway.shopper.events.ShopperEvent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the bytes of a profile hold of an objection. */
class ObjectionTest {
    private static final long T = 1_767_225_600_000L;
    private static final long DAY = 86_400_000;

    private final List<String> seen = new ArrayList<>();

    @Test
    void nothingIsKeptButTheObjectionForHoweverLong() {
        byte[] bytes = play(
                null,
                T + 5000 * DAY,
                event("a", EventType.PURCHASE, T),
                event("o", EventType.OBJECTION, T + 1),
                event("b", EventType.VIEW, T + 4000 * DAY));
        assertThat(bytes).hasSizeLessThan(64);
        ShopperProfile kept = ShopperProfile.ofBytes(ProfileSettings.DEFAULTS, bytes);
        assertThat(kept.isObjected()).isTrue();
        assertThat(kept.isEmpty()).isFalse();
        assertThat(kept.nextDueMillis()).isEqualTo(Long.MAX_VALUE);
        assertThat(seen).containsExactly("applied a", "objected o", "objected b");
    }

    /** So that builds before the objection read it, and its golden bytes stay. */
    @Test
    void aWithdrawnObjectionLeavesNoByte() {
        ShopperEvent later = event("b", EventType.VIEW, T + DAY);
        byte[] objected = play(null, T + 2, event("o", EventType.OBJECTION, T + 1));
        byte[] back = play(objected, T + DAY, event("c", EventType.CONSENT, T + 3), later);
        assertThat(back).isEqualTo(play(null, T + DAY, later));
        assertThat(ShopperProfile.ofBytes(
                                ProfileSettings.DEFAULTS, play(objected, T + 4, event("c", EventType.CONSENT, T + 3)))
                        .isEmpty())
                .isTrue();
    }

    @Test
    void anErasureDoesNotWithdrawIt() {
        byte[] bytes = play(
                null,
                T + 30 * DAY,
                event("o", EventType.OBJECTION, T),
                event("e", EventType.ERASE, T + DAY),
                event("a", EventType.VIEW, T + 10 * DAY));
        ShopperProfile kept = ShopperProfile.ofBytes(ProfileSettings.DEFAULTS, bytes);
        assertThat(kept.isObjected()).isTrue();
        assertThat(kept.isErased()).isFalse();
        assertThat(seen).containsExactly("objected o", "erased e", "objected a");
    }

    @Test
    void ofOneInstantAnObjectionOutdoesAConsentWhateverTheirIds() {
        byte[] bytes = play(null, T, event("a", EventType.OBJECTION, T), event("z", EventType.CONSENT, T));
        assertThat(ShopperProfile.ofBytes(ProfileSettings.DEFAULTS, bytes).isObjected())
                .isTrue();
    }

    private byte[] play(byte @Nullable [] before, long toMillis, ShopperEvent... events) {
        List<byte[]> pending = new ArrayList<>();
        for (ShopperEvent event : events) {
            pending.add(new PendingEvent(event, 0).toBytes());
        }
        ProfileTimers timers = new ProfileTimers(ProfileSettings.DEFAULTS, Long.MAX_VALUE);
        return timers.wake(toMillis, before, pending, new Recorder()).profile().toBytes();
    }

    private static ShopperEvent event(String id, EventType type, long time) {
        return new ShopperEvent(id, type, "u", null, "a/b", 0, null, 1, 0, null, null, time);
    }

    private final class Recorder implements ShopperProfile.Listener {
        @Override
        public void due(long asOfMillis, int triggers, ShopperProfile profile) {
            seen.add("due " + asOfMillis);
        }

        @Override
        public void applied(ShopperEvent event) {
            seen.add("applied " + event.eventId());
        }

        @Override
        public void duplicate(ShopperEvent event) {
            seen.add("duplicate " + event.eventId());
        }

        @Override
        public void tooMany(ShopperEvent event) {
            seen.add("too many " + event.eventId());
        }

        @Override
        public void erased(ShopperEvent event) {
            seen.add("erased " + event.eventId());
        }

        @Override
        public void objected(ShopperEvent event) {
            seen.add("objected " + event.eventId());
        }
    }
}
