package io.lokitempo.mcp.call;

import io.lokitempo.telemetry.TenantId;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Who calls. Whatever a call reads, live or precomputed, it reads for its caller's tenant; so the caller goes along with
 * the call's thread, and with the virtual threads that it starts, rather than through every signature where it could be
 * left out. Where there is none, asking for it fails: no one's call is never everybody's.
 *
 * @param name of a token, a subject or a remote address; no secret
 */
public record Caller(String name, Role role, TenantId tenant) {
    // Inherited, since a scoped value reaches no thread of an executor. No thread here outlives a call and serves
    // another.
    private static final InheritableThreadLocal<@Nullable Caller> CURRENT = new InheritableThreadLocal<>();

    /** @throws IllegalStateException on a thread that serves no call */
    public static Caller current() {
        Caller current = CURRENT.get();
        if (current == null) {
            throw new IllegalStateException("nobody calls on this thread");
        }
        return current;
    }

    /** Does work on behalf of this caller. */
    public <T> T calls(Supplier<T> work) {
        Caller before = CURRENT.get();
        CURRENT.set(this);
        try {
            return work.get();
        } finally {
            if (before == null) {
                CURRENT.remove();
            } else {
                CURRENT.set(before);
            }
        }
    }
}
