package io.leeway.sources.importers;

/** Gets the progress of an import; called from the importing thread, often: return quickly. */
@FunctionalInterface
public interface ProgressListener {

    ProgressListener NONE = (bytesRead, bytesTotal) -> {};

    /**
     * The input was read so far.
     *
     * @param bytesRead bytes of the files as they lie there (compressed ones are counted
     *     compressed), growing up to {@code bytesTotal}
     */
    void read(long bytesRead, long bytesTotal);
}
