package io.lokitempo.mcp.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.lokitempo.mcp.call.Caller;
import io.lokitempo.mcp.call.Role;
import io.lokitempo.mcp.security.MovedClock;
import io.lokitempo.telemetry.TenantId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SessionsTest {
    private static final Caller ALICE = new Caller("alice", Role.READER, new TenantId("a"));

    private final MovedClock clock = new MovedClock();
    private final List<String> ended = new ArrayList<>();
    private final Sessions<String> sessions =
            new Sessions<>(2, Duration.ofMinutes(30), clock, Caller::equals, entry -> ended.add(entry.id()));

    @Test
    void sweep_sessionThatNobodyUsed_endsAndOneWithAStreamDoesNot() {
        sessions.open("used", "", ALICE);
        Sessions.Entry<String> listening = sessions.open("listening", "", ALICE).orElseThrow();
        listening.streamOpened();

        clock.move(Duration.ofMinutes(31));
        sessions.sweep();
        assertThat(ended).containsExactly("used");

        listening.streamClosed();
        sessions.find("listening", ALICE);
        clock.move(Duration.ofMinutes(29));
        sessions.sweep();
        assertThat(sessions.byId("listening")).isPresent();

        clock.move(Duration.ofMinutes(2));
        sessions.sweep();
        assertThat(ended).containsExactly("used", "listening");
    }

    @Test
    void end_twice_isToldOnce() {
        Sessions.Entry<String> entry = sessions.open("a", "", ALICE).orElseThrow();
        sessions.end(entry);
        sessions.end(entry);
        assertThat(ended).containsExactly("a");
    }

    @Test
    void cancel_workOfARequest_disposesItOnce() {
        Sessions.Entry<String> entry = sessions.open("a", "", ALICE).orElseThrow();
        List<Object> disposed = new ArrayList<>();
        entry.runs(1, () -> disposed.add(1));
        entry.runs(2, () -> disposed.add(2));

        entry.cancel(1);
        entry.cancel(1);
        entry.cancel(null);
        assertThat(disposed).containsExactly(1);

        sessions.end(entry);
        assertThat(disposed).containsExactly(1, 2);
    }
}
