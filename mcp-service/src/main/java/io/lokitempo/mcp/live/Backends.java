package io.lokitempo.mcp.live;

import io.lokitempo.loki.LokiClient;
import io.lokitempo.mcp.answer.Call;
import io.lokitempo.mcp.answer.Refusal;
import io.lokitempo.mcp.answer.Refusal.Category;
import io.lokitempo.mcp.answer.RefusedException;
import io.lokitempo.mcp.call.Caller;
import io.lokitempo.mcp.setting.LiveSettings;
import io.lokitempo.mcp.setting.Settings;
import io.lokitempo.telemetry.TenantId;
import io.lokitempo.tempo.TempoClient;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The Loki and the Tempo that are set at the moment, as the caller's tenant sees them. */
public final class Backends implements AutoCloseable {
    static final String AGENT = "lokitempo-mcp";
    private static final Duration LONGEST_CALL = Duration.ofSeconds(30);

    private record Pair(Optional<LokiClient> loki, Optional<TempoClient> tempo) {
        static Pair of(Settings settings) {
            return new Pair(
                    settings.loki().map(endpoint -> new LokiClient(endpoint, AGENT)),
                    settings.tempo().map(endpoint -> new TempoClient(endpoint, AGENT)));
        }

        void close() {
            loki.ifPresent(LokiClient::close);
            tempo.ifPresent(TempoClient::close);
        }
    }

    /** Those of one state of the settings, made when they are first asked for; as many as there are tenants. */
    private record Pairs(Settings settings, Map<TenantId, Pair> byTenant) {
        Pairs(Settings settings) {
            this(settings, new ConcurrentHashMap<>());
        }

        Pair mine() {
            return byTenant.computeIfAbsent(Caller.current().tenant(), tenant -> Pair.of(settings.forTenant(tenant)));
        }

        void close() {
            byTenant.values().forEach(Pair::close);
        }
    }

    private volatile Pairs pairs;

    public Backends(LiveSettings settings) {
        pairs = new Pairs(settings.base());
        settings.onChange(this::replace);
    }

    /** Calls under way end with the servers that they began with. */
    private void replace(Settings changed) {
        Pairs before = pairs;
        if (changed.loki().equals(before.settings().loki())
                && changed.tempo().equals(before.settings().tempo())) {
            return;
        }
        pairs = new Pairs(changed);
        Thread.ofVirtual().name("leaving-backends").start(() -> {
            try {
                Thread.sleep(LONGEST_CALL);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
            before.close();
        });
    }

    public Optional<LokiClient> configuredLoki() {
        return pairs.mine().loki();
    }

    public Optional<TempoClient> configuredTempo() {
        return pairs.mine().tempo();
    }

    /** @throws RefusedException where LOKI_URL is not set */
    public LokiClient loki() {
        return pairs.mine().loki().orElseThrow(() -> notSet("LOKI_URL", "loki_url", "http://localhost:3100"));
    }

    /** @throws RefusedException where TEMPO_URL is not set */
    public TempoClient tempo() {
        return pairs.mine().tempo().orElseThrow(() -> notSet("TEMPO_URL", "tempo_url", "http://localhost:3200"));
    }

    private static RefusedException notSet(String key, String argument, String example) {
        return new RefusedException(new Refusal(
                Category.NOT_CONFIGURED,
                key + " is not set, so there is nothing to ask",
                "",
                Call.of("update_environment_settings").with(argument, example),
                false));
    }

    @Override
    public void close() {
        pairs.close();
    }
}
