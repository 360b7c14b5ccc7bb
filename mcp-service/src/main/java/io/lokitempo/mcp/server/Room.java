package io.lokitempo.mcp.server;

import io.lokitempo.mcp.call.Caller;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** How many calls run side by side, of one caller and of all. */
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

    /** Empty where one more may run, which {@link #leave} must follow; else why not. */
    synchronized Optional<String> enter(Caller caller) {
        if (running.getOrDefault(Key.of(caller), 0) >= each) {
            return Optional.of(each + " calls of this caller run already, as many as MCP_CALLS_AT_ONCE allows");
        }
        if (total >= all) {
            return Optional.of(all + " calls run already, as many as MCP_CALLS_IN_ALL allows");
        }
        running.merge(Key.of(caller), 1, Integer::sum);
        total++;
        return Optional.empty();
    }

    synchronized void leave(Caller caller) {
        total--;
        running.computeIfPresent(Key.of(caller), (_, count) -> count == 1 ? null : count - 1);
    }

    synchronized int running() {
        return total;
    }
}
