package io.leeway.release;

import static org.assertj.core.api.Assertions.assertThat;

import io.leeway.local.EmbeddedBroker;
import io.leeway.releases.ModelRelease;
import io.leeway.releases.ReleaseBook;
import io.leeway.releases.ReleaseTopics;
import io.leeway.topics.KafkaConnection;
import io.leeway.topics.Topics;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReleaseTwiceIT {
    @TempDir
    private Path folder;

    private final StringBuilder said = new StringBuilder();

    @Test
    void theSameReleaseIsPublishedOnceAndAnotherOfItsNameIsRefused() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("broker"))) {
            String servers = broker.bootstrapServers();
            assertThat(leeway(servers, "init")).isZero();
            assertThat(canary(servers, "0.1")).as(said.toString()).isZero();
            assertThat(canary(servers, "0.1")).as(said.toString()).isZero();
            assertThat(canary(servers, "0.5")).isOne();
            assertThat(said.toString())
                    .contains(
                            "Expected a release that is new, found another in leeway.releases under its name churn-2-canary-",
                            "\"share\":0.1",
                            "publish this one with another --effective-from");
            assertThat(ReleaseBook.read(ReleaseTopics.at(KafkaConnection.to(servers), Topics.RELEASES))
                            .releases())
                    .extracting(ModelRelease::share)
                    .containsExactly(0.1);
        }
    }

    private int canary(String servers, String share) {
        return leeway(
                servers,
                "canary",
                "churn",
                "2",
                "--digest",
                "a".repeat(64),
                "--location",
                "/models",
                "--effective-from",
                "2126-01-01T00:00:00Z",
                "--wait",
                "0s",
                "--share",
                share);
    }

    private int leeway(String servers, String... arguments) {
        List<String> line = new ArrayList<>(List.of(arguments));
        line.addAll(List.of("--bootstrap", servers));
        ModelCommands ended = ModelCommands.run(line.toArray(String[]::new));
        said.append(ended.said());
        return ended.code();
    }
}
