package io.leeway.sources;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.flink.connector.file.src.FileSourceSplit;
import org.apache.flink.connector.file.src.assigners.FileSplitAssigner;

/**
 * Hands out history files by name, which is their order of time: the next reader gets the earliest
 * that is left.
 */
final class TimeOrderedAssigner implements FileSplitAssigner {
    private final TreeSet<FileSourceSplit> splits = new TreeSet<>(
            Comparator.<FileSourceSplit, String>comparing(split -> split.path().getName())
                    .thenComparing(split -> split.path().toString())
                    .thenComparing(FileSourceSplit::splitId));

    TimeOrderedAssigner(Collection<FileSourceSplit> splits) {
        this.splits.addAll(splits);
    }

    @Override
    public Optional<FileSourceSplit> getNext(String hostname) {
        return Optional.ofNullable(splits.pollFirst());
    }

    @Override
    public void addSplits(Collection<FileSourceSplit> returned) {
        splits.addAll(returned);
    }

    @Override
    public Collection<FileSourceSplit> remainingSplits() {
        return splits;
    }
}
