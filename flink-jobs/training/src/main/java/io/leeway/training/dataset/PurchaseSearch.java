package io.leeway.training.dataset;

import io.leeway.records.HistoryException;
import io.leeway.shopper.events.EventJson;
import io.leeway.shopper.events.EventType;
import io.leeway.shopper.events.MalformedEventException;
import io.leeway.sources.HistoryFiles;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

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
        try (InputStream raw = Files.newInputStream(file);
                InputStream in = file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw;
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.contains("\"purchase\"") && isPurchase(line)) {
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

    private static boolean isPurchase(String line) {
        try {
            return EventJson.read(line.getBytes(StandardCharsets.UTF_8)).type() == EventType.PURCHASE;
        } catch (MalformedEventException e) {
            return false;
        }
    }
}
