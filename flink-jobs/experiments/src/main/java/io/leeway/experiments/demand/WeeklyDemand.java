package io.leeway.experiments.demand;

import io.leeway.jobs.JobException;
import io.leeway.sources.importers.DatasetTable;
import io.leeway.sources.importers.ImportException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How many lines of baskets each department sold, week by week from Monday to Sunday. Weeks at the
 * ends of which not every day lies in the data are left out.
 *
 * @param first the first week's Monday
 * @param lines {@code lines[department][week]}
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared or changed.
record WeeklyDemand(List<String> departments, LocalDate first, double[][] lines) {
    static WeeklyDemand read(Path dataset) throws IOException {
        Map<String, String> departmentOf = new HashMap<>();
        TreeMap<String, Map<LocalDate, Integer>> counts = new TreeMap<>();
        LocalDate from = LocalDate.MAX;
        LocalDate to = LocalDate.MIN;
        try {
            for (String[] line : DatasetTable.read(dataset, "products", "product_id", "department")) {
                departmentOf.put(line[0], line[1]);
            }
            for (String[] line :
                    DatasetTable.read(dataset, "transactions_sample", "product_id", "transaction_timestamp")) {
                LocalDate day = LocalDate.parse(line[1].substring(0, Math.min(10, line[1].length())));
                from = day.isBefore(from) ? day : from;
                to = day.isAfter(to) ? day : to;
                counts.computeIfAbsent(departmentOf.getOrDefault(line[0], "none"), department -> new HashMap<>())
                        .merge(day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)), 1, Integer::sum);
            }
        } catch (ImportException unreadable) {
            throw new JobException(String.valueOf(unreadable.getMessage()), unreadable);
        } catch (DateTimeParseException bad) {
            throw new JobException(
                    "Expected days as 2017-01-31 in " + dataset + ", found otherwise: " + bad.getMessage(), bad);
        }
        if (counts.isEmpty()) {
            throw new JobException("Expected transactions in " + dataset + ", found none");
        }
        LocalDate first = from.with(TemporalAdjusters.nextOrSame(DayOfWeek.MONDAY));
        int weeks = (int) (ChronoUnit.DAYS.between(first, to.plusDays(1)) / 7);
        if (weeks < DemandEvaluation.LEAST_WEEKS) {
            throw new JobException("Expected " + DemandEvaluation.LEAST_WEEKS + " whole weeks of transactions, found "
                    + Math.max(0, weeks));
        }
        double[][] lines = new double[counts.size()][weeks];
        int department = 0;
        for (Map<LocalDate, Integer> byWeek : counts.values()) {
            for (int week = 0; week < weeks; week++) {
                lines[department][week] = byWeek.getOrDefault(first.plusWeeks(week), 0);
            }
            department++;
        }
        return new WeeklyDemand(List.copyOf(counts.keySet()), first, lines);
    }

    int weeks() {
        return lines[0].length;
    }

    /** The share of a week's days that lie in a month's first seven. */
    double monthBegins(int week) {
        int days = 0;
        for (int day = 0; day < 7; day++) {
            days += first.plusWeeks(week).plusDays(day).getDayOfMonth() <= 7 ? 1 : 0;
        }
        return days / 7.0;
    }
}
