package io.leeway.sources.importers;

import io.leeway.shopper.events.ShopperEvent;
import io.leeway.sources.importers.values.AbsentWords;
import io.leeway.sources.importers.values.UserSpellings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a person should know of an import beside its counts. For one thread. */
final class ImportNotes {

    private static final int MOST_WORDS = 100;
    private static final int MOST_REASONS = 3;

    private final Map<String, Long> noUserWords = new HashMap<>();
    private final Set<String> currencies = new LinkedHashSet<>();
    private final UserSpellings users = new UserSpellings();
    private final List<String> ofFiles = new ArrayList<>();
    private LineAccount account = LineAccount.NONE;
    private @Nullable Path lastFile;
    private String lastName = "";

    /** A file that is read. */
    void add(LineAccount ofFile, @Nullable String note) {
        account = account.and(ofFile);
        if (note != null) {
            ofFiles.add(note);
        }
    }

    void addNoUser(String cell) {
        String word = AbsentWords.strip(cell);
        if (noUserWords.size() < MOST_WORDS || noUserWords.containsKey(word)) {
            noUserWords.merge(word, 1L, Long::sum);
        }
    }

    void add(ShopperEvent event, Path file, long line) {
        if (!file.equals(lastFile)) {
            lastFile = file;
            lastName = String.valueOf(file.getFileName());
        }
        users.add(event.userId(), lastName, line);
        if (event.currency() != null && currencies.size() < MOST_WORDS) {
            currencies.add(event.currency());
        }
    }

    List<String> lines(RefusedLines refused, HistoryIndex index) {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "%,d physical lines: %,d of header, %,d blank, %,d in %,d records",
                account.physical(),
                account.header(),
                account.blank(),
                account.inRecords(),
                index.counts().get(Importer.LINES)));
        if (account.quotesAsText() > 0) {
            lines.add(String.format(
                    Locale.ROOT,
                    "%,d lines have a quote that is a character, as it does not close",
                    account.quotesAsText()));
        }
        if (!noUserWords.isEmpty()) {
            lines.add("no user by word: "
                    + noUserWords.entrySet().stream()
                            .sorted(Map.Entry.<String, Long>comparingByValue()
                                    .reversed()
                                    .thenComparing(Map.Entry.comparingByKey()))
                            .map(word -> String.format(Locale.ROOT, "'%s' %,d", word.getKey(), word.getValue()))
                            .collect(Collectors.joining(", ")));
        }
        lines.addAll(refused.mostFrequent(MOST_REASONS));
        if (index.counts().getOrDefault(RepeatedLines.DROP.countName(), 0L) > 0) {
            lines.add("lines that equal another are one event; --duplicates keep or add says otherwise");
        }
        lines.addAll(ofFiles);
        users.warnings().forEach(warning -> lines.add("warning: " + warning));
        if (currencies.size() > 1) {
            lines.add("warning: amounts in several currencies are added as they are: "
                    + currencies.stream().sorted(Comparator.naturalOrder()).collect(Collectors.joining(", ")));
        }
        return lines;
    }
}
