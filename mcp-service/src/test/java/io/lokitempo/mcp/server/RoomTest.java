package io.lokitempo.mcp.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.lokitempo.mcp.call.Caller;
import io.lokitempo.mcp.call.Role;
import io.lokitempo.telemetry.TenantId;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class RoomTest {
    private static final Duration NOT_AT_ALL = Duration.ZERO;
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Caller ALICE = new Caller("alice", Role.READER, TenantId.DEFAULT);
    private static final Caller BOB = new Caller("bob", Role.READER, TenantId.DEFAULT);

    private final Room room = new Room(1, 2);

    @Test
    void enter_whereTheCallersOwnShareIsTaken_isRefusedByName_andOthersMay() throws InterruptedException {
        assertThat(room.enter(ALICE, NOT_AT_ALL)).isEmpty();

        assertThat(room.enter(ALICE, NOT_AT_ALL))
                .hasValueSatisfying(why -> assertThat(why).contains("MCP_CALLS_AT_ONCE"));
        assertThat(room.enter(BOB, NOT_AT_ALL)).isEmpty();
        assertThat(room.enter(new Caller("carol", Role.READER, TenantId.DEFAULT), NOT_AT_ALL))
                .hasValueSatisfying(why -> assertThat(why).contains("MCP_CALLS_IN_ALL"));
    }

    @Test
    void enter_whereATurnComesInTime_waitsForIt() throws Exception {
        assertThat(room.enter(ALICE, NOT_AT_ALL)).isEmpty();
        CompletableFuture<Boolean> waiting = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                waiting.complete(room.enter(ALICE, LONG).isEmpty());
            } catch (InterruptedException e) {
                waiting.completeExceptionally(e);
            }
        });

        room.leave(ALICE);

        assertThat(waiting.get()).isTrue();
        assertThat(room.running()).isEqualTo(1);
    }
}
