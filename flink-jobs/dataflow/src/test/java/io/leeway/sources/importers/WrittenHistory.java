package io.leeway.sources.importers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.leeway.shopper.events.EventJson;
import io.leeway.shopper.events.MalformedEventException;
import io.leeway.shopper.events.ShopperEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A finished history, read back and held against its index. */
final class WrittenHistory {

    private WrittenHistory() {}

    /** All events, which are sorted and as many as the index says. */
    static List<ShopperEvent> events(Path folder) throws IOException {
        HistoryIndex index = HistoryIndex.read(folder);
        List<ShopperEvent> events = new ArrayList<>();
        for (HistoryIndex.Slice slice : index.slices()) {
            List<String> lines = Files.readAllLines(folder.resolve(slice.file()));
            assertThat(lines).hasSize((int) slice.events());
            for (String line : lines) {
                events.add(event(line));
            }
        }
        assertThat(events)
                .hasSize((int) index.events())
                .isSortedAccordingTo(
                        Comparator.comparingLong(ShopperEvent::eventTimeMillis).thenComparing(ShopperEvent::eventId));
        assertThat(events.get(0).eventTimeMillis()).isEqualTo(index.from().toEpochMilli());
        assertThat(events.get(events.size() - 1).eventTimeMillis())
                .isEqualTo(index.to().toEpochMilli() - 1);
        return events;
    }

    private static ShopperEvent event(String line) {
        try {
            return EventJson.read(line.getBytes(UTF_8));
        } catch (MalformedEventException broken) {
            throw new AssertionError(line, broken);
        }
    }
}
