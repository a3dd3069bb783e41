package io.leeway.oracle;

import io.leeway.shopper.events.ShopperEvent;
import java.util.List;

/** Something that plays one shopper from beginning to end. */
interface Subject {

    /**
     * All that is asked of one shopper, and how their events were counted.
     *
     * @param eventsInAnyOrder the accepted, normalised events of one shopper, duplicates and erasures included, as they happen to arrive; none of
     *     them is late
     * @param untilMillis event time at which the run ends: what is due after it is not asked, and events after it are neither applied nor counted
     */
    Answer play(List<ShopperEvent> eventsInAnyOrder, long untilMillis);
}
