package io.leeway.sources.importers;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Fills a folder that appears whole or not at all: everything is written into a hidden folder
 * beside it, which is renamed at the end. Closing without {@link #commit} leaves the target as it
 * was.
 */
final class FolderSwap implements Closeable {

    /**
     * What a history writes at the top of its folder; whatever else lies there is not ours to
     * delete.
     */
    private static final Pattern OURS =
            Pattern.compile("_history\\.json|quarantine\\.jsonl|history|live|events-.*\\.jsonl");

    private final Path target;
    private final Path working;
    private final Path replaced;

    private FolderSwap(Path target) {
        this.target = target;
        this.working = target.resolveSibling("." + target.getFileName() + ".partial");
        this.replaced = target.resolveSibling("." + target.getFileName() + ".replaced");
    }

    /**
     * Starts to fill a folder, which may be absent, empty, or, with {@code overwrite}, a finished
     * history.
     *
     * @throws ImportException where it is anything else
     */
    static FolderSwap into(Path folder, boolean overwrite) throws IOException {
        Path target = folder.toAbsolutePath().normalize();
        Path parent = target.getParent();
        if (parent == null || (Files.exists(target) && !Files.isDirectory(target))) {
            throw new ImportException("Expected a folder to write to, found " + folder + ": name a new folder");
        }
        List<String> names = names(target);
        if (!names.isEmpty()) {
            refuse(folder, names, overwrite);
        }
        FolderSwap swap = new FolderSwap(target);
        Files.createDirectories(parent);
        // Left behind by a run that was killed.
        delete(swap.working);
        delete(swap.replaced);
        Files.createDirectory(swap.working);
        return swap;
    }

    /** Where to write. */
    Path working() {
        return working;
    }

    /** Makes the folder appear in place of what was there. */
    void commit() throws IOException {
        if (Files.exists(target)) {
            Files.move(target, replaced);
        }
        Files.move(working, target);
        delete(replaced);
    }

    @Override
    public void close() throws IOException {
        delete(working);
    }

    private static void refuse(Path folder, List<String> names, boolean overwrite) throws ImportException {
        if (!names.contains(HistoryIndex.FILE)) {
            throw new ImportException("Expected an empty or new folder to write to, found " + names.size()
                    + " other files in " + folder + ", such as " + names.get(0) + ": name another folder");
        }
        if (!overwrite) {
            throw new ImportException("Expected an empty or new folder to write to, found a finished history in "
                    + folder + ": add --overwrite to replace it, or name another folder");
        }
        for (String name : names) {
            if (!OURS.matcher(name).matches()) {
                throw new ImportException("Expected nothing but a history to overwrite, found " + name + " in " + folder
                        + ": move it away, or name another folder");
            }
        }
    }

    private static List<String> names(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
