package io.leeway.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;

/** What holds of every codec. */
public final class GoldenBytes {
    private GoldenBytes() {}

    /**
     * The value is written as these bytes and read from them, from the POJO of 0.1.0, and with a
     * field behind them that a later build has added; bytes of a higher format are refused.
     *
     * @param hex two digits a byte; spaces do not count
     */
    public static <T> void require(StateCodec<T> codec, T value, String hex) {
        require(codec, value, value, hex);
    }

    /** The same of a value whose class was another in 0.1.0. */
    static <T> void require(StateCodec<T> codec, T value, Object pojo, String hex) {
        byte[] bytes = codec.write(value);
        assertThat(HexFormat.of().formatHex(bytes)).isEqualTo(hex.replace(" ", ""));
        // Records with arrays are equal where their bytes are.
        assertThat(codec.write(codec.read(bytes))).isEqualTo(bytes);
        assertThat(codec.write(codec.read(pojo))).isEqualTo(bytes);
        assertThat(codec.write(codec.read(Arrays.copyOf(bytes, bytes.length + 5))))
                .isEqualTo(bytes);
        byte[] later = bytes.clone();
        later[0] = StateCodec.FORMAT + 1;
        assertThatThrownBy(() -> codec.read(later)).hasMessageContaining("format 1 or earlier, found format 2");
    }
}
