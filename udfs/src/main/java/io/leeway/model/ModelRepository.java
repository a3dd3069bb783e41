package io.leeway.model;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Models in TensorFlow Serving's layout, {@code <base>/<name>/<version>/}. A version is a folder of
 * digits alone and compared as a number: {@code 00000123} is 123. Other folders are not looked at.
 * Reads the disk at every call.
 */
public final class ModelRepository {
    public static final Pattern VERSION = Pattern.compile("[0-9]{1,18}");

    private final Path base;

    public ModelRepository(Path base) {
        this.base = requireNonNull(base, "base");
    }

    /** All versions of a model, the lowest first. */
    public List<ModelLocation> versions(String name) {
        Path folder = folder(name);
        List<ModelLocation> versions = new ArrayList<>();
        try (Stream<Path> children = Files.list(folder)) {
            children.filter(Files::isDirectory)
                    .filter(path ->
                            VERSION.matcher(path.getFileName().toString()).matches())
                    .map(path -> new ModelLocation(
                            name, Long.parseLong(path.getFileName().toString()), path))
                    .sorted(Comparator.comparingLong(ModelLocation::version).thenComparing(ModelLocation::directory))
                    .forEach(versions::add);
        } catch (IOException unreadable) {
            throw new ModelException(
                    "Model " + name + ": expected a readable folder " + folder + ", found " + unreadable
                            + "; check its permissions",
                    unreadable);
        }
        return List.copyOf(versions);
    }

    public ModelLocation version(String name, long version) {
        return only(
                "Model " + name,
                version + " in " + folder(name),
                version,
                versions(name),
                location -> location.directory().getFileName().toString());
    }

    /** The one folder of a version among those of a model, whose names are numbers. */
    public static <T> T only(String subject, String expected, long version, List<T> folders, Function<T, String> name) {
        List<T> same = folders.stream()
                .filter(folder -> Long.parseLong(name.apply(folder)) == version)
                .toList();
        if (same.size() == 1) {
            return same.get(0);
        }
        List<String> found =
                (same.isEmpty() ? folders : same).stream().map(name).toList();
        throw ModelException.of(
                subject,
                "version " + expected,
                found.isEmpty() ? "no version" : (same.isEmpty() ? "versions " : "it twice, versions ") + found,
                same.isEmpty() ? "name one of these or copy the version there" : "remove one of the folders");
    }

    public ModelLocation latest(String name) {
        List<ModelLocation> all = versions(name);
        if (all.isEmpty()) {
            throw ModelException.of(
                    "Model " + name,
                    "at least one version in " + folder(name),
                    "no version",
                    "put the model into a folder whose name is its version's number");
        }
        return version(name, all.get(all.size() - 1).version());
    }

    /**
     * The folder of one version: the folder itself, where there is a model in it, else the highest
     * of the versions beneath; the folder itself as well where there is neither.
     *
     * @return an absolute path
     */
    public static Path newest(Path folder) {
        Path whole = folder.toAbsolutePath().normalize();
        Path name = whole.getFileName();
        Path base = whole.getParent();
        if (name == null
                || base == null
                || !Files.isDirectory(whole)
                || Files.exists(whole.resolve(SavedModelFile.FILE_NAME))) {
            return whole;
        }
        ModelRepository repository = new ModelRepository(base);
        return repository.versions(name.toString()).isEmpty()
                ? whole
                : repository.latest(name.toString()).directory();
    }

    private Path folder(String name) {
        // The name comes from outside (a release, a SQL option): it must not lead out of the
        // repository.
        if (name.isEmpty() || name.startsWith(".") || name.contains("/") || name.contains("\\")) {
            throw ModelException.of(
                    "Models in " + base, "a model's name without / and leading dot", "'" + name + "'", "correct it");
        }
        Path folder = base.resolve(name);
        if (!Files.isDirectory(folder)) {
            throw ModelException.of(
                    "Model " + name,
                    "a folder " + folder + " with a folder for each version",
                    Files.isDirectory(base) ? "no such folder" : "not even the folder " + base,
                    "check the location and the name");
        }
        return folder;
    }
}
