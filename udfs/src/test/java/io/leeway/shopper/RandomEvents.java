package io.leeway.shopper;

import io.leeway.shopper.events.EventType;
import io.leeway.shopper.events.Platform;
import io.leeway.shopper.events.ShopperEvent;
import io.leeway.shopper.events.SocialAction;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Random events, plausible or not, the same for the same seed. */
public final class RandomEvents {

    private static final String[] PIECES = {
        "a", "Z", "7", " ", "\t", "/", "\"", "\\", "é", "店", "👟", "\u0000", "\u2028", "null", "n/a", "Baby", "-"
    };

    private final Random random;

    public RandomEvents(long seed) {
        random = new Random(seed);
    }

    public ShopperEvent next() {
        EventType type = pick(EventType.values());
        SocialAction social = type == EventType.SOCIAL || random.nextInt(8) == 0 ? pick(SocialAction.values()) : null;
        return new ShopperEvent(
                text(1 + random.nextInt(6)),
                type,
                text(1 + random.nextInt(6)),
                optionalText(),
                optionalText(),
                random.nextInt(3) == 0 ? 0 : random.nextGaussian() * Math.pow(10, random.nextInt(9)),
                optionalText(),
                random.nextInt(3) == 0 ? 1 : random.nextInt(),
                random.nextInt(3) == 0 ? 0 : random.nextDouble() * 7 - 1,
                social,
                random.nextBoolean() ? pick(Platform.values()) : null,
                random.nextInt(20) == 0 ? random.nextLong() : 946_684_800_000L + random.nextLong(1_000_000_000_000L));
    }

    private @Nullable String optionalText() {
        return random.nextBoolean() ? text(1 + random.nextInt(12)) : null;
    }

    private String text(int pieces) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < pieces; i++) {
            text.append(pick(PIECES));
        }
        return text.toString();
    }

    private <T> T pick(T[] of) {
        return of[random.nextInt(of.length)];
    }
}
