package io.leeway.topics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.leeway.shopper.events.EventJson;
import io.leeway.shopper.events.EventRules;
import io.leeway.shopper.events.MalformedEventException;
import io.leeway.simulator.SimulatedShop;
import io.leeway.simulator.planting.LiveRecord;
import io.leeway.simulator.shoppers.ShopSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The published schema of live events describes what {@link EventJson} and {@link EventRules} accept. */
class EventSchemaTest {
    private static final TopicSchema SCHEMA = TopicSchema.published("events");
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final String VIEW = "'v':1,'id':'e','type':'view','user':'u','time':'2026-01-01T00:00:00Z'";

    /** With the broken records that the simulator plants among them. */
    @Test
    void liveRecordsOfAShopFitExactlyWhereTheyAreAccepted() {
        SimulatedShop shop = new SimulatedShop(ShopSettings.from(Instant.parse("2026-01-05T00:00:00Z"))
                .withShoppers(300)
                .withHistoryDays(20)
                .withLive(Duration.ofDays(2)));
        int accepted = 0;
        int refused = 0;
        for (Iterator<LiveRecord> live = shop.live(); live.hasNext(); ) {
            byte[] value = live.next().value();
            boolean fits = fits(value);
            assertThat(fits).as(new String(value, StandardCharsets.UTF_8)).isEqualTo(isAccepted(value));
            accepted += fits ? 1 : 0;
            refused += fits ? 0 : 1;
        }
        assertThat(accepted).isGreaterThan(1_000);
        assertThat(refused).isGreaterThan(10);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{" + VIEW + "}",
                "{" + VIEW + ",'novel':[{}],'item':null,'price':null,'quantity':null,'rating':null}",
                "{'id':5,'type':'view','user':7,'item':9,'time':'2026-01-01 00:00:00+0100'}",
                "{" + VIEW + ",'price':'12.5','quantity':'2','rating':'4'}",
                "{" + VIEW + ",'platform':'fridge','quantity':0,'rating':9,'price':1e9,'social':'wave'}",
                "{'id':'e','type':'purchase','user':'u','time':1767225600,'price_minor':-1250,'quantity':-2}",
                "{'id':'e','type':'return','user':'u','time':1767225600000,'price':-12.5}",
                "{'id':'e','type':'social','user':'u','time':1767225600.25,'social':'follow'}",
                "{'id':'e','type':'erase','user':'u','time':'2026-01-01T01:00:00.123456+01:00'}",
                "{'id':'e','type':'objection','user':'u','time':'2026-01-01T01:00:00Z'}",
                "{'id':'e','type':'consent','user':'u','time':'2026-01-01T01:00:00Z'}"
            })
    void whatFitsIsAccepted(String event) {
        byte[] value = bytes(event);
        assertThat(fits(value)).isTrue();
        assertThat(isAccepted(value)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{'id':'e','type':'view','user':'u'}",
                "{'id':'','type':'view','user':'u','time':1767225600}",
                "{'id':'e','type':'view','user':true,'time':1767225600}",
                "{'id':'e','type':'view','user':'u','time':'2026-01-01 00:00:00'}",
                "{'id':'e','type':'look','user':'u','time':1767225600}",
                "{'id':'e','type':'view','user':'u','time':'yesterday'}",
                "{'id':'e','type':'view','user':'u','time':'1999-12-31T23:59:59Z'}",
                "{'id':'e','type':'view','user':'u','time':946684799}",
                "{'id':'e','type':'view','user':'u','time':100000000000}",
                "{'id':'e','type':'social','user':'u','time':1767225600}",
                "{'id':'e','type':'social','user':'u','time':1767225600,'social':'wave'}",
                "{" + VIEW + ",'price':-1}",
                "{" + VIEW + ",'price_minor':-1}",
                "{" + VIEW + ",'price':'12,5'}",
                "{" + VIEW + ",'price':'-12'}",
                "{" + VIEW + ",'price_minor':12.5}",
                "{" + VIEW + ",'quantity':'one'}",
                "{" + VIEW + ",'rating':[5]}",
                "{" + VIEW + ",'category':{}}"
            })
    void whatIsRefusedDoesNotFit(String event) {
        byte[] value = bytes(event);
        assertThat(isAccepted(value)).isFalse();
        assertThat(fits(value)).isFalse();
    }

    @Test
    void theLongestIdIsThatOfTheRules() {
        String event = "{'id':'%s','type':'view','user':'u','time':1767225600}";
        byte[] longest = bytes(event.formatted("e".repeat(EventRules.MAX_ID_LENGTH)));
        byte[] tooLong = bytes(event.formatted("e".repeat(EventRules.MAX_ID_LENGTH + 1)));
        assertThat(fits(longest)).isEqualTo(isAccepted(longest)).isTrue();
        assertThat(fits(tooLong)).isEqualTo(isAccepted(tooLong)).isFalse();
    }

    private static boolean fits(byte[] value) {
        try {
            JsonNode node = JSON.readTree(value);
            return node.isObject() && SCHEMA.problems(node).isEmpty();
        } catch (IOException notJson) {
            return false;
        }
    }

    /** By all rules but the one that needs the record's timestamp. */
    private static boolean isAccepted(byte[] value) {
        try {
            return EventRules.apply(EventJson.read(value), OptionalLong.empty()) instanceof EventRules.Accepted;
        } catch (MalformedEventException undecodable) {
            return false;
        }
    }

    private static byte[] bytes(String event) {
        return event.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }
}
