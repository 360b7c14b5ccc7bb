package io.lokitempo.mcp.live;

import io.lokitempo.mcp.call.Caller;
import io.lokitempo.telemetry.TenantId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Templates by pattern id: those that answers of this process have shown, else those that the analyzer has stored. */
public final class KnownPatterns {
    private static final int MOST = 20_000;

    /** A pattern that can be looked for. */
    public record Known(String service, String template) {}

    private record Key(TenantId tenant, String id) {
        static Key of(String id) {
            return new Key(Caller.current().tenant(), id);
        }
    }

    private final Function<String, Optional<Known>> stored;
    private final Map<Key, Known> shown = new LinkedHashMap<>(256, .75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Known> eldest) {
            return size() > MOST;
        }
    };

    public KnownPatterns(Function<String, Optional<Known>> stored) {
        this.stored = stored;
    }

    /** Remembers a pattern whose id an answer shows. */
    public void show(MinedPattern pattern) {
        synchronized (shown) {
            shown.put(Key.of(pattern.id()), new Known(pattern.service(), pattern.template()));
        }
    }

    public Optional<Known> find(String id) {
        synchronized (shown) {
            Known known = shown.get(Key.of(id));
            if (known != null) {
                return Optional.of(known);
            }
        }
        return stored.apply(id);
    }
}
