package io.leeway.model.check;

import io.leeway.model.ModelException;
import io.leeway.model.check.ModelReport.Finding;
import io.leeway.model.check.ModelReport.Outcome;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Collects findings about a model. A step that refuses it is one more finding. */
final class ModelFindings {
    private final Path directory;
    private final List<Finding> all = new ArrayList<>();

    ModelFindings(Path directory) {
        this.directory = directory;
    }

    List<Finding> all() {
        return List.copyOf(all);
    }

    void fits(String subject, String text) {
        all.add(new Finding(subject, Outcome.FITS, text));
    }

    void note(String subject, String text) {
        all.add(new Finding(subject, Outcome.NOTE, text));
    }

    void refused(String subject, String text) {
        all.add(new Finding(subject, Outcome.REFUSED, text));
    }

    void refused(String subject, ModelException refused) {
        refused(subject, text(refused));
    }

    boolean anyRefused() {
        return all.stream().anyMatch(finding -> finding.outcome() == Outcome.REFUSED);
    }

    boolean passes(String subject, Runnable look) {
        return step(subject, () -> {
                    look.run();
                    return true;
                })
                != null;
    }

    /** What a step finds; null, and a finding, where it refuses the model. */
    <T> @Nullable T step(String subject, Supplier<T> look) {
        try {
            return look.get();
        } catch (ModelException refused) {
            refused(subject, refused);
        } catch (RuntimeException unforeseen) {
            // A damaged graph can fail anywhere below: it is refused as well.
            refused(
                    subject,
                    "expected a model that TensorFlow takes, found '" + ModelException.firstLine(unforeseen)
                            + "'; export it again");
        }
        return null;
    }

    /** The message without the model's name, which the report has above. */
    private String text(ModelException refused) {
        String message = String.valueOf(refused.getMessage());
        String prefix = "Model " + directory;
        return message.startsWith(prefix) ? message.substring(prefix.length()).replaceFirst("^[:,] ", "") : message;
    }
}
