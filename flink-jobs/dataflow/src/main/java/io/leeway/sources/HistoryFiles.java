package io.leeway.sources;

import io.leeway.records.HistoryException;
import java.io.IOException;
import java.util.Collection;
import java.util.regex.Pattern;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.file.src.FileSource;
import org.apache.flink.connector.file.src.FileSourceSplit;
import org.apache.flink.connector.file.src.enumerate.FileEnumerator;
import org.apache.flink.connector.file.src.enumerate.NonSplittingRecursiveEnumerator;
import org.apache.flink.core.fs.Path;
import org.apache.flink.runtime.execution.SuppressRestartsException;

/**
 * A bounded source over a folder of history: files that are sorted in themselves, handed out in
 * order of time, which is the order of their names.
 */
public final class HistoryFiles {
    /** History files are called so; what an import writes beside them is not history. */
    public static final Pattern NAMES = Pattern.compile("events.*\\.jsonl(\\.gz)?");

    private HistoryFiles() {}

    /**
     * The source of all files in a folder and the folders in it.
     *
     * @param names what a file's name has to match
     */
    public static <T> FileSource<T> source(
            String folder, Pattern names, LineDecoder<T> decoder, TypeInformation<T> type) {
        return FileSource.forBulkFileFormat(new HistoryFormat<>(decoder, type), new Path(folder))
                .setFileEnumerator(() -> new Listing(folder, names))
                .setSplitAssigner(TimeOrderedAssigner::new)
                .build();
    }

    private record Listing(String folder, Pattern names) implements FileEnumerator {
        @Override
        public Collection<FileSourceSplit> enumerateSplits(Path[] paths, int minDesiredSplits) throws IOException {
            Path root = new Path(folder);
            if (!root.getFileSystem().exists(root)) {
                throw none("no such folder");
            }
            Collection<FileSourceSplit> splits = new NonSplittingRecursiveEnumerator(
                            path -> names.matcher(path.getName()).matches() || isFolder(path))
                    .enumerateSplits(paths, minDesiredSplits);
            if (splits.isEmpty()) {
                throw none("none");
            }
            return splits;
        }

        private RuntimeException none(String found) {
            return new SuppressRestartsException(new HistoryException("Expected history files " + names + " in "
                    + folder + ", found " + found + "; write them with `leeway import`"));
        }

        private static boolean isFolder(Path path) {
            try {
                return path.getFileSystem().getFileStatus(path).isDir();
            } catch (IOException e) {
                return false;
            }
        }
    }
}
