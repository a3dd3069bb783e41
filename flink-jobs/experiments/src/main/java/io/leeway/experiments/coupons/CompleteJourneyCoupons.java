package io.leeway.experiments.coupons;

import io.leeway.experiments.coupons.Household.Demographics;
import io.leeway.experiments.coupons.Household.Purchase;
import io.leeway.jobs.JobException;
import io.leeway.sources.importers.DatasetTable;
import io.leeway.sources.importers.ImportException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The Complete Journey's campaigns and households. */
record CompleteJourneyCoupons(
        Map<String, CouponCampaign> campaigns, Map<String, Household> households, long firstDay, long lastDay) {
    /**
     * A campaign that sent households coupons.
     *
     * @param start its first day, counted from 1970
     * @param departments of those, each with its share of the products
     */
    record CouponCampaign(
            String id,
            String type,
            long start,
            long end,
            Set<String> products,
            Set<String> categories,
            Map<String, Double> departments) {}

    private static final List<String> INCOMES = List.of(
            "Under 15K",
            "15-24K",
            "25-34K",
            "35-49K",
            "50-74K",
            "75-99K",
            "100-124K",
            "125-149K",
            "150-174K",
            "175-199K",
            "200-249K",
            "250K+");

    static CompleteJourneyCoupons read(Path dataset) throws IOException {
        try {
            return new Reading(dataset).all();
        } catch (ImportException unreadable) {
            throw new JobException(String.valueOf(unreadable.getMessage()), unreadable);
        } catch (DateTimeParseException | NumberFormatException bad) {
            throw new JobException(
                    "Expected days as 2017-01-31 and numbers in " + dataset + ", found otherwise: " + bad.getMessage(),
                    bad);
        }
    }

    private static final class Reading {
        private final Path dataset;
        private final Map<String, String[]> products = new HashMap<>();
        private final Map<String, Household> households = new LinkedHashMap<>();

        private Reading(Path dataset) {
            this.dataset = dataset;
        }

        private CompleteJourneyCoupons all() throws IOException {
            for (String[] line :
                    DatasetTable.read(dataset, "products", "product_id", "department", "product_category")) {
                products.put(line[0], line);
            }
            for (String[] line : DatasetTable.read(dataset, "campaigns", "household_id", "campaign_id")) {
                household(line[0]).received.add(line[1]);
            }
            long lastDay = Long.MIN_VALUE;
            for (String[] line : DatasetTable.read(
                    dataset, "coupon_redemptions", "household_id", "campaign_id", "redemption_date")) {
                long day = day(line[2]);
                lastDay = Math.max(lastDay, day);
                household(line[0])
                        .redemptions
                        .computeIfAbsent(line[1], campaign -> new HashSet<>())
                        .add(day);
            }
            demographics();
            return new CompleteJourneyCoupons(campaigns(), households, purchases(), lastDay);
        }

        private long purchases() throws IOException {
            long firstDay = Long.MAX_VALUE;
            for (String[] line : DatasetTable.read(
                    dataset,
                    "transactions_sample",
                    "household_id",
                    "transaction_timestamp",
                    "basket_id",
                    "product_id",
                    "sales_value",
                    "coupon_disc",
                    "retail_disc")) {
                long day = day(line[1]);
                firstDay = Math.min(firstDay, day);
                household(line[0])
                        .purchases
                        .add(new Purchase(
                                day,
                                line[2],
                                line[3],
                                category(line[3]),
                                department(line[3]),
                                Double.parseDouble(line[4]),
                                Double.parseDouble(line[5]) > 0,
                                Double.parseDouble(line[6])));
            }
            return firstDay;
        }

        private void demographics() throws IOException {
            for (String[] line : DatasetTable.read(
                    dataset,
                    "demographics",
                    "household_id",
                    "income",
                    "kids_count",
                    "home_ownership",
                    "marital_status")) {
                household(line[0]).demographics = new Demographics(
                        INCOMES.indexOf(line[1]),
                        !Set.of("0", "None/Unknown", "NA", "").contains(line[2]),
                        line[3].equals("Homeowner"),
                        line[4].equals("Married"));
            }
        }

        private Map<String, CouponCampaign> campaigns() throws IOException {
            Map<String, Set<String>> goods = new HashMap<>();
            for (String[] line : DatasetTable.read(dataset, "coupons", "campaign_id", "product_id")) {
                goods.computeIfAbsent(line[0], campaign -> new HashSet<>()).add(line[1]);
            }
            Map<String, CouponCampaign> campaigns = new LinkedHashMap<>();
            for (String[] line : DatasetTable.read(
                    dataset, "campaign_descriptions", "campaign_id", "campaign_type", "start_date", "end_date")) {
                Set<String> of = goods.getOrDefault(line[0], Set.of());
                Set<String> categories = new HashSet<>();
                Map<String, Double> departments = new HashMap<>();
                for (String product : of) {
                    categories.add(category(product));
                    departments.merge(department(product), 1.0 / of.size(), Double::sum);
                }
                campaigns.put(
                        line[0],
                        new CouponCampaign(
                                line[0],
                                line[1].replace("Type ", ""),
                                day(line[2]),
                                day(line[3]),
                                of,
                                categories,
                                departments));
            }
            return campaigns;
        }

        private Household household(String id) {
            return households.computeIfAbsent(id, household -> new Household());
        }

        private String department(String product) {
            String[] line = products.get(product);
            return line == null ? "" : line[1];
        }

        private String category(String product) {
            String[] line = products.get(product);
            return line == null ? "" : line[1] + "/" + line[2];
        }

        private static long day(String text) {
            return LocalDate.parse(text.substring(0, Math.min(10, text.length())))
                    .toEpochDay();
        }
    }
}
