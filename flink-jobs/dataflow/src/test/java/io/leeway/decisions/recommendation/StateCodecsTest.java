package io.leeway.decisions.recommendation;

import io.leeway.state.GoldenBytes;
import org.junit.jupiter.api.Test;

/** The bytes of what lists are made from. */
class StateCodecsTest {
    private static final Request REQUEST = new Request(
            "u",
            7,
            "s",
            new String[] {"h"},
            new String[0],
            new String[] {"b"},
            new String[] {"c"},
            new double[] {0.5},
            new boolean[] {true},
            false);

    @Test
    void request() {
        GoldenBytes.require(
                RequestCodec.INSTANCE,
                REQUEST,
                "01000000017500000000000000070000000173000000010000000168000000000000000100000001"
                        + "62000000010000000163000000013fe0000000000000000000010100");
    }

    @Test
    void partWithARequest() {
        GoldenBytes.require(
                PartCodec.INSTANCE,
                Part.of(REQUEST),
                "01000000017500000000000000070100000044010000000175000000000000000700000001730000"
                        + "0001000000016800000000000000010000000162000000010000000163000000013fe00000000000"
                        + "00000000010100000000000000000000000000");
    }

    @Test
    void partWithAnAnswer() {
        GoldenBytes.require(
                PartCodec.INSTANCE,
                new Part("u", 7, null, "k", new String[] {"i"}, new double[] {0.5}),
                "010000000175000000000000000700000000016b000000010000000169000000013fe00000000000" + "00");
    }

    @Test
    void lookup() {
        GoldenBytes.require(LookupCodec.INSTANCE, new Lookup("k", "u", 7), "01000000016b00000001750000000000000007");
    }
}
