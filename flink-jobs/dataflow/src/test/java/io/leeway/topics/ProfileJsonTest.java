package io.leeway.topics;

import static org.assertj.core.api.Assertions.assertThat;

import io.leeway.records.ProfileSnapshot;
import io.leeway.shopper.PendingEvent;
import io.leeway.shopper.ProfileSettings;
import io.leeway.shopper.ProfileTimers;
import io.leeway.shopper.ShopperProfile;
import io.leeway.shopper.events.EventType;
import io.leeway.shopper.events.ShopperEvent;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProfileJsonTest {
    private static final long T = 1_767_225_600_000L;

    @Test
    void ofWhoObjectsThereIsNothingElse() {
        assertThat(json(EventType.VIEW))
                .startsWith("{\"user\":\"u\",\"asOf\":\"2026-01-01T00:00:01Z\",\"stateBytes\":")
                .contains("\"interest_long.names\":[\"a/b\",");
        assertThat(json(EventType.OBJECTION)).matches("\\{\"user\":\"u\",\"objected\":true,\"stateBytes\":\\d{2}}");
    }

    private static String json(EventType type) {
        ShopperEvent event = new ShopperEvent("e", type, "u", null, "a/b", 0, null, 1, 0, null, null, T);
        ShopperProfile profile = new ProfileTimers(ProfileSettings.DEFAULTS, Long.MAX_VALUE)
                .wake(T, null, List.of(new PendingEvent(event, 0).toBytes()), new Ignored())
                .profile();
        byte[] value = ProfileJson.encode(
                        new ProfileSnapshot("u", profile.toBytes()), ProfileSettings.DEFAULTS, T + 1000)
                .value();
        return new String(value, StandardCharsets.UTF_8);
    }

    private static final class Ignored implements ShopperProfile.Listener {
        @Override
        public void due(long asOfMillis, int triggers, ShopperProfile profile) {}

        @Override
        public void applied(ShopperEvent event) {}

        @Override
        public void duplicate(ShopperEvent event) {}

        @Override
        public void tooMany(ShopperEvent event) {}

        @Override
        public void erased(ShopperEvent event) {}

        @Override
        public void objected(ShopperEvent event) {}
    }
}
