package io.leeway.shopper;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Why a score is requested. Several of one instant share a request, as bits of a mask. */
public enum Trigger {
    SESSION_END("session-end"),
    WINDOW("window"),
    SILENCE("silence");

    private final String id;

    Trigger(String id) {
        this.id = id;
    }

    /** The name in scores and reports. */
    public String id() {
        return id;
    }

    public int mask() {
        return 1 << ordinal();
    }

    public static List<String> ids(int mask) {
        List<String> ids = new ArrayList<>(2);
        for (Trigger trigger : values()) {
            if ((mask & trigger.mask()) != 0) {
                ids.add(trigger.id);
            }
        }
        return ids;
    }

    /** The trigger of a name; empty where none has it. */
    public static Optional<Trigger> find(String id) {
        return Arrays.stream(values()).filter(trigger -> trigger.id.equals(id)).findFirst();
    }
}
