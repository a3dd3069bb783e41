package io.leeway.cli.rights;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.leeway.cli.console.CommandScreen;
import io.leeway.cli.console.ProgressBar;
import io.leeway.cli.console.UserError;
import io.leeway.cli.savepoint.SavedShopperLookup;
import io.leeway.cli.scores.CommittedTopics;
import io.leeway.features.SavedShopper;
import io.leeway.records.ProfileSnapshot;
import io.leeway.shopper.ProfileSettings;
import io.leeway.shopper.ShopperProfile;
import io.leeway.topics.KafkaConnection;
import io.leeway.topics.KafkaFailure;
import io.leeway.topics.ProfileJson;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;

/**
 * Searches places for one shopper and gives what they hold, place by place. Keeps what it found in
 * memory; shows a bar for each kind of place. For one thread.
 *
 * <p>What is found is what {@link RecordOwner} takes for the shopper's, nothing of others.
 */
public final class ShopperSearch {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Duration SETTLE = Duration.ofSeconds(5);

    private final String user;
    private final RecordOwner owner;
    private final Clock clock;

    ShopperSearch(String user, Clock clock) {
        this.user = user;
        this.owner = new RecordOwner(user);
        this.clock = clock;
    }

    /**
     * The topics of the shop that may hold shoppers, those whose names begin with {@code leeway.}
     * behind its prefix, and others by name; committed records alone.
     *
     * @param others without the prefix, such as a live topic of another name
     * @throws UserError when the brokers do not answer
     */
    List<FoundPlace> topics(KafkaConnection kafka, List<String> others) throws InterruptedException {
        List<FoundPlace> places = new ArrayList<>();
        Set<String> topics = names(kafka);
        topics.addAll(others);
        try (ProgressBar bar = new ProgressBar(CommandScreen.error(), "topics", topics.size(), "topics", clock)) {
            for (String topic : topics) {
                places.add(topic(kafka, topic));
                bar.update(places.size());
            }
        }
        return places;
    }

    private static Set<String> names(KafkaConnection kafka) throws InterruptedException {
        try (Admin admin = kafka.admin(PATIENCE)) {
            Set<String> topics = new TreeSet<>();
            for (String name : admin.listTopics().names().get()) {
                String topic = kafka.topics().topic(name);
                if (name.startsWith(kafka.name("leeway.")) && PlaceNames.mayHoldShoppers(topic)) {
                    topics.add(topic);
                }
            }
            return topics;
        } catch (ExecutionException | KafkaException e) {
            throw new UserError(
                    KafkaFailure.line(kafka, e)
                            .orElse("Expected brokers at " + kafka + " that say what topics there are, found: "
                                    + e.getMessage() + "; check --bootstrap"),
                    e);
        }
    }

    private FoundPlace topic(KafkaConnection kafka, String topic) {
        List<FoundItem> items = new ArrayList<>();
        CommittedTopics.readAll(kafka, List.of(topic), SETTLE, clock, record -> {
            byte[] value = record.value();
            JsonNode content = value == null ? null : content(value);
            if (content != null && owner.isOf(record.key(), content)) {
                items.add(new FoundItem(
                        "partition " + record.partition() + ", offset " + record.offset(),
                        Instant.ofEpochMilli(record.timestamp()).toString(),
                        content));
            }
        });
        return new FoundPlace("topic " + kafka.name(topic), PlaceNames.ofTopic(topic), items);
    }

    /**
     * The lines of JSON in all files below folders, those compressed by gzip too.
     *
     * @throws UserError when one cannot be read
     */
    List<FoundPlace> folders(List<Path> folders) {
        List<FoundPlace> places = new ArrayList<>();
        for (Path folder : folders) {
            List<FoundItem> items = new ArrayList<>();
            List<Path> files = files(folder);
            try (ProgressBar bar = new ProgressBar(CommandScreen.error(), "files", files.size(), "files", clock)) {
                long searched = 0;
                for (Path file : files) {
                    lines(folder, file, items);
                    bar.update(++searched);
                }
            }
            places.add(new FoundPlace("files below " + folder, "lines of files", items));
        }
        return places;
    }

    private static List<Path> files(Path folder) {
        try (Stream<Path> below = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
            return below.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException | UncheckedIOException e) {
            throw UserError.found("a folder at " + folder, e.getMessage(), "name one that can be read", e);
        }
    }

    private void lines(Path folder, Path file, List<FoundItem> items) {
        try (InputStream plain = Files.newInputStream(file);
                InputStream in = file.toString().endsWith(".gz") ? new GZIPInputStream(plain) : plain;
                BufferedReader reader = new BufferedReader(new InputStreamReader(in, UTF_8))) {
            long number = 0;
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                number++;
                JsonNode content = content(line.getBytes(UTF_8));
                if (owner.isOf(null, content)) {
                    items.add(new FoundItem(
                            folder.toAbsolutePath().relativize(file.toAbsolutePath()) + ", line " + number,
                            null,
                            content));
                }
            }
        } catch (IOException e) {
            throw UserError.found("to read " + file + " to its end", e.getMessage(), "check the file", e);
        }
    }

    /**
     * The profiles in savepoints, as their features.
     *
     * @throws UserError when there is no savepoint
     */
    List<FoundPlace> savepoints(List<String> savepoints) throws Exception {
        List<FoundPlace> places = new ArrayList<>();
        if (savepoints.isEmpty()) {
            return places;
        }
        try (ProgressBar bar =
                new ProgressBar(CommandScreen.error(), "savepoints", savepoints.size(), "savepoints", clock)) {
            for (String savepoint : savepoints) {
                List<FoundItem> items = SavedShopperLookup.find(savepoint, user).stream()
                        .map(saved -> new FoundItem("operator features", null, profile(saved)))
                        .toList();
                places.add(new FoundPlace("savepoint " + savepoint, "the profile", items));
                bar.update(places.size());
            }
        }
        return places;
    }

    private JsonNode profile(SavedShopper saved) {
        ObjectNode held = JSON.createObjectNode().put("eventsWaiting", saved.pending());
        if (saved.profileBytes() > 0) {
            ShopperProfile profile = ShopperProfile.ofBytes(ProfileSettings.DEFAULTS, saved.profile());
            held.put("objected", profile.isObjected()).put("erased", profile.isErased());
            if (saved.holdsEvents()) {
                byte[] features = ProfileJson.encode(
                                new ProfileSnapshot(user, saved.profile()),
                                ProfileSettings.DEFAULTS,
                                saved.wakeMillis())
                        .value();
                held.set("features", features == null ? null : content(features));
            }
        }
        return held;
    }

    /** Parsed where it is JSON; else as text. */
    private static JsonNode content(byte[] bytes) {
        try {
            JsonNode node = JSON.readTree(bytes);
            return node == null || node.isMissingNode() ? TextNode.valueOf("") : node;
        } catch (IOException noJson) {
            return TextNode.valueOf(new String(bytes, UTF_8));
        }
    }
}
