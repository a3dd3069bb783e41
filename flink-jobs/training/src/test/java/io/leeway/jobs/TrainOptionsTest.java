package io.leeway.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leeway.jobs.options.FittingOptions;
import io.leeway.training.options.Hyperparameters;
import io.leeway.training.options.TrainingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class TrainOptionsTest {

    @TempDir
    private Path folder;

    @CommandLine.Command
    private static final class Holder {
        @CommandLine.Mixin
        private TrainingArguments arguments = new TrainingArguments();
    }

    private static FittingOptions parse(String... arguments) {
        Holder holder = new Holder();
        new CommandLine(holder).setCaseInsensitiveEnumValuesAllowed(true).parseArgs(arguments);
        return holder.arguments.options();
    }

    /** The commands of the page on models are understood. */
    @Test
    void thePagesCommandsAreUnderstood() throws Exception {
        List<String> commands = Files.readAllLines(Path.of("MODELS.md")).stream()
                .filter(line -> line.startsWith("./leeway train "))
                .toList();

        assertThat(commands).hasSizeGreaterThanOrEqualTo(4);
        for (String command : commands) {
            String[] words = command.substring("./leeway train ".length()).split(" +", -1);
            new CommandLine(new TrainJob())
                    .setCaseInsensitiveEnumValuesAllowed(true)
                    .parseArgs(words);
        }
    }

    @Test
    void nothingSaidIsTheTrainersDefaults() {
        assertThat(parse()).isEqualTo(FittingOptions.DEFAULTS);
    }

    /** Which examples of a shopper are made must not depend on how many events others have. */
    @Test
    void aPrivateTrainingDrawsExamplesByAConstant() {
        FittingOptions privately = parse("--dp-noise", "1", "--dp-shoppers", "5000");

        assertThat(TrainJob.requests(1_000, privately))
                .isEqualTo(TrainJob.requests(1_000_000, privately))
                .isEqualTo(50_000);
        assertThat(TrainJob.requests(1_000, FittingOptions.DEFAULTS)).isEqualTo(400);
        assertThat(TrainingArguments.render(privately)).contains("--dp-shoppers 5000", "--dp-examples 8");
    }

    @Test
    void whatIsSaidIsWhatIsDone() throws Exception {
        FittingOptions balanced = parse("--class-weight", "balanced", "--schedule", "linear", "--batch", "64");
        assertThat(balanced.hyperparameters().positiveWeight()).isEmpty();
        assertThat(balanced.hyperparameters().schedule()).isEqualTo(Hyperparameters.Schedule.LINEAR);
        assertThat(TrainingArguments.render(balanced))
                .contains("--schedule LINEAR", "--batch 64", "--class-weight balanced");
        Path key = Files.write(folder.resolve("key"), new byte[8]);
        assertThatThrownBy(() -> parse("--dp-noise", "1", "--dp-key", key.toString()))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("at least 32 random bytes");
        assertThatThrownBy(() -> parse("--class-weight", "heavy"))
                .isInstanceOf(JobException.class)
                .hasMessageContaining("found 'heavy'");
    }
}
