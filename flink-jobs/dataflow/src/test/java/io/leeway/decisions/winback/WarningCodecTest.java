package io.leeway.decisions.winback;

import io.leeway.shopper.Reason;
import io.leeway.state.GoldenBytes;
import org.junit.jupiter.api.Test;

class WarningCodecTest {
    @Test
    void bytes() {
        Reason[] reasons = {new Reason("a", "b", "c", 2, 0.5f)};
        GoldenBytes.require(
                WarningCodec.INSTANCE,
                new Warning("w", "u", 7, "s", 0.5, new double[] {1, 2}, "c", reasons, true, false),
                "0100000001770000000175000000000000000700000001733fe0000000000000000000023ff00000"
                        + "0000000040000000000000000000000163000000010000001c010000000161000000016200000001"
                        + "6340000000000000003f0000000100");
    }
}
