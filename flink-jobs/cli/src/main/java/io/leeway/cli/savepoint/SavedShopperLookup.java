package io.leeway.cli.savepoint;

import io.leeway.features.ProfileState;
import io.leeway.features.SavedShopper;
import io.leeway.features.SavedShoppers;
import java.io.IOException;
import java.util.Optional;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.state.api.SavepointReader;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.CloseableIterator;

/** One shopper out of a savepoint, by Flink's State Processor API in this process. */
public final class SavedShopperLookup {
    /**
     * Above this the state goes to RocksDB's files on its way; below, it fits into memory and is
     * read faster.
     */
    private static final long MOST_IN_MEMORY = 200_000_000;

    private SavedShopperLookup() {}

    /**
     * What the savepoint at a path or address keeps of a shopper; reads the state of all.
     *
     * @throws io.leeway.cli.console.UserError when there is no savepoint
     */
    public static Optional<SavedShopper> find(String path, String user) throws Exception {
        SavepointContents contents = SavepointContents.read(SavepointLocation.of(path));
        if (contents.operators().stream().noneMatch(SavedShopperLookup::keepsShoppers)) {
            return Optional.empty();
        }
        try (CloseableIterator<SavedShopper> found =
                SavedShoppers.of(reader(contents), user).executeAndCollect("look up a shopper")) {
            return found.hasNext() ? Optional.of(found.next()) : Optional.empty();
        }
    }

    static boolean keepsShoppers(SavedOperator operator) {
        return StateLedgers.nameOf(operator).equals(ProfileState.UID);
    }

    static SavepointReader reader(SavepointContents contents) throws IOException {
        Configuration configuration = new Configuration();
        configuration.set(ExecutionOptions.RUNTIME_MODE, RuntimeExecutionMode.BATCH);
        configuration.set(StateBackendOptions.STATE_BACKEND, contents.bytes() > MOST_IN_MEMORY ? "rocksdb" : "hashmap");
        return SavepointReader.read(StreamExecutionEnvironment.createLocalEnvironment(configuration), contents.path());
    }
}
