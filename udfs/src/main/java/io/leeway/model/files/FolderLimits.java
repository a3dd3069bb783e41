package io.leeway.model.files;

import java.util.Map;

/**
 * How much of a folder is read before it is refused.
 *
 * @param entries how many files and folders there may be below it
 * @param depth how deep they may be nested; 1 allows no folder within it
 * @param totalBytes what all files may hold
 * @param bytes what a file, by its path, or all files of a folder of the first level, by its name
 *     and {@code /}, may hold
 */
public record FolderLimits(int entries, int depth, long totalBytes, Map<String, Long> bytes) {
    public FolderLimits {
        bytes = Map.copyOf(bytes);
    }
}
