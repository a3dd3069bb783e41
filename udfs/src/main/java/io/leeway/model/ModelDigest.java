package io.leeway.model;

import static java.util.Objects.requireNonNull;

import io.leeway.model.files.LocalFolder;
import io.leeway.model.files.SourceFolder;
import io.leeway.shopper.StableHash;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a model's directory holds, as hashes.
 *
 * <p>The digest of the whole is the SHA-256 of the lines {@code path sha256\n}, in UTF-8, one for
 * every file below the directory <em>with</em> the manifest, sorted by path (Java string order,
 * {@code /} between levels). A changed manifest therefore changes the digest, as do an added, a
 * removed and a renamed file. All hashes are lower-case hexadecimal.
 *
 * @param files the SHA-256 of every file, by path relative to the directory
 * @param digest the digest of the whole
 */
public record ModelDigest(SortedMap<String, String> files, String digest) {
    public ModelDigest {
        files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
        requireNonNull(digest, "digest");
    }

    /** Reads and hashes every file below a model's directory. */
    public static ModelDigest of(Path directory) {
        if (!Files.isDirectory(directory)) {
            throw ModelException.of(
                    "Model " + directory,
                    "a directory",
                    Files.exists(directory) ? "a file" : "nothing",
                    "give the folder of one version, <name>/<version>");
        }
        return of(new LocalFolder(directory));
    }

    /**
     * Reads and hashes every file below a folder.
     *
     * @throws ModelException as {@link ModelFiles#copy(SourceFolder)}
     */
    public static ModelDigest of(SourceFolder folder) {
        return of(ModelFiles.hashes(folder));
    }

    static ModelDigest of(SortedMap<String, String> files) {
        MessageDigest whole = StableHash.sha256();
        for (Map.Entry<String, String> file : files.entrySet()) {
            whole.update((file.getKey() + " " + file.getValue() + "\n").getBytes(StandardCharsets.UTF_8));
        }
        return new ModelDigest(files, HexFormat.of().formatHex(whole.digest()));
    }

    /** The files without the manifest, as a manifest lists them. */
    public SortedMap<String, String> filesWithoutManifest() {
        SortedMap<String, String> others = new TreeMap<>(files);
        others.remove(ModelManifest.FILE_NAME);
        return others;
    }

    void require(String location, @Nullable String expected) {
        if (expected != null && !expected.equals(digest)) {
            throw ModelException.of(
                    "Model " + location,
                    "digest " + expected,
                    digest,
                    "copy the released model again, or release this one");
        }
    }

    /** Refuses a directory whose files are not exactly those of the manifest. */
    public void requireFiles(String location, Map<String, String> expected) {
        SortedMap<String, String> found = filesWithoutManifest();
        SortedMap<String, String> all = new TreeMap<>(found);
        all.putAll(expected);
        List<String> differing = all.keySet().stream()
                .filter(name -> !expected.getOrDefault(name, "").equals(found.getOrDefault(name, "")))
                .toList();
        if (!differing.isEmpty()) {
            String first = differing.get(0);
            throw ModelException.of(
                    "Model " + location + ", file " + first,
                    expected.containsKey(first) ? "SHA-256 " + expected.get(first) : "no such file by the manifest",
                    found.containsKey(first) ? found.get(first) : "no such file",
                    (differing.size() > 1 ? differing.size() + " files differ; " : "")
                            + "copy the released model again, or release this one again");
        }
    }
}
