package io.leeway.secured;

import static org.assertj.core.api.Assertions.assertThat;

import io.leeway.decisions.canary.GuardOptions;
import io.leeway.jobs.AdvertisingJob;
import io.leeway.jobs.EffectJob;
import io.leeway.jobs.GuardJob;
import io.leeway.jobs.RecommendJob;
import io.leeway.jobs.WinBackJob;
import io.leeway.jobs.options.AdvertisingJobOptions;
import io.leeway.jobs.options.DeciderOptions;
import io.leeway.jobs.options.EffectJobOptions;
import io.leeway.jobs.options.GuardJobOptions;
import io.leeway.jobs.options.RecommendJobOptions;
import io.leeway.jobs.options.WinBackJobOptions;
import io.leeway.local.EmbeddedBroker;
import io.leeway.releases.ReleaseTopics;
import io.leeway.topics.KafkaConnection;
import io.leeway.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two shops on one cluster: the deciders of one name nothing without its prefix. */
@Timeout(180)
class TopicPrefixIT {
    private static final Topics NAMES = new Topics("shop-b.");

    /** A topic, a group or a transactional id without the prefix; a package is none. */
    private static final Pattern BARE = Pattern.compile("(?<!shop-b\\.)(?<!io\\.)\\bleeway(-[a-z-]+|\\.(?:"
            + List.of(
                            Topics.CHURN,
                            Topics.INTEREST,
                            Topics.RECOMMENDATIONS,
                            Topics.ADS,
                            Topics.OFFERS,
                            Topics.OUTCOMES,
                            Topics.EFFECTS,
                            Topics.CATALOGUE,
                            Topics.CAMPAIGNS,
                            Topics.RELEASES)
                    .stream()
                    .map(topic -> Pattern.quote(topic.substring("leeway.".length())))
                    .collect(Collectors.joining("|"))
            + ")\\b)");

    @Test
    void everyDecider(@TempDir Path folder) throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("broker"))) {
            KafkaConnection kafka =
                    KafkaConnection.to(broker.bootstrapServers()).withTopics(NAMES);
            List<String> topics = new ArrayList<>(Topics.DECIDING);
            topics.addAll(List.of(Topics.EVENTS, Topics.CHURN, Topics.INTEREST));
            for (String topic : topics) {
                broker.createTopic(NAMES.name(topic), 1, Map.of());
            }
            assertThat(ReleaseTopics.at(kafka, Topics.RELEASES).create(Duration.ofSeconds(20)))
                    .containsExactlyInAnyOrder(
                            "shop-b.leeway.releases", "shop-b.leeway.releases.status", "shop-b.leeway.scores.shadow");
            DeciderOptions decider = DeciderOptions.of(kafka);
            EffectJobOptions effect = EffectJobOptions.of(decider);
            requirePrefixes(env -> RecommendJob.define(env, RecommendJobOptions.of(decider)), "leeway.catalogue");
            requirePrefixes(env -> WinBackJob.define(env, WinBackJobOptions.of(decider)), "leeway-win-back");
            requirePrefixes(env -> AdvertisingJob.define(env, AdvertisingJobOptions.of(decider)), "leeway.campaigns");
            requirePrefixes(
                    env -> EffectJob.define(
                            env,
                            new EffectJobOptions(
                                    decider, effect.topic(), effect.purchases(), effect.effects(), Topics.RELEASES)),
                    "leeway.releases");
            requirePrefixes(
                    env -> GuardJob.define(env, GuardJobOptions.of(decider, GuardOptions.of(Duration.ofDays(28)))),
                    "leeway.releases.status");
        }
    }

    private static void requirePrefixes(Consumer<StreamExecutionEnvironment> define, String name) throws Exception {
        StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(1);
        env.enableCheckpointing(1000);
        define.accept(env);
        String graph = new String(
                InstantiationUtil.serializeObject(env.getStreamGraph(false).getJobGraph()),
                StandardCharsets.ISO_8859_1);
        List<String> bare = new ArrayList<>();
        for (Matcher found = BARE.matcher(graph); found.find(); ) {
            bare.add(found.group());
        }
        assertThat(bare).isEmpty();
        assertThat(graph).contains(NAMES.name(name));
    }
}
