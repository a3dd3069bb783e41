package io.leeway.experiments.uplift;

import io.leeway.evaluation.uplift.DoublyRobust;
import io.leeway.evaluation.uplift.LoggedTreatments;
import io.leeway.jobs.JobException;
import io.leeway.sources.importers.DatasetTable;
import io.leeway.sources.importers.ImportException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Hillstrom's e-mail experiment (2008): customers who bought within a year were sent by chance, a
 * third each, a mail with men's goods, one with women's, or none; did they visit the shop within
 * two weeks?
 *
 * @param rules what rules order by, each row's {@link Customer}
 */
record MailExperiment(LoggedTreatments mails, List<Customer> rules) {
    static final int NONE = 0;
    static final int MENS = 1;
    static final int WOMENS = 2;
    static final List<String> MAILS = List.of("No E-Mail", "Mens E-Mail", "Womens E-Mail");

    /** What is known of a customer before the mail, as far as rules look at it. */
    record Customer(double recencyMonths, double spent, boolean boughtMens, boolean boughtWomens) {}

    static MailExperiment read(Path dataset) throws IOException {
        List<String[]> lines;
        try {
            lines = DatasetTable.read(
                    dataset,
                    "hillstrom_data",
                    "recency",
                    "history",
                    "mens",
                    "womens",
                    "newbie",
                    "zip_code",
                    "channel",
                    "segment",
                    "visit");
        } catch (ImportException unreadable) {
            throw new JobException(String.valueOf(unreadable.getMessage()), unreadable);
        }
        double[][] features = new double[lines.size()][];
        int[] treatments = new int[features.length];
        double[] visits = new double[features.length];
        double[] propensities = new double[features.length];
        Arrays.fill(propensities, 1.0 / MAILS.size());
        Customer[] customers = new Customer[features.length];
        for (int row = 0; row < features.length; row++) {
            String[] line = lines.get(row);
            treatments[row] = MAILS.indexOf(line[7]);
            if (treatments[row] < 0) {
                throw new JobException(
                        "Expected a segment of " + MAILS + ", found '" + line[7] + "' in customer " + (row + 1));
            }
            visits[row] = number(line[8], row);
            customers[row] =
                    new Customer(number(line[0], row), number(line[1], row), line[2].equals("1"), line[3].equals("1"));
            features[row] = new double[] {
                customers[row].recencyMonths(),
                Math.log(Math.max(1, customers[row].spent())),
                number(line[2], row),
                number(line[3], row),
                number(line[4], row),
                // The published file spells it so.
                line[5].equals("Rural") ? 1 : 0,
                line[5].equals("Urban") ? 1 : 0,
                line[6].equals("Phone") ? 1 : 0,
                line[6].equals("Multichannel") ? 1 : 0
            };
        }
        return new MailExperiment(
                new LoggedTreatments(features, treatments, visits, propensities, MAILS.size()), List.of(customers));
    }

    private static double number(String text, int row) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException bad) {
            throw new JobException("Expected a number, found '" + text + "' in customer " + (row + 1), bad);
        }
    }

    int[] sent(int mail) {
        return DoublyRobust.rows(mails.treatments(), given -> given == NONE || given == mail);
    }

    /** Of those who were sent a mail or none: the mail is treatment 1, with propensity 1/2. */
    LoggedTreatments against(int mail) {
        LoggedTreatments some = mails.select(sent(mail));
        double[] halves = new double[some.rows()];
        Arrays.fill(halves, 0.5);
        int[] given =
                Arrays.stream(some.treatments()).map(one -> one == mail ? 1 : 0).toArray();
        return new LoggedTreatments(some.features(), given, some.outcomes(), halves, 2);
    }
}
