package io.leeway.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.leeway.shopper.events.EventType;
import io.leeway.shopper.events.ShopperEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract can fail: shoppers that break one rule by as little as a millisecond are found out, and the oracle itself is not. */
class OracleContractTest extends OracleContract {

    private static final Duration MILLI = Duration.ofMillis(1);
    private static final OracleRules BOOK = OracleRules.OF_THE_BOOK;

    @Override
    Subject subject() {
        return new Oracle();
    }

    @Override
    long shoppers() {
        return 300;
    }

    static Stream<Arguments> breakers() {
        return Stream.of(
                breaker("a session a millisecond short", rules -> rules.sessionGap = rules.sessionGap.minus(MILLI)),
                breaker("a session a millisecond long", rules -> rules.sessionGap = rules.sessionGap.plus(MILLI)),
                breaker("a window twice as long", rules -> rules.window = rules.window.multipliedBy(2)),
                breaker("a silence less", rules -> rules.silenceSteps = rules.silenceSteps.subList(0, 3)),
                breaker(
                        "a silence a millisecond early",
                        rules -> rules.silenceSteps = rules.silenceSteps.stream()
                                .map(step -> step.minus(MILLI))
                                .toList()),
                breaker("horizon short", rules -> rules.duplicateHorizon = rules.duplicateHorizon.minus(MILLI)),
                breaker("horizon long", rules -> rules.duplicateHorizon = rules.duplicateHorizon.plus(MILLI)),
                breaker("no duplicate", rules -> rules.duplicateEvents = 0),
                breaker("63 events", rules -> rules.duplicateEvents = 63),
                breaker("65 events", rules -> rules.duplicateEvents = 65),
                breaker("forgotten early", rules -> rules.retention = rules.retention.minus(MILLI)),
                breaker("forgotten late", rules -> rules.retention = rules.retention.plus(MILLI)),
                breaker("long half-life", rules -> rules.longHalfLife = Duration.ofHours(30 * 24 + 1)),
                breaker("short half-life", rules -> rules.shortHalfLife = Duration.ofHours(3 * 24 + 1)),
                breaker("15 categories", rules -> rules.interestCategories = 15),
                breaker("17 categories", rules -> rules.interestCategories = 17),
                Arguments.of("an erasure ignored", without(EventType.ERASE)),
                Arguments.of("an erasure a millisecond early", moving(EventType.ERASE, -1)),
                Arguments.of("an erasure a millisecond late", moving(EventType.ERASE, 1)),
                Arguments.of("an objection ignored", without(EventType.OBJECTION)),
                Arguments.of("an objection a millisecond early", moving(EventType.OBJECTION, -1)),
                Arguments.of("an objection a millisecond late", moving(EventType.OBJECTION, 1)),
                Arguments.of("a consent ignored", without(EventType.CONSENT)),
                Arguments.of("a consent a millisecond early", moving(EventType.CONSENT, -1)),
                Arguments.of("a consent a millisecond late", moving(EventType.CONSENT, 1)),
                Arguments.of("an objection forgotten after its retention", (Subject) OracleContractTest::forgetting),
                Arguments.of("impressions ignored", without(EventType.AD_IMPRESSION)),
                Arguments.of("the order of arrival within an instant", (Subject) OracleContractTest::renamed),
                Arguments.of("an instant not applied whole", (Subject) OracleContractTest::seenBefore));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("breakers")
    void breakersAreFoundOut(String name, Subject breaker) {
        Oracle oracle = new Oracle();
        int found = 0;
        for (long seed = 0; seed < 1000 && found == 0; seed++) {
            RandomShopper shopper = RandomShoppers.of(seed);
            Answer expected = oracle.play(shopper.events(), shopper.untilMillis());
            Answer broken = breaker.play(shopper.events(), shopper.untilMillis());
            found += Comparison.difference(expected, broken).isPresent() ? 1 : 0;
        }
        assertThat(found).as(name).isPositive();
    }

    @Test
    void everyFeatureIsCompared() {
        Answer answer = LongStream.iterate(3, seed -> seed + 1)
                .mapToObj(RandomShoppers::of)
                .map(shopper -> new Oracle().play(shopper.events(), shopper.untilMillis()))
                .filter(each -> !each.requests().isEmpty())
                .findFirst()
                .orElseThrow();
        Request last = answer.requests().get(answer.requests().size() - 1);
        for (String feature : last.features().keySet()) {
            Map<String, Object> features = new HashMap<>(last.features());
            features.put(feature, spoilt(features.get(feature)));
            List<Request> requests = new ArrayList<>(answer.requests());
            requests.set(requests.size() - 1, new Request(last.asOfMillis(), last.triggers(), features));
            Answer other =
                    new Answer(requests, answer.applied(), answer.duplicates(), answer.erased(), answer.objected());
            assertThat(Comparison.difference(answer, other))
                    .get()
                    .asString()
                    .contains(feature + "[", "expected", "found");
        }
    }

    private static Object spoilt(Object feature) {
        if (feature instanceof float[] numbers) {
            float[] spoilt = numbers.clone();
            spoilt[spoilt.length - 1] += 3e-5f * Math.max(1, Math.abs(spoilt[spoilt.length - 1]));
            return spoilt;
        }
        if (feature instanceof int[] codes) {
            int[] spoilt = codes.clone();
            spoilt[spoilt.length - 1]++;
            return spoilt;
        }
        String[] spoilt = ((String[]) feature).clone();
        spoilt[spoilt.length - 1] = "another";
        return spoilt;
    }

    private static Subject without(EventType type) {
        return (events, until) -> new Oracle()
                .play(events.stream().filter(event -> event.type() != type).toList(), until);
    }

    private static Subject moving(EventType type, long shift) {
        return (events, until) -> new Oracle()
                .play(
                        events.stream()
                                .map(event -> event.type() == type ? event.at(event.eventTimeMillis() + shift) : event)
                                .toList(),
                        until);
    }

    /** Where an objection is older than the retention, it is withdrawn. */
    private static Answer forgetting(List<ShopperEvent> events, long until) {
        List<ShopperEvent> withdrawn = new ArrayList<>(events);
        for (ShopperEvent event : events) {
            if (event.type() == EventType.OBJECTION) {
                withdrawn.add(new ShopperEvent(
                        event.eventId() + "-",
                        EventType.CONSENT,
                        event.userId(),
                        null,
                        null,
                        0,
                        null,
                        1,
                        0,
                        null,
                        null,
                        event.eventTimeMillis() + BOOK.retention().toMillis()));
            }
        }
        Answer answer = new Oracle().play(withdrawn, until);
        Answer right = new Oracle().play(events, until);
        // Only what is asked for may tell them apart.
        return new Answer(answer.requests(), right.applied(), right.duplicates(), right.erased(), right.objected());
    }

    /** Ids that go backwards turn the order within an instant round and leave duplicates what they are. */
    private static Answer renamed(List<ShopperEvent> events, long until) {
        List<ShopperEvent> renamed = new ArrayList<>();
        for (ShopperEvent event : events) {
            StringBuilder id = new StringBuilder();
            event.eventId().chars().forEach(letter -> id.append((char) ('~' - letter + ' ')));
            renamed.add(new ShopperEvent(
                    id.toString(),
                    event.type(),
                    event.userId(),
                    event.itemId(),
                    event.category(),
                    event.price(),
                    event.currency(),
                    event.quantity(),
                    event.rating(),
                    event.social(),
                    event.platform(),
                    event.eventTimeMillis()));
        }
        return new Oracle().play(renamed, until);
    }

    /** Where something falls due at an instant with an event, what falls due sees only the events before it. */
    private static Answer seenBefore(List<ShopperEvent> events, long until) {
        Answer right = new Oracle().play(events, until);
        List<Request> requests = new ArrayList<>();
        for (Request request : right.requests()) {
            Answer before = new Oracle()
                    .play(
                            events.stream()
                                    .filter(event -> event.eventTimeMillis() != request.asOfMillis())
                                    .toList(),
                            request.asOfMillis());
            requests.add(before.requests().stream()
                    .filter(other -> other.asOfMillis() == request.asOfMillis())
                    .findFirst()
                    .orElse(request));
        }
        return new Answer(requests, right.applied(), right.duplicates(), right.erased(), right.objected());
    }

    /** The rule book's numbers, to be turned one at a time. */
    private static final class Turned {
        private Duration sessionGap = BOOK.sessionGap();
        private Duration window = BOOK.window();
        private List<Duration> silenceSteps = BOOK.silenceSteps();
        private Duration duplicateHorizon = BOOK.duplicateHorizon();
        private int duplicateEvents = BOOK.duplicateEvents();
        private Duration retention = BOOK.retention();
        private Duration longHalfLife = BOOK.longHalfLife();
        private Duration shortHalfLife = BOOK.shortHalfLife();
        private int interestCategories = BOOK.interestCategories();
        private int eventsPerHour = BOOK.eventsPerHour();
    }

    private static Arguments breaker(String name, Consumer<Turned> turn) {
        Turned turned = new Turned();
        turn.accept(turned);
        return Arguments.of(
                name,
                new Oracle(new OracleRules(
                        turned.sessionGap,
                        turned.window,
                        turned.silenceSteps,
                        turned.duplicateHorizon,
                        turned.duplicateEvents,
                        turned.retention,
                        turned.longHalfLife,
                        turned.shortHalfLife,
                        turned.interestCategories,
                        turned.eventsPerHour)));
    }
}
