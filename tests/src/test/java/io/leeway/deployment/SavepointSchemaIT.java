package io.leeway.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.leeway.cli.savepoint.SavepointContents;
import io.leeway.features.Bootstrap;
import io.leeway.features.Features;
import io.leeway.features.FeaturesOptions;
import io.leeway.features.SavedShopper;
import io.leeway.features.SavedShoppers;
import io.leeway.records.FeatureVector;
import io.leeway.records.ProfileSnapshot;
import io.leeway.records.SourceRecord;
import io.leeway.shop.SmallShop;
import io.leeway.shopper.ProfileSettings;
import io.leeway.shopper.ShopperProfile;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.state.api.OperatorIdentifier;
import org.apache.flink.state.api.OperatorTransformation;
import org.apache.flink.state.api.SavepointReader;
import org.apache.flink.state.api.SavepointWriter;
import org.apache.flink.state.api.functions.KeyedStateBootstrapFunction;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * State that other builds wrote: the profiles of release 0.1.0's fixture, as a build before it or after it would have written them, restored by the features operator of this one.
 * A profile that grew is read, one in another format is refused in a line.
 */
class SavepointSchemaIT {
    private static final Path FIXTURE = Path.of("..", "savepoints", "fixtures", "0.1.0");
    private static final int RECENT_ACTIONS = 6;

    @TempDir
    private static Path scratch;

    private static List<SavedShopper> shoppers;
    private static List<String> expected;

    @BeforeAll
    static void readProfiles() throws Exception {
        SavepointReader reader = SavepointReader.read(
                SmallShop.batch(), FIXTURE.resolve("savepoint").toString());
        shoppers = all(SavedShoppers.of(reader, true)).stream()
                .filter(shopper -> shopper.profileBytes() > 0)
                .toList();
        assertThat(shoppers).hasSizeGreaterThan(20);
        expected = vectors(savepoint("same", bytes -> bytes));
        assertThat(expected).hasSizeGreaterThan(20);
    }

    @Test
    void aPieceMoreIsPassedOver() throws Exception {
        assertThat(vectors(savepoint("piece", SavepointProfileBytes::withAnotherPart)))
                .isEqualTo(expected);
    }

    @Test
    void aFieldMoreIsPassedOver() throws Exception {
        assertThat(vectors(savepoint("field", SavepointProfileBytes::withAnotherField)))
                .isEqualTo(expected);
    }

    /** As before recent actions were kept: churn does not depend on them, and interest begins without any. */
    @Test
    void aPieceThatIsMissingIsEmpty() throws Exception {
        List<String> found =
                vectors(savepoint("less", bytes -> SavepointProfileBytes.withoutPart(bytes, RECENT_ACTIONS)));
        assertThat(of("churn", found)).isEqualTo(of("churn", expected)).isNotEmpty();
        assertThat(of("interest", found))
                .hasSameSizeAs(of("interest", expected))
                .isNotEqualTo(of("interest", expected));
    }

    @Test
    void anotherFormatIsRefusedInALine() throws Exception {
        int later = ShopperProfile.FORMAT + 1;
        String savepoint = savepoint("later", bytes -> SavepointProfileBytes.inFormat(bytes, later));
        assertThat(SavepointContents.read(savepoint).operators().get(0).states())
                .anyMatch(state ->
                        state.name().equals("profile") && state.format().equals(OptionalInt.of(later)));
        Throwable failure = catchThrowable(() -> vectors(savepoint));
        assertThat(failure)
                .rootCause()
                .hasMessage("Expected state profile of operator features in format " + ShopperProfile.FORMAT
                        + " or earlier, found format " + later
                        + "; start from this savepoint with the build that wrote it or a later one");
    }

    /** A savepoint of the shoppers, their profiles' bytes changed. */
    private static String savepoint(String name, UnaryOperator<byte[]> change) throws Exception {
        List<ProfileSnapshot> snapshots = shoppers.stream()
                .map(shopper -> new ProfileSnapshot(shopper.userId(), change.apply(shopper.profile())))
                .toList();
        StreamExecutionEnvironment env = SmallShop.batch();
        Bootstrap.keepKeysWithTheirTasks(env);
        String folder = scratch.resolve(name).toUri().toString();
        SavepointWriter.newSavepoint(env, 128)
                .withOperator(
                        OperatorIdentifier.forUid("features"),
                        OperatorTransformation.bootstrapWith(env.fromData(
                                        TypeInformation.of(ProfileSnapshot.class),
                                        snapshots.toArray(ProfileSnapshot[]::new)))
                                .keyBy(ProfileSnapshot::userId, Types.STRING)
                                .transform(new AnyBytes()))
                .write(folder);
        env.execute();
        return folder;
    }

    /** What falls due of them, with nothing to come. */
    private static List<String> vectors(String savepoint) throws Exception {
        Configuration configuration = new Configuration();
        configuration.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
        StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(2, configuration);
        DataStream<SourceRecord> nothing =
                env.fromSequence(0, 0).flatMap((number, out) -> {}, TypeInformation.of(SourceRecord.class));
        Instant seam = SavepointInput.read(FIXTURE).seam();
        FeaturesOptions options =
                new FeaturesOptions(ProfileSettings.DEFAULTS, seam, seam.plus(Duration.ofDays(30)), null, false);
        return all(Features.of(nothing, options).vectors()).stream()
                .map(SavepointSchemaIT::text)
                .sorted()
                .toList();
    }

    private static String text(FeatureVector vector) {
        return vector.task() + " " + vector.userId() + " " + vector.asOfMillis() + " " + vector.triggers() + " "
                + Arrays.toString(vector.dictionary()) + Arrays.toString(vector.ids())
                + Arrays.toString(vector.numbers());
    }

    private static List<String> of(String task, List<String> vectors) {
        return vectors.stream().filter(vector -> vector.startsWith(task)).toList();
    }

    private static <T> List<T> all(DataStream<T> stream) throws Exception {
        List<T> all = new ArrayList<>();
        try (CloseableIterator<T> each = stream.executeAndCollect()) {
            each.forEachRemaining(all::add);
        }
        return all;
    }

    /** Writes a profile's bytes as they are, under the names of the ledger, with a timer for each. */
    private static final class AnyBytes extends KeyedStateBootstrapFunction<String, ProfileSnapshot> {
        private static final long serialVersionUID = 1L;

        private transient ValueState<byte[]> profile;
        private transient ValueState<Long> wake;

        @Override
        public void open(OpenContext context) {
            profile = getRuntimeContext()
                    .getState(new ValueStateDescriptor<>(
                            "profile", PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
            wake = getRuntimeContext().getState(new ValueStateDescriptor<>("wake", Types.LONG));
            getRuntimeContext()
                    .getListState(new ListStateDescriptor<>(
                            "pending", PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
        }

        @Override
        public void processElement(ProfileSnapshot snapshot, Context context) throws Exception {
            profile.update(snapshot.profile());
            wake.update(0L);
            context.timerService().registerEventTimeTimer(0);
        }
    }
}
