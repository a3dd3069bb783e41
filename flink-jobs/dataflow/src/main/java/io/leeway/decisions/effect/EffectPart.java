package io.leeway.decisions.effect;

import java.util.Optional;

/**
 * Which of a subject's figures an observation adds to.
 *
 * @param name of the treatment or the policy; empty for parts that need none
 */
record EffectPart(Kind kind, String name) {
    static final EffectPart SCORES = new EffectPart(Kind.SCORES, "");
    static final EffectPart TREATED = new EffectPart(Kind.TREATED, "");
    static final EffectPart CONTROL = new EffectPart(Kind.CONTROL, "");
    static final EffectPart TREATED_VALUE = new EffectPart(Kind.TREATED_VALUE, "");
    static final EffectPart CONTROL_VALUE = new EffectPart(Kind.CONTROL_VALUE, "");

    /** Each with the beginning of its key in state. */
    enum Kind {
        SCORES("scores"),
        TREATED("treated"),
        CONTROL("control"),
        TREATED_VALUE("treated.value"),
        CONTROL_VALUE("control.value"),
        /** What a treatment would have come to if all had got it. */
        ALWAYS("always|"),
        /** The same in money. */
        ALWAYS_VALUE("always.value|"),
        /** The treatment that those held out have: nothing. */
        HELD_OUT("held|"),
        POLICY("");

        private final String prefix;

        Kind(String prefix) {
            this.prefix = prefix;
        }
    }

    static EffectPart of(Kind kind, String name) {
        return new EffectPart(kind, name);
    }

    String key() {
        return kind.prefix + name;
    }

    /** The treatment that a key of {@link Kind#ALWAYS} is about; empty for other keys. */
    static Optional<String> always(String key) {
        return key.startsWith(Kind.ALWAYS.prefix)
                ? Optional.of(key.substring(Kind.ALWAYS.prefix.length()))
                : Optional.empty();
    }
}
