package io.leeway.cli.demo;

import io.leeway.cli.console.CommandScreen;
import io.leeway.cli.console.ProgressBar;
import io.leeway.cli.console.UserError;
import io.leeway.shopper.events.EventJson;
import io.leeway.shopper.events.MalformedEventException;
import io.leeway.shopper.events.ShopperEvent;
import io.leeway.sources.importers.HistoryIndex;
import io.leeway.sources.importers.HistoryOptions;
import io.leeway.sources.importers.ImportFormat;
import io.leeway.sources.importers.Importer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A demo's shop by real data: imported, history up to a cut, the rest replayed as it happened. */
final class ReplayedDemoShop {
    /** Without a cut of their own, the last so many parts of the data are replayed. */
    private static final int REPLAYED_PART = 7;

    private ReplayedDemoShop() {}

    static DemoShop open(
            DemoPlan plan, DemoPlan.Dataset dataset, WorkFolders folders, CommandScreen screen, Clock clock)
            throws IOException {
        ImportFormat format = ImportFormat.named(dataset.format());
        Instant cut = dataset.cut();
        if (cut == null) {
            // The span is known only when all has been read: one pass to find it, one to cut.
            Path whole = folders.root().resolve("whole");
            HistoryIndex index = importInto(format, dataset.folder(), whole, null, "span", screen, clock);
            Duration span = Duration.between(index.from(), index.to());
            cut = index.to().minus(span.dividedBy(REPLAYED_PART));
        }
        importInto(format, dataset.folder(), folders.history(), cut, "import", screen, clock);
        Path history = ShopStages.history(folders);
        Path live = folders.history().resolve("live");
        HistoryIndex before = HistoryIndex.read(history);
        HistoryIndex after = HistoryIndex.read(live);
        return new DemoShop(
                dataset.folder().getFileName() + " as " + dataset.format(),
                before.from(),
                cut,
                after.to(),
                before.events(),
                () -> arrivals(live, after),
                Map.of(),
                null);
    }

    private static HistoryIndex importInto(
            ImportFormat format,
            Path from,
            Path to,
            @Nullable Instant cut,
            String what,
            CommandScreen screen,
            Clock clock)
            throws IOException {
        long bytes = Math.max(1, size(from));
        try (ProgressBar bar = new ProgressBar(screen, what, bytes / 1024, "KiB", clock)) {
            HistoryOptions options = new HistoryOptions(Duration.ofDays(1), cut, null, true);
            return Importer.run(from, format.mapping(from), to, options, (read, total) -> bar.update(read / 1024))
                    .index();
        }
    }

    private static long size(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            throw new UserError("Expected a folder with a data set at " + folder + ", found nothing; check --dataset");
        }
        try (Stream<Path> files = Files.walk(folder)) {
            long sum = 0;
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                sum += Files.size(file);
            }
            return sum;
        }
    }

    /** Every event arrives when it happened. */
    private static Iterator<PlayedRecord> arrivals(Path folder, HistoryIndex index) {
        List<Path> files = index.slices().stream()
                .map(slice -> folder.resolve(slice.file()))
                .toList();
        Stream<PlayedRecord> all =
                files.stream().flatMap(ReplayedDemoShop::lines).map(ReplayedDemoShop::arrival);
        return all.iterator();
    }

    private static Stream<String> lines(Path file) {
        try {
            BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8);
            return reader.lines().onClose(() -> {
                try {
                    reader.close();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static PlayedRecord arrival(String line) {
        byte[] value = line.getBytes(StandardCharsets.UTF_8);
        try {
            ShopperEvent event = EventJson.read(value);
            return new PlayedRecord(event.eventTimeMillis(), event.userId(), value);
        } catch (MalformedEventException e) {
            throw new IllegalStateException("Expected what the import wrote", e);
        }
    }
}
