package io.leeway.jobs.options;

import static java.util.Objects.requireNonNull;

import io.leeway.releases.trust.ReleaseTrust;
import io.leeway.scoring.BundleOptions;
import io.leeway.scoring.ReasonsAbove;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Which models a job serves, and how.
 *
 * @param folder models in TensorFlow Serving's layout, {@code churn/VERSION} and
 *     {@code interest/VERSION}; the highest version answers
 * @param churnDigest the digest that the churn model must have; empty: the one found at submission
 * @param interestDigest the same of the interest model
 * @param bundle how rows are bundled, and which scores carry reasons
 * @param releases the topic with releases, which take effect while the job runs; null: what the
 *     folder holds at submission answers
 * @param trust which releases count; without a root, models lie below the folder
 */
public record ModelOptions(
        Path folder,
        String churnDigest,
        String interestDigest,
        BundleOptions bundle,
        @Nullable String releases,
        ReleaseTrust trust) {
    public static final BundleOptions BUNDLE = BundleOptions.DEFAULTS.withReasons(new ReasonsAbove(0.5, 0.5, false));

    public ModelOptions {
        requireNonNull(folder, "folder");
        requireNonNull(bundle, "bundle");
    }

    /** Where every release counts. */
    public ModelOptions(
            Path folder, String churnDigest, String interestDigest, BundleOptions bundle, @Nullable String releases) {
        this(folder, churnDigest, interestDigest, bundle, releases, ReleaseTrust.OPEN);
    }

    /** The newest models of a folder, with defaults. */
    public static ModelOptions of(Path folder) {
        return new ModelOptions(folder, "", "", BUNDLE, null);
    }

    /** The same with bundles of another size. */
    public ModelOptions withBundleRows(int rows) {
        return new ModelOptions(folder, churnDigest, interestDigest, bundle.withRows(rows), releases, trust);
    }

    /** The same with releases from a topic. */
    public ModelOptions withReleases(String topic) {
        return new ModelOptions(folder, churnDigest, interestDigest, bundle, topic, trust);
    }

    /** The same with other rules of which releases count. */
    public ModelOptions trusting(ReleaseTrust other) {
        return new ModelOptions(folder, churnDigest, interestDigest, bundle, releases, other);
    }
}
