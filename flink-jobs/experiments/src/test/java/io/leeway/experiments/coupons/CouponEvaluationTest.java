package io.leeway.experiments.coupons;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.leeway.evaluation.Comparison;
import io.leeway.evaluation.Evaluation;
import io.leeway.experiments.EvaluationInput;
import io.leeway.experiments.coupons.CouponRows.CouponRow;
import io.leeway.training.options.TrainingProgress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CouponEvaluationTest {

    private static final int HOUSEHOLDS = 200;
    private static final LocalDate FIRST = LocalDate.parse("2017-01-01");

    @TempDir
    private Path folder;

    /**
     * Twelve campaigns of a month each; two households in five love coupons, and also buy what the
     * coupons are for.
     */
    @Test
    void itFindsWhoRedeemsAndNothingOfARowComesAfterItsCampaignBegan() throws IOException {
        shop(false);
        Evaluation evaluation = new CouponEvaluation().evaluate(input(folder));
        Comparison found = evaluation.comparison();
        // From August on five campaigns.
        assertThat(found.rows()).isEqualTo(5 * HOUSEHOLDS);
        assertThat(found.shoppers()).isEqualTo(HOUSEHOLDS);
        assertThat(found.model().get("auc").value()).isGreaterThan(.8);
        assertThat(found.rules().get("recency").get("auc").value()).isLessThan(.6);
        List<CouponRow> before = rows();

        // What only happens in the last month changes no row but by its answer.
        shop(true);
        List<CouponRow> after = rows();
        assertThat(after).hasSameSizeAs(before);
        int changed = 0;
        for (int row = 0; row < before.size(); row++) {
            assertThat(after.get(row).columns()).isEqualTo(before.get(row).columns());
            assertThat(after.get(row).rules()).isEqualTo(before.get(row).rules());
            changed += after.get(row).redeemed() != before.get(row).redeemed() ? 1 : 0;
        }
        assertThat(changed).isPositive();
    }

    @Test
    void itHoldsOnTheRealCampaigns() throws IOException {
        String root = System.getenv("LEEWAY_DATA");
        Path data =
                (root == null ? Path.of("..", "..", "..", "shared", "data") : Path.of(root)).resolve("completejourney");
        assumeTrue(Files.isDirectory(data), () -> "No data in " + data + ": set LEEWAY_DATA to where it is");

        Comparison found = new CouponEvaluation().evaluate(input(data)).comparison();

        assertThat(found.rows()).isEqualTo(3739);
        assertThat(found.model().get("auc").value()).isGreaterThan(.79);
        assertThat(found.differences().get("auc").isWin()).isTrue();
        assertThat(found.rules().get("redemption-rate").get("auc").value()).isBetween(.72, .75);
    }

    private List<CouponRow> rows() throws IOException {
        return CouponRows.of(CompleteJourneyCoupons.read(folder), FIRST.toEpochDay() + 30);
    }

    private void shop(boolean lateSurprise) throws IOException {
        SplittableRandom random = new SplittableRandom(5);
        List<String> campaigns = new ArrayList<>(List.of("campaign_id,household_id"));
        List<String> described = new ArrayList<>(List.of("campaign_id,campaign_type,start_date,end_date"));
        List<String> coupons = new ArrayList<>(List.of("coupon_upc,product_id,campaign_id"));
        List<String> redeemed = new ArrayList<>(List.of("household_id,coupon_upc,campaign_id,redemption_date"));
        List<String> bought = new ArrayList<>(
                List.of("household_id,basket_id,product_id,sales_value,coupon_disc,retail_disc,transaction_timestamp"));
        for (int month = 0; month < 12; month++) {
            LocalDate start = FIRST.plusMonths(month);
            described.add(month + ",Type " + (month % 3 == 0 ? "A" : "B") + "," + start + "," + start.plusDays(27));
            coupons.add("c" + month + ",p" + month % 4 + "," + month);
            for (int household = 0; household < HOUSEHOLDS; household++) {
                campaigns.add(month + "," + household);
                if (random.nextDouble() < (household % 5 < 2 ? .6 : .05)) {
                    redeemed.add(household + ",c" + month + "," + month + "," + start.plusDays(random.nextInt(20)));
                }
                bought.add(household + ",b" + month + "." + household + ",p" + random.nextInt(8) + ",2.5,0,0,"
                        + start.plusDays(random.nextInt(28)) + " 12:00:00");
            }
        }
        if (lateSurprise) {
            LocalDate last = FIRST.plusMonths(11);
            for (int household = 0; household < HOUSEHOLDS; household++) {
                redeemed.add(household + ",c11,11," + last);
                bought.add(household + ",x" + household + ",p3,99,1,5," + last + " 00:00:01");
            }
        }
        Files.write(folder.resolve("campaigns.csv"), campaigns);
        Files.write(folder.resolve("campaign_descriptions.csv"), described);
        Files.write(folder.resolve("coupons.csv"), coupons);
        Files.write(folder.resolve("coupon_redemptions.csv"), redeemed);
        Files.write(folder.resolve("transactions_sample.csv"), bought);
        Files.write(
                folder.resolve("products.csv"),
                List.of("product_id,department,product_category", "p0,D,one", "p1,D,two", "p2,E,three", "p3,E,four"));
        Files.write(
                folder.resolve("demographics.csv"),
                List.of(
                        "household_id,income,kids_count,home_ownership,marital_status",
                        "3,35-49K,1,Homeowner,Married"));
    }

    private EvaluationInput input(Path dataset) {
        return new EvaluationInput(
                StreamExecutionEnvironment::getExecutionEnvironment,
                null,
                dataset,
                null,
                null,
                null,
                0,
                7,
                folder,
                TrainingProgress.none());
    }
}
