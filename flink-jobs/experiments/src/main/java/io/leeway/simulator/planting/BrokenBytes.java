package io.leeway.simulator.planting;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.leeway.shopper.events.ShopperEvent;
import io.leeway.simulator.shoppers.SeededRandom;
import java.util.Arrays;

/** Bytes that are not an event, broken in one of several ways; never with a line break. */
final class BrokenBytes {
    static final int WAYS = 10;

    private BrokenBytes() {}

    /** @param like an event that the broken one resembles */
    static byte[] of(int way, String id, ShopperEvent like, SeededRandom dice) {
        String user = like.userId();
        long time = like.eventTimeMillis();
        return switch (way) {
            case 0 ->
                cut("{\"id\":\"%s\",\"type\":\"view\",\"user\":\"%s\",\"time\":%d}".formatted(id, user, time), dice);
            case 1 -> utf8("GET /item/%s HTTP/1.1 200 %d".formatted(like.itemId(), time));
            case 2 -> utf8("[\"%s\",\"view\",%d]".formatted(user, time));
            case 3 -> utf8("{}");
            case 4 -> utf8("{\"id\":\"%s\",\"type\":\"view\",\"time\":%d}".formatted(id, time));
            case 5 ->
                utf8("{\"id\":\"%s\",\"type\":\"teleport\",\"user\":\"%s\",\"time\":%d}".formatted(id, user, time));
            case 6 ->
                utf8("{\"id\":\"%s\",\"type\":\"view\",\"user\":\"%s\",\"time\":\"yesterday\"}".formatted(id, user));
            case 7 -> utf8("{\"id\":\"\",\"type\":\"view\",\"user\":\"%s\",\"time\":%d}".formatted(user, time));
            case 8 -> noise(dice);
            case 9 -> utf8("null");
            default -> throw new IllegalArgumentException("Expected a way from 0 to " + (WAYS - 1) + ", found " + way);
        };
    }

    private static byte[] cut(String json, SeededRandom dice) {
        byte[] whole = utf8(json);
        return Arrays.copyOf(whole, 4 + dice.below(whole.length - 5));
    }

    private static byte[] noise(SeededRandom dice) {
        byte[] noise = new byte[16 + dice.below(48)];
        for (int i = 0; i < noise.length; i++) {
            noise[i] = (byte) (0x80 + dice.below(0x80));
        }
        return noise;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(UTF_8);
    }
}
