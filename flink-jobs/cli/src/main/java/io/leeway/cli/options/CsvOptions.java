package io.leeway.cli.options;

import io.leeway.shopper.events.EventType;
import io.leeway.sources.importers.CsvMapping;
import io.leeway.sources.importers.CsvShape;
import io.leeway.sources.importers.EventField;
import io.leeway.sources.importers.values.AbsentWords;
import io.leeway.sources.importers.values.DecimalMark;
import io.leeway.sources.importers.values.TimeFormat;
import io.leeway.sources.importers.values.UserIds;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that describe any CSV. */
public final class CsvOptions {

    @Option(
            names = "--column",
            paramLabel = "FIELD=COLUMN",
            description =
                    "What a column is: id, user, time, type, item, category, fallback_category (where that is empty), price, currency, quantity, rating, social or platform."
                            + " COLUMN is the header's name, NAME#2 where that stands there again, or a place such as #3."
                            + " A further category is the path's next level, a second time the time of day beside a date.")
    private List<String> columns = new ArrayList<>();

    @Option(
            names = "--time-format",
            paramLabel = "FORMAT",
            description =
                    "iso; seconds, millis, micros or nanos since 1970, or epoch for each number by its magnitude; excel or"
                            + " excel-1904 for a spreadsheet's day numbers; day or 'day HHmm' for days from --first-day; or a"
                            + " pattern such as 'yyyy-MM-dd HH:mm:ss'. Default: iso.")
    private @Nullable String timeFormat;

    @Option(
            names = "--year",
            paramLabel = "YEAR",
            description = "The year of times that do not say theirs, as in MMdd.")
    private @Nullable Integer year;

    @Option(
            names = "--first-day",
            paramLabel = "DATE",
            description = "The date of day 1 of times that are day numbers.")
    private @Nullable LocalDate firstDay;

    @Option(
            names = "--zone",
            paramLabel = "ZONE",
            description = "The zone of times that do not say theirs, such as Europe/London. Default: UTC.")
    private @Nullable ZoneId zone;

    @Option(
            names = "--type",
            paramLabel = "TYPE",
            description =
                    "What every line is: view, cart, favourite, purchase, return, review, social, ad_impression, ad_click, erase, objection or consent.")
    private @Nullable String type;

    @Option(
            names = "--type-value",
            paramLabel = "VALUE=TYPE",
            description =
                    "What a value of the type's column means; without any, the values are the types' names. 'none' leaves its"
                            + " lines out.")
    private List<String> typeValues = new ArrayList<>();

    @Option(
            names = "--category-separator",
            paramLabel = "TEXT",
            description =
                    "Parts the levels within a category's cell, such as the dot in electronics.smartphone. Default: a"
                            + " slash.")
    private @Nullable String categorySeparator;

    @Option(
            names = "--cancellation",
            paramLabel = "COLUMN=PREFIX",
            description = "A purchase whose column begins so takes one back: it becomes a return.")
    private @Nullable String cancellation;

    @Option(names = "--price-of-line", description = "The price is the whole line's: it is divided by the quantity.")
    private boolean priceOfLine;

    @Option(names = "--currency", paramLabel = "CODE", description = "The currency of lines that do not say theirs.")
    private @Nullable String currency;

    @Option(
            names = "--decimal",
            paramLabel = "CHAR",
            description =
                    "What parts a number's decimals, . or ,. Default: what each file's numbers prove; where they prove"
                            + " nothing, a number such as 1.299 is a bad line.")
    private @Nullable String decimal;

    @Option(
            names = "--absent",
            paramLabel = "WORD",
            split = ",",
            description =
                    "A word that says, in any case, that a cell is empty, instead of NA, N/A, null, NaN, None, (not set),"
                            + " undefined, \\N and -.")
    private List<String> absent = new ArrayList<>();

    @Option(
            names = "--no-user",
            paramLabel = "WORD",
            split = ",",
            description =
                    "A word that says that there is no user, instead of 0, -1, guest, anonymous, anon and unknown.")
    private List<String> noUser = new ArrayList<>();

    @Option(
            names = "--user-ids",
            paramLabel = "RULES",
            description =
                    "How users are made alike, parted by commas: lower (case is no part of an id), whole (40017.0 is"
                            + " 40017), trim (blanks at the ends, always). Default: as they are, with a warning.")
    private @Nullable String userIds;

    @Option(
            names = "--delimiter",
            paramLabel = "CHAR",
            description =
                    "Between cells; '\\t' is a tabulator, blanks stands for runs of blanks. Default: a comma, or what a"
                            + " first line such as sep=; says.")
    private @Nullable String delimiter;

    @Option(
            names = "--encoding",
            paramLabel = "NAME",
            description = "Such as ISO-8859-1. Default: UTF-8, or what a byte order mark says.")
    private @Nullable Charset encoding;

    @Option(names = "--skip", paramLabel = "N", description = "Lines above the header, such as a title. Default: none.")
    private @Nullable Integer skip;

    @Option(names = "--no-header", description = "The first line is data; columns are #1, #2, ….")
    private boolean noHeader;

    /** Whether any of these options was given. */
    public boolean anyGiven() {
        return !columns.isEmpty()
                || !typeValues.isEmpty()
                || timeFormat != null
                || zone != null
                || type != null
                || categorySeparator != null
                || cancellation != null
                || priceOfLine
                || currency != null
                || year != null
                || firstDay != null
                || decimal != null
                || !absent.isEmpty()
                || !noUser.isEmpty()
                || userIds != null
                || skip != null
                || delimiter != null
                || encoding != null
                || noHeader;
    }

    /**
     * The mapping; throws {@link IllegalArgumentException}, with one line for people, where the
     * options do not make one.
     */
    public CsvMapping mapping() {
        CsvMapping.Builder mapping = new CsvMapping.Builder()
                .shape(new CsvShape(
                        character(),
                        encoding == null ? StandardCharsets.UTF_8 : encoding,
                        !noHeader,
                        List.of(),
                        skip == null ? 0 : skip))
                .time(TimeFormat.named(
                        timeFormat == null ? "iso" : timeFormat, zone == null ? ZoneOffset.UTC : zone, year, firstDay))
                .decimalMark(decimal == null ? null : DecimalMark.named(decimal))
                .absent(absent.isEmpty() ? AbsentWords.USUAL : new AbsentWords(absent))
                .noUsers(noUser.isEmpty() ? AbsentWords.USUAL_USERS : new AbsentWords(noUser))
                .userIds(userIds == null ? UserIds.AS_THEY_ARE : UserIds.named(userIds))
                .priceOfLine(priceOfLine)
                .categorySeparator(categorySeparator)
                .currency(currency);
        for (String column : columns) {
            String[] pair = pair("--column", column);
            mapping.column(EventField.named(pair[0]), pair[1]);
        }
        if (type != null) {
            mapping.type(type(type));
        }
        for (String value : typeValues) {
            String[] pair = pair("--type-value", value);
            if (pair[1].equals("none")) {
                mapping.leaveOut(pair[0]);
            } else {
                mapping.type(pair[0], type(pair[1]));
            }
        }
        if (cancellation != null) {
            String[] pair = pair("--cancellation", cancellation);
            mapping.cancellation(pair[0], pair[1]);
        }
        return mapping.build();
    }

    private char character() {
        if ("blanks".equals(delimiter)) {
            return CsvShape.BLANKS;
        }
        String text = delimiter == null ? "," : delimiter.equals("\\t") ? "\t" : delimiter;
        if (text.length() != 1) {
            throw new IllegalArgumentException("Expected one character as --delimiter, found '" + text + "'");
        }
        return text.charAt(0);
    }

    private static String[] pair(String option, String text) {
        int at = text.indexOf('=');
        if (at < 1 || at == text.length() - 1) {
            throw new IllegalArgumentException("Expected " + option + " NAME=VALUE, found '" + text + "'");
        }
        return new String[] {text.substring(0, at), text.substring(at + 1)};
    }

    private static EventType type(String name) {
        for (EventType type : EventType.values()) {
            if (type.name().toLowerCase(Locale.ROOT).equals(name)) {
                return type;
            }
        }
        throw new IllegalArgumentException("Expected a type such as view or purchase, found '" + name + "'");
    }
}
