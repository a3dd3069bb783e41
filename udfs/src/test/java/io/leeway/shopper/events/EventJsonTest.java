package io.leeway.shopper.events;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.leeway.shopper.RandomEvents;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventJsonTest {

    private static final String HEAD = "\"id\":\"e\",\"type\":\"view\",\"user\":\"u\"";
    private static final String TIME = ",\"time\":\"2026-01-01T00:00:00Z\"";
    private static final long NEW_YEAR = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void readsWhatItWrites(long seed) throws Exception {
        RandomEvents events = new RandomEvents(seed);
        for (int i = 0; i < 20_000; i++) {
            ShopperEvent event = events.next();
            assertThat(EventJson.read(EventJson.write(event))).isEqualTo(event);
        }
    }

    @Test
    void readsEveryFieldOfTheTable() throws Exception {
        assertThat(read("""
                        {"v":1,"id":"e1","type":"social","user":"u1","time":1767225600,"item":"i","category":"baby/shoes",
                         "price":12.5,"currency":"EUR","quantity":3,"rating":4.5,"social":"follow","platform":"mini_program"}"""))
                .isEqualTo(new ShopperEvent(
                        "e1",
                        EventType.SOCIAL,
                        "u1",
                        "i",
                        "baby/shoes",
                        12.5,
                        "EUR",
                        3,
                        4.5,
                        SocialAction.FOLLOW,
                        Platform.MINI_PROGRAM,
                        NEW_YEAR));
    }

    @Test
    void leavesDefaultsOut() {
        ShopperEvent event =
                new ShopperEvent("e", EventType.AD_CLICK, "u", null, null, 0, null, 1, 0, null, null, NEW_YEAR);
        assertThat(new String(EventJson.write(event), UTF_8)).isEqualTo("""
                        {"v":1,"id":"e","type":"ad_click","user":"u","time":"2026-01-01T00:00:00Z"}""");
    }

    @ParameterizedTest
    @CsvSource({
        "1767225600, 0",
        "1767225600000, 0",
        "1767225600.25, 250",
        "1767225600250.0, 250",
        "\"2026-01-01T01:00:00+01:00\", 0",
        "\"2025-12-31T19:30:00-04:30\", 0",
        "\"2026-01-01T00:00:00.123456Z\", 123",
        "\"2026-01-01 02:00:00+0200\", 0",
        "\"2026-01-01 00:00 UTC\", 0",
    })
    void readsTimesOfEveryForm(String json, long millisAfterNewYear) throws Exception {
        assertThat(read("{" + HEAD + ",\"time\":" + json + "}").eventTimeMillis())
                .isEqualTo(NEW_YEAR + millisAfterNewYear);
    }

    @ParameterizedTest
    @CsvSource({
        "99999999999, 99999999999000",
        "100000000000, 100000000000",
        "-5, -5000",
        "-99999999999999999999, -9223372036854775808",
        "-9223372036854775807, -9223372036854775808",
        "99999999999999999999, 9223372036854775807",
        "1e300, 9223372036854775807",
    })
    void takesNumbersBelowTenToTheEleventhForSeconds(String json, long millis) throws Exception {
        assertThat(read("{" + HEAD + ",\"time\":" + json + "}").eventTimeMillis())
                .isEqualTo(millis);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"price_minor\":1999 | 19.99 | 1 | 0",
                "\"price_minor\":1999,\"currency\":\"JPY\" | 1999 | 1 | 0",
                "\"currency\":\"KWD\",\"price_minor\":1999 | 1.999 | 1 | 0",
                "\"currency\":\"points\",\"price_minor\":1999 | 19.99 | 1 | 0",
                "\"price_minor\":1999,\"price\":5 | 5 | 1 | 0",
                "\"price\":5,\"price_minor\":1999 | 5 | 1 | 0",
                "\"price\":null,\"price_minor\":-250 | -2.5 | 1 | 0",
                "\"quantity\":-7 | 0 | -7 | 0",
                "\"quantity\":\"-7\",\"price\":\"19.90\",\"rating\":\"4\" | 19.9 | -7 | 4",
                "\"quantity\":3.0,\"price_minor\":\"250\" | 2.5 | 3 | 0",
                "\"quantity\":99999999999999999999999 | 0 | 2147483647 | 0",
                "\"quantity\":-99999999999 | 0 | -2147483647 | 0",
                "\"quantity\":null,\"rating\":null | 0 | 1 | 0",
                "\"rating\":0 | 0 | 1 | 4.9E-324",
                "\"rating\":-3 | 0 | 1 | -3",
                "\"price\":1e999 | Infinity | 1 | 0",
                "\"price\":1,\"price\":2 | 2 | 1 | 0",
            })
    void readsNumbers(String field, double price, int quantity, double rating) throws Exception {
        ShopperEvent event = read("{" + HEAD + TIME + "," + field + "}");
        assertThat(event.price()).isEqualTo(price);
        assertThat(event.quantity()).isEqualTo(quantity);
        assertThat(event.rating()).isEqualTo(rating);
    }

    @Test
    void idsMayBeNumbers() throws Exception {
        ShopperEvent event = read("{\"id\":12,\"type\":\"view\",\"user\":90017.0,\"item\":-3" + TIME + "}");
        assertThat(event.eventId()).isEqualTo("12");
        assertThat(event.userId()).isEqualTo("90017");
        assertThat(event.itemId()).isEqualTo("-3");
    }

    @Test
    void skipsUnknownFieldsHoweverDeep() throws Exception {
        String deep = "[".repeat(900) + "]".repeat(900);
        ShopperEvent event = read("{\"ext\":{\"id\":\"x\",\"a\":[1,{\"user\":2}]}," + HEAD + ",\"later\":[{}],\"deep\":"
                + deep + TIME + ",\"Price\":\"x\",\"platform\":\"fridge\",\"item\":\"\"}");
        assertThat(event)
                .isEqualTo(new ShopperEvent("e", EventType.VIEW, "u", null, null, 0, null, 1, 0, null, null, NEW_YEAR));
    }

    @Test
    void lastOfAFieldThatStandsTwiceCounts() throws Exception {
        ShopperEvent event =
                read("{\"type\":\"nonsense\"," + HEAD + TIME + ",\"id\":\"f\",\"category\":\"a\",\"category\":\"b\"}");
        assertThat(event.eventId()).isEqualTo("f");
        assertThat(event.type()).isEqualTo(EventType.VIEW);
        assertThat(event.category()).isEqualTo("b");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | found nothing",
                "[] | Expected a JSON object, found an array",
                "\"x\" | found the text 'x'",
                "null | found null",
                "{} | Expected the field 'id'",
                "{\"id\":\"e\",\"type\":\"view\",\"time\":5} | Expected the field 'user'",
                "{\"id\":\"\",\"type\":\"view\",\"user\":\"u\",\"time\":5} | Expected the field 'id'",
                "{\"id\":\"e\",\"type\":\"view\",\"user\":null,\"time\":5} | Expected the field 'user'",
                "{\"id\":\"e\",\"type\":\"view\",\"user\":\"u\"} | Expected the field 'time'",
                "{\"id\":\"e\",\"type\":\"VIEW\",\"user\":\"u\",\"time\":5} | Expected a known 'type'",
                "{\"id\":true,\"type\":\"view\",\"user\":\"u\",\"time\":5} | Expected a text in 'id', found true",
                "{\"id\":\"e\",\"type\":\"view\",\"user\":\"u\",\"time\":\"2026-01-01 10:00\"} | names no zone",
                "{\"op\":\"c\",\"after\":{\"id\":\"e\",\"user\":\"u\"}} | an envelope with an object in 'after'",
                "{\"id\":\"e\",\"type\":\"social\",\"user\":\"u\",\"time\":5} | Expected 'social' to be",
                "{\"id\":\"e\",\"type\":\"social\",\"user\":\"u\",\"time\":5,\"social\":\"poke\"} | found 'poke'",
                "{\"id\":\"e\",\"type\":\"view\",\"user\":\"u\",\"time\":\"yesterday\"} | found 'yesterday'",
                "{\"id\":\"e\",\"type\":\"view\",\"user\":\"u\",\"time\":\"2026-01-01T00:00:00\"} | Expected 'time' as",
                "{\"id\":\"e\",\"type\":\"view\",\"user\":\"u\",\"time\":\"1767225600\"} | Expected 'time' as",
                "{\"id\":\"e\",\"type\":\"view\",\"user\":\"u\",\"time\":true} | Expected an instant in 'time', found true",
                "{\"id\":\"\\ud800\",\"type\":\"view\",\"user\":\"u\",\"time\":5} | half a surrogate pair",
            })
    void refusesWhatIsNoEvent(String json, String message) {
        assertMalformed(json.getBytes(UTF_8)).withMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"price\":\"1,5\"",
                "\"price\":\"\"",
                "\"quantity\":2.5",
                "\"quantity\":\"2 pieces\"",
                "\"item\":5.5",
                "\"item\":1e300",
                "\"v\":\"one\"",
                "\"price\":{}",
                "\"price\":NaN",
                "\"price_minor\":1.5",
                "\"rating\":true",
                "\"category\":[\"a\"]",
                "\"platform\":3",
                "\"x\":01",
                "'x':1",
                "\"x\":1,",
                "\"x\":1}{",
                "\"x\":1} x{",
            })
    void refusesWrongTypesAndWhatIsNotJson(String field) {
        assertMalformed(("{" + HEAD + TIME + "," + field + "}").getBytes(UTF_8));
    }

    @Test
    void refusesOtherEncodings() {
        String json = "{" + HEAD + TIME + ",\"item\":\"é\"}";
        assertMalformed(json.getBytes(UTF_16)).withMessageContaining("UTF-8");
        assertMalformed(json.getBytes(ISO_8859_1)).withMessageContaining("UTF-8");
        assertMalformed(("\uFEFF" + json).getBytes(UTF_8));
        byte[] overlong = json.getBytes(UTF_8);
        int at = json.indexOf('é');
        overlong[at] = (byte) 0xC0;
        overlong[at + 1] = (byte) 0xAF;
        assertMalformed(overlong).withMessageContaining("UTF-8");
    }

    @Test
    void messagesAreOnePrintableLine() {
        String json =
                "{\"id\":\"e\",\"type\":\"view\",\"user\":\"u\",\"time\":\"a\\nb\\ud800" + "c".repeat(100) + "\"}";
        assertMalformed(json.getBytes(UTF_8))
                .withMessageContaining("found 'a\uFFFDb\uFFFDccc")
                .withMessageEndingWith("…'");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void neverThrowsAnythingElse(long seed) {
        Random random = new Random(seed);
        RandomEvents events = new RandomEvents(seed);
        int refused = 0;
        for (int i = 0; i < 60_000; i++) {
            byte[] bytes;
            if (i % 4 == 0) {
                bytes = new byte[random.nextInt(80)];
                random.nextBytes(bytes);
            } else {
                bytes = EventJson.write(events.next());
                for (int k = random.nextInt(4); k >= 0; k--) {
                    mutate(bytes, random);
                }
            }
            try {
                assertThat(EventJson.read(bytes)).isNotNull();
            } catch (MalformedEventException expected) {
                refused++;
                assertThat(expected).hasMessageMatching("Expected [^\\p{Cntrl}]+");
            }
        }
        assertThat(refused).isBetween(30_000, 59_000);
    }

    @Test
    void hugeAndHostileInputsAreMalformed() {
        assertMalformed(("{\"x\":" + "[".repeat(5_000)).getBytes(UTF_8));
        assertMalformed(("{\"price\":" + "9".repeat(5_000) + "}").getBytes(UTF_8));
        assertMalformed(("{\"" + "n".repeat(100_000) + "\":1}").getBytes(UTF_8));
    }

    @Test
    void writesOnlyWhatCanBeRead() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EventJson.write(new ShopperEvent(
                        "e", EventType.VIEW, "u", null, null, Double.NaN, null, 1, 0, null, null, NEW_YEAR)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EventJson.write(new ShopperEvent(
                        "e\ud800", EventType.VIEW, "u", null, null, 0, null, 1, 0, null, null, NEW_YEAR)));
    }

    private static void mutate(byte[] bytes, Random random) {
        int at = random.nextInt(bytes.length);
        switch (random.nextInt(3)) {
            case 0 -> bytes[at] = (byte) random.nextInt(256);
            case 1 -> bytes[at] = (byte) "{}[]\",:0-9.eEnt\\".charAt(random.nextInt(16));
            default -> {
                int other = random.nextInt(bytes.length);
                byte swapped = bytes[at];
                bytes[at] = bytes[other];
                bytes[other] = swapped;
            }
        }
    }

    private static ShopperEvent read(String json) throws MalformedEventException {
        return EventJson.read(json.getBytes(UTF_8));
    }

    private static org.assertj.core.api.ThrowableAssertAlternative<MalformedEventException> assertMalformed(
            byte[] bytes) {
        return assertThatExceptionOfType(MalformedEventException.class).isThrownBy(() -> EventJson.read(bytes));
    }
}
