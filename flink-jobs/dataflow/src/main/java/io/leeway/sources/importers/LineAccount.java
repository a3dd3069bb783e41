package io.leeway.sources.importers;

/**
 * What has become of a file's physical lines.
 *
 * @param physical = {@code header} + {@code blank} + {@code inRecords}
 * @param header lines of the header and above it
 * @param inRecords lines of records, good or bad; a cell may have line breaks of its own
 * @param quotesAsText records with a quote that is a character, as it did not close
 */
record LineAccount(long physical, long header, long blank, long inRecords, long quotesAsText) {

    static final LineAccount NONE = new LineAccount(0, 0, 0, 0, 0);

    LineAccount and(LineAccount other) {
        return new LineAccount(
                physical + other.physical,
                header + other.header,
                blank + other.blank,
                inRecords + other.inRecords,
                quotesAsText + other.quotesAsText);
    }
}
