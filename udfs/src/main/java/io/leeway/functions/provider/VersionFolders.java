package io.leeway.functions.provider;

import io.leeway.model.ModelException;
import io.leeway.model.ModelRepository;
import io.leeway.model.SavedModelFile;
import io.leeway.model.files.LocalFolder;
import io.leeway.model.files.SourceFolder;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * Finds the folder of one version below a path on any file system of Flink's. A version is a folder
 * of digits alone, compared as a number: {@code 00000123} is 123. Reads the file system at every
 * call.
 */
public final class VersionFolders {
    public static final String LATEST = "latest";

    private static final String MODEL_FILE = SavedModelFile.FILE_NAME;
    private static final Pattern VERSION = ModelRepository.VERSION;

    private VersionFolders() {}

    /**
     * The folder of a version.
     *
     * @param path {@code <name>/} with a folder for each version, or the folder of one version
     * @param version a number, or {@value #LATEST} for the highest
     * @throws ModelException when there is no such version, or the path can't be read
     */
    public static Path find(String path, String version) {
        Path folder = absolute(path);
        Long wanted = number(path, version);
        if (exists(new Path(folder, MODEL_FILE), path)) {
            if (wanted != null
                    && VERSION.matcher(folder.getName()).matches()
                    && Long.parseLong(folder.getName()) != wanted) {
                throw ModelException.of(
                        "Model " + path,
                        "version " + wanted,
                        "the folder of version " + Long.parseLong(folder.getName()),
                        "name the folder above, or leave 'version' out");
            }
            return folder;
        }
        List<Path> children = children(folder, path);
        List<Path> versions = new ArrayList<>(children.stream()
                .filter(child -> VERSION.matcher(child.getName()).matches())
                .sorted(Comparator.<Path>comparingLong(child -> Long.parseLong(child.getName()))
                        .thenComparing(Path::getName))
                .toList());
        if (versions.isEmpty()) {
            throw ModelException.of(
                    "Model " + path,
                    "a " + MODEL_FILE + ", or a folder for each version, such as " + path + "/1",
                    children.isEmpty() ? "an empty folder" : children.size() + " other files and folders",
                    "give the folder of a model");
        }
        long number = wanted == null
                ? Long.parseLong(versions.get(versions.size() - 1).getName())
                : wanted;
        return ModelRepository.only("Model " + path, number + " by 'version'", number, versions, Path::getName);
    }

    /** A folder's files, to be read within a model's limits. */
    public static SourceFolder source(Path folder) {
        try {
            return folder.getFileSystem().isDistributedFS()
                    ? new RemoteFolder(folder)
                    : new LocalFolder(java.nio.file.Path.of(folder.getPath()));
        } catch (IOException unknown) {
            throw unreadable(folder.toString(), unknown);
        }
    }

    private static @Nullable Long number(String path, String version) {
        if (version.equals(LATEST)) {
            return null;
        }
        if (!VERSION.matcher(version).matches()) {
            throw ModelException.of(
                    "Model " + path, "a number or " + LATEST + " for 'version'", "'" + version + "'", "correct it");
        }
        return Long.parseLong(version);
    }

    /** Without it a relative path would be another folder in another process. */
    private static Path absolute(String path) {
        try {
            Path folder = new Path(path);
            FileSystem files = folder.getFileSystem();
            return files.isDistributedFS()
                    ? folder.makeQualified(files)
                    : new Path(java.nio.file.Path.of(folder.getPath())
                            .toAbsolutePath()
                            .normalize()
                            .toUri());
        } catch (IOException | RuntimeException unreadable) {
            throw unreadable(path, unreadable);
        }
    }

    private static boolean exists(Path file, String path) {
        try {
            return file.getFileSystem().exists(file);
        } catch (IOException unreadable) {
            throw unreadable(path, unreadable);
        }
    }

    private static List<Path> children(Path folder, String path) {
        try {
            FileStatus[] found = folder.getFileSystem().listStatus(folder);
            if (found == null
                    || (found.length == 1
                            && !found[0].isDir()
                            && found[0].getPath().equals(folder))) {
                throw new FileNotFoundException(found == null ? "nothing there" : "a file");
            }
            List<Path> children = new ArrayList<>(found.length);
            for (FileStatus child : found) {
                children.add(child.getPath());
            }
            return children;
        } catch (IOException unreadable) {
            throw unreadable(path, unreadable);
        }
    }

    private static ModelException unreadable(String path, Exception cause) {
        return new ModelException(
                "Model " + path + ": expected a readable folder for 'path', found "
                        + (cause instanceof FileNotFoundException
                                ? "no such folder"
                                : String.valueOf(cause.getMessage()))
                        + "; check the path, its permissions, and for another file system its plugin",
                cause);
    }
}
