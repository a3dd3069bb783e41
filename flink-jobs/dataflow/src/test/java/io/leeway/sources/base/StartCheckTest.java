package io.leeway.sources.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;

class StartCheckTest {
    private static final List<String> RUN = new ArrayList<>();

    private static final StartCheck FIRST = () -> RUN.add("first");
    private static final StartCheck SECOND = () -> RUN.add("second");

    @Test
    void checksRunInOrderAndTravelWithTheJob() throws Exception {
        RUN.clear();
        InstantiationUtil.clone(FIRST.then(SECOND).then(SECOND)).check();
        assertThat(RUN).containsExactly("first", "second", "second");
    }

    @Test
    void whatFailsEndsTheChecks() {
        RUN.clear();
        StartCheck failing = () -> {
            throw new IllegalStateException("no topic");
        };
        assertThatThrownBy(() -> failing.then(FIRST).check()).hasMessage("no topic");
        assertThat(RUN).isEmpty();
    }
}
