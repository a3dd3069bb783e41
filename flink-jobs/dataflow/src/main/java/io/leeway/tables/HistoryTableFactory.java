package io.leeway.tables;

import io.leeway.sources.HistoryFiles;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.connector.format.DecodingFormat;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.factories.DeserializationFormatFactory;
import org.apache.flink.table.factories.DynamicTableSourceFactory;
import org.apache.flink.table.factories.FactoryUtil;

/**
 * {@code 'connector' = 'history'}: a folder of files as {@code leeway import} writes them, each
 * sorted by time and read in order of their names, so that watermarks follow the rows. Bounded, in
 * batch and in streaming.
 *
 * <p>Options: {@code path}, {@code format} (any that decodes a line), and {@code file-pattern}, a
 * regular expression for the files' names.
 */
public final class HistoryTableFactory implements DynamicTableSourceFactory {
    static final String IDENTIFIER = "history";

    static final ConfigOption<String> PATH = ConfigOptions.key("path")
            .stringType()
            .noDefaultValue()
            .withDescription("The history's folder, in any file system that Flink supports.");

    private static final ConfigOption<String> FILE_PATTERN = ConfigOptions.key("file-pattern")
            .stringType()
            .defaultValue(HistoryFiles.NAMES.pattern())
            .withDescription("What the whole name of a file matches, as a regular expression of Java.");

    @Override
    public String factoryIdentifier() {
        return IDENTIFIER;
    }

    @Override
    public Set<ConfigOption<?>> requiredOptions() {
        return Set.of(PATH, FactoryUtil.FORMAT);
    }

    @Override
    public Set<ConfigOption<?>> optionalOptions() {
        return Set.of(FILE_PATTERN);
    }

    @Override
    public DynamicTableSource createDynamicTableSource(Context context) {
        FactoryUtil.TableFactoryHelper helper = FactoryUtil.createTableFactoryHelper(this, context);
        DecodingFormat<DeserializationSchema<RowData>> format =
                helper.discoverDecodingFormat(DeserializationFormatFactory.class, FactoryUtil.FORMAT);
        helper.validate();
        if (context.getCatalogTable().isPartitioned()) {
            throw new ValidationException("Expected a table of history without PARTITIONED BY, found it partitioned by "
                    + context.getCatalogTable().getPartitionKeys() + "; its files lie in one order of time");
        }
        return new HistoryTable(
                helper.getOptions().get(PATH),
                pattern(helper.getOptions().get(FILE_PATTERN)),
                format,
                context.getPhysicalRowDataType());
    }

    private static Pattern pattern(String pattern) {
        try {
            return Pattern.compile(pattern);
        } catch (PatternSyntaxException e) {
            throw new ValidationException(
                    "Expected a regular expression as 'file-pattern', found " + pattern + " (" + e.getDescription()
                            + "); the default is " + HistoryFiles.NAMES,
                    e);
        }
    }
}
