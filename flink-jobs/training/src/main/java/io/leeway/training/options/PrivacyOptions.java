package io.leeway.training.options;

/**
 * Training whose weights reveal little of any single shopper (Abadi et al. 2016).
 *
 * <p>All but the key may be published, and none may be chosen by looking at the shoppers: then what
 * one of them does has no influence on how others are sampled and cut to size.
 *
 * @param noise the noise's standard deviation as a multiple of the clipping norm
 * @param clip the norm to which each shopper's gradient is clipped
 * @param delta the chance that the bound on privacy loss does not hold; less than one in the number
 *     of shoppers
 * @param shoppers about how many there are, as is published: sampling goes by it, never by a count
 * @param examples how many of a shopper are kept, drawn by their own hash; a step takes one at most
 * @param key the secret that noise and samples are made of. With it the noise can be taken off
 *     again, so it must never be stored beside the model. The same key, data and options give the
 *     same weights; with other data or options the noise is another
 */
public record PrivacyOptions(double noise, double clip, double delta, int shoppers, int examples, Key key) {
    /** At least 32 bytes from a good source, that no one prints. */
    public static final class Key {
        private static final int BYTES = 32;

        private final byte[] bytes;

        public Key(byte[] bytes) {
            if (bytes.length < BYTES) {
                throw new TrainingException("Expected a key of at least " + BYTES + " random bytes, found "
                        + bytes.length + "; make one with: head -c 32 /dev/urandom > FILE");
            }
            this.bytes = bytes.clone();
        }

        public byte[] bytes() {
            return bytes.clone();
        }
    }

    public PrivacyOptions {
        if (!(noise > 0 && Double.isFinite(noise)) || !(clip > 0 && Double.isFinite(clip))) {
            throw new TrainingException("Expected noise and a clipping norm above 0, found " + noise + " and " + clip
                    + "; give others with --dp-noise and --dp-clip");
        }
        if (!(delta > 0 && delta < 1)) {
            throw new TrainingException(
                    "Expected a delta between 0 and 1, found " + delta + "; give another --dp-delta");
        }
        if (shoppers < 1 || examples < 1) {
            throw new TrainingException("Expected 1 or more shoppers and examples of each, found " + shoppers + " and "
                    + examples + "; give others with --dp-shoppers and --dp-examples");
        }
        if (delta >= 1.0 / shoppers) {
            throw new TrainingException("Expected a delta below 1 in " + shoppers + " shoppers, found " + delta
                    + "; give a smaller --dp-delta, or other --dp-shoppers");
        }
    }
}
