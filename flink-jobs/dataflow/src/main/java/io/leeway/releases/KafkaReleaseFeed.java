package io.leeway.releases;

/** Releases out of a Kafka topic. */
public final class KafkaReleaseFeed implements ReleaseFeed {
    private static final long serialVersionUID = 1L;

    private final ReleaseTopics topics;

    public KafkaReleaseFeed(ReleaseTopics topics) {
        this.topics = topics;
    }

    @Override
    public Subscription subscribe() throws InterruptedException {
        KafkaSubscription subscription = new KafkaSubscription(topics);
        try {
            subscription.awaitFresh();
            return subscription;
        } catch (InterruptedException | RuntimeException failed) {
            subscription.close();
            throw failed;
        }
    }
}
