package io.leeway.bench.job;

import io.leeway.shopper.ShopperProfile;
import io.leeway.shopper.events.ShopperEvent;

/** Ignores what a profile reports. */
public enum SilentListener implements ShopperProfile.Listener {
    INSTANCE;

    @Override
    public void due(long asOfMillis, int triggers, ShopperProfile profile) {}

    @Override
    public void applied(ShopperEvent event) {}

    @Override
    public void duplicate(ShopperEvent event) {}

    @Override
    public void tooMany(ShopperEvent event) {}

    @Override
    public void erased(ShopperEvent event) {}

    @Override
    public void objected(ShopperEvent event) {}
}
