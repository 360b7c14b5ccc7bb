package io.lokitempo.mcp.live;

import io.lokitempo.loki.LokiClient;
import io.lokitempo.mcp.answer.Call;
import io.lokitempo.mcp.answer.Refusal;
import io.lokitempo.mcp.answer.Refusal.Category;
import io.lokitempo.mcp.answer.RefusedException;
import io.lokitempo.mcp.setting.LiveSettings;
import io.lokitempo.mcp.setting.Settings;
import io.lokitempo.tempo.TempoClient;
import java.util.Optional;

/** The Loki and the Tempo that are set at the moment. */
public final class Backends implements AutoCloseable {
    static final String AGENT = "lokitempo-mcp";

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

    private volatile Pair pair;

    public Backends(LiveSettings settings) {
        pair = Pair.of(settings.current());
        settings.onChange(this::replace);
    }

    private void replace(Settings changed) {
        Pair before = pair;
        pair = Pair.of(changed);
        before.close();
    }

    public Optional<LokiClient> configuredLoki() {
        return pair.loki();
    }

    public Optional<TempoClient> configuredTempo() {
        return pair.tempo();
    }

    /** @throws RefusedException where LOKI_URL is not set */
    public LokiClient loki() {
        return pair.loki().orElseThrow(() -> notSet("LOKI_URL", "loki_url", "http://localhost:3100"));
    }

    /** @throws RefusedException where TEMPO_URL is not set */
    public TempoClient tempo() {
        return pair.tempo().orElseThrow(() -> notSet("TEMPO_URL", "tempo_url", "http://localhost:3200"));
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
        pair.close();
    }
}
