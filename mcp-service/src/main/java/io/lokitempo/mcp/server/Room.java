package io.lokitempo.mcp.server;

import io.lokitempo.mcp.call.Caller;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How many calls run side by side, of one caller and of all. A call waits a little for its turn, since most are over in
 * milliseconds: a burst is slowed down, and only what would wait for long is turned away.
 */
final class Room {
    private record Key(String tenant, String name) {
        static Key of(Caller caller) {
            return new Key(caller.tenant().value(), caller.name());
        }
    }

    private final int each;
    private final int all;
    private final Map<Key, Integer> running = new HashMap<>();
    private int total;

    Room(int each, int all) {
        this.each = each;
        this.all = all;
    }

    /** Empty where one more may run, which {@link #leave} must follow; else why not, after waiting for a turn. */
    synchronized Optional<String> enter(Caller caller, Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        Optional<String> full = full(caller);
        for (long left = patience.toMillis();
                full.isPresent() && left > 0;
                left = (deadline - System.nanoTime()) / 1_000_000) {
            wait(left);
            full = full(caller);
        }
        if (full.isEmpty()) {
            running.merge(Key.of(caller), 1, Integer::sum);
            total++;
        }
        return full;
    }

    private Optional<String> full(Caller caller) {
        if (running.getOrDefault(Key.of(caller), 0) >= each) {
            return Optional.of(each + " calls of this caller run already, as many as MCP_CALLS_AT_ONCE allows");
        }
        return total >= all
                ? Optional.of(all + " calls run already, as many as MCP_CALLS_IN_ALL allows")
                : Optional.empty();
    }

    synchronized void leave(Caller caller) {
        total--;
        running.computeIfPresent(Key.of(caller), (_, count) -> count == 1 ? null : count - 1);
        notifyAll();
    }

    synchronized int running() {
        return total;
    }
}
