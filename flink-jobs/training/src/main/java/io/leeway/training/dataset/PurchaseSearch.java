package io.leeway.training.dataset;

import io.leeway.records.HistoryException;
import io.leeway.shopper.events.EventJson;
import io.leeway.shopper.events.EventType;
import io.leeway.shopper.events.MalformedEventException;
import io.leeway.sources.HistoryFiles;
import io.leeway.sources.LineFile;
import io.leeway.topics.RawBytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Whether a history has a purchase at all; without one, coming back means activity. */
public final class PurchaseSearch {
    private PurchaseSearch() {}

    public static boolean anyIn(Path history) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(history)) {
            files = all.filter(Files::isRegularFile)
                    .filter(file -> HistoryFiles.NAMES
                            .matcher(file.getFileName().toString())
                            .matches())
                    .sorted()
                    .toList();
        }
        for (Path file : files) {
            if (anyInFile(file)) {
                return true;
            }
        }
        return false;
    }

    private static boolean anyInFile(Path file) {
        try (LineFile lines = LineFile.open(new org.apache.flink.core.fs.Path(file.toUri()))) {
            for (RawBytes line = lines.next(); line != null; line = lines.next()) {
                // Any encoding of which ASCII is a part finds the word.
                if (!line.isCut()
                        && new String(line.kept(), StandardCharsets.ISO_8859_1).contains("\"purchase\"")
                        && isPurchase(line.kept())) {
                    return true;
                }
            }
        } catch (IOException e) {
            throw new HistoryException(
                    "Expected a whole file of history, found a damaged one in " + file + " (" + e.getMessage()
                            + "); copy it again, or write the history again with `leeway import`",
                    e);
        }
        return false;
    }

    private static boolean isPurchase(byte[] line) {
        try {
            return EventJson.read(line).type() == EventType.PURCHASE;
        } catch (MalformedEventException e) {
            return false;
        }
    }
}
