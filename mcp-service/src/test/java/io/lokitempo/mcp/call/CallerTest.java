package io.lokitempo.mcp.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.lokitempo.telemetry.TenantId;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class CallerTest {
    private static final Caller A = new Caller("a", Role.READER, new TenantId("team-a"));
    private static final Caller B = new Caller("b", Role.ADMIN, new TenantId("team-b"));

    @Test
    void current_threadThatServesNoCall_fails() {
        A.calls(() -> A);

        assertThatIllegalStateException().isThrownBy(Caller::current);
    }

    @Test
    void current_callWithinACall_isTheInnerOneAndThenTheOuterAgain() {
        A.calls(() -> {
            assertThat(B.calls(Caller::current)).isEqualTo(B);
            assertThat(Caller.current()).isEqualTo(A);
            return A;
        });
    }

    @Test
    void current_virtualThreadOfTheCall_isItsCaller() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            assertThat(A.calls(() -> threads.submit(Caller::current)).get()).isEqualTo(A);
            assertThat(B.calls(() -> threads.submit(Caller::current)).get()).isEqualTo(B);
        }
    }

    @Test
    void includes_eachRole_isTrueOfThoseBefore() {
        assertThat(Role.ADMIN.includes(Role.EXPORTER)).isTrue();
        assertThat(Role.EXPORTER.includes(Role.EXPORTER)).isTrue();
        assertThat(Role.READER.includes(Role.EXPORTER)).isFalse();
    }
}
