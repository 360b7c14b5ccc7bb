package io.lokitempo.mcp.live;

import io.lokitempo.loki.Direction;
import io.lokitempo.loki.Limits;
import io.lokitempo.loki.LokiClient;
import io.lokitempo.loki.RangeQuery;
import io.lokitempo.mcp.answer.Numbers;
import io.lokitempo.mcp.setting.Settings;
import io.lokitempo.telemetry.TimeWindow;
import io.lokitempo.tempo.SpanSeries;
import io.lokitempo.tempo.TempoClient;
import io.lokitempo.tempo.TraceSearch;
import io.lokitempo.upstream.CallListener;
import io.lokitempo.upstream.Endpoint;
import io.lokitempo.upstream.HttpUpstream;
import io.lokitempo.upstream.Reply;
import io.lokitempo.upstream.Reply.Answered;
import io.lokitempo.upstream.Reply.Refused;
import io.lokitempo.upstream.Reply.Unavailable;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Asks each server how it is, once and shortly. */
public final class ServerCheck {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration RECENT = Duration.ofMinutes(15);
    private static final long MUCH_SKEW_SECONDS = 5;
    private static final int SAMPLE = 20;

    /**
     * How a server is.
     *
     * @param state ready, not set, or what is wrong in its own words
     * @param skewSeconds by which its clock is ahead of ours; NaN where unknown
     * @param millis that one call took; NaN where none succeeded
     * @param limits what it allows, in plain words
     * @param hints what makes answers poorer, and how to turn it on
     */
    public record State(
            String server,
            String url,
            String state,
            String version,
            double skewSeconds,
            double millis,
            String limits,
            List<String> hints) {
        public State {
            hints = List.copyOf(hints);
        }

        /** {@code failed}, {@code off} where it is not set, {@code degraded} where it could do better, {@code ok}. */
        public String health() {
            return switch (rank()) {
                case 0 -> "failed";
                case 1 -> "off";
                default -> hints.isEmpty() ? "ok" : "degraded";
            };
        }

        /** 0 where something is wrong, 1 where nothing is set, 2 where it is ready. */
        private int rank() {
            return state.equals("ready") ? 2 : state.startsWith("not set") ? 1 : 0;
        }

        static State notSet(String server, String key) {
            return new State(server, "", "not set: " + key + " is empty", "", Double.NaN, Double.NaN, "", List.of());
        }
    }

    private final Settings settings;
    private final Instant now;

    public ServerCheck(Settings settings, Instant now) {
        this.settings = settings;
        this.now = now;
    }

    public State loki() {
        return settings.loki().map(this::loki).orElseGet(() -> State.notSet("Loki", "LOKI_URL"));
    }

    public State tempo() {
        return settings.tempo().map(this::tempo).orElseGet(() -> State.notSet("Tempo", "TEMPO_URL"));
    }

    public State grafana() {
        return settings.grafana()
                .url()
                .map(ServerCheck::grafana)
                .orElseGet(() -> State.notSet("Grafana", "GRAFANA_URL"));
    }

    private static Endpoint shortly(Endpoint endpoint) {
        return new Endpoint(endpoint.baseUrl(), endpoint.credentials(), endpoint.tenant(), PATIENCE, 1, 8);
    }

    private State loki(Endpoint endpoint) {
        try (LokiClient loki = new LokiClient(shortly(endpoint), Backends.AGENT)) {
            long started = System.nanoTime();
            Reply<List<String>> labels = loki.labelNames(TimeWindow.before(now, RECENT));
            double millis = millisSince(started, labels);
            Optional<Limits> limits = loki.limits().answered();
            double skew = skew(loki.clockSkewSeconds());
            List<String> hints = new ArrayList<>();
            skewHint(skew).ifPresent(hints::add);
            readyHint("Loki", loki.ready()).ifPresent(hints::add);
            if (labels instanceof Answered<List<String>>(List<String> names, List<String> _)) {
                lokiHints(names, limits, hints);
                metadataHint(loki, names).ifPresent(hints::add);
            }
            return new State(
                    "Loki",
                    endpoint.baseUrl().toString(),
                    state(labels),
                    version(loki.version(), limits.flatMap(known -> Optional.ofNullable(known.version()))),
                    skew,
                    millis,
                    limits.map(ServerCheck::words).orElse(""),
                    hints);
        }
    }

    /** A server that was built from source without its build's flags has none to tell, which is not the same as none told. */
    private static String version(Reply<String> told, Optional<String> elsewhere) {
        return told.answered()
                .filter(version -> !version.isEmpty())
                .or(() -> elsewhere.filter(version -> !version.isEmpty() && !version.equals("unknown")))
                .orElse(told.answered().isPresent() ? "built without one" : "");
    }

    private void lokiHints(List<String> labels, Optional<Limits> limits, List<String> hints) {
        if (limits.map(known -> known.maxEntries() == null).orElse(true)) {
            hints.add(
                    "Loki does not tell its limits (/loki/api/v1/drilldown-limits, from 3.6 on, or a gateway hides it):"
                            + " 5,000 lines a query and 30 d of range are assumed");
        }
        if (labels.isEmpty()) {
            hints.add(
                    "Loki has no stream of the last 15 min: nothing is sent to it, or TENANT_ID names another tenant");
        } else if (settings.serviceLabels().stream().noneMatch(labels::contains)) {
            hints.add("no stream has one of LOG_SERVICE_LABELS; labels are " + String.join(", ", labels)
                    + ": set LOG_SERVICE_LABELS, or limits_config.discover_service_name in Loki 3");
        }
        limits.ifPresent(known -> {
            if (Boolean.FALSE.equals(known.patternIngesterEnabled())) {
                hints.add("Loki's pattern ingester is off: analyze_logs_pattern with pattern_type loki has nothing; "
                        + "pattern_ingester.enabled: true turns it on");
            }
            Integer entries = known.maxEntries();
            if (entries != null && entries < LokiClient.MAX_ENTRIES) {
                hints.add("Loki gives " + entries + " lines a query, so that long reads take more of them; "
                        + "limits_config.max_entries_limit_per_query: 5000 is what is asked for");
            }
            if (Boolean.FALSE.equals(known.volumeEnabled())) {
                hints.add("Loki's volume is off: costs of queries are guessed too low; "
                        + "limits_config.volume_enabled: true turns it on");
            }
        });
    }

    /** The newest lines tell: Loki itself adds a level as structured metadata to each, where it may. */
    private Optional<String> metadataHint(LokiClient loki, List<String> labels) {
        Optional<String> label =
                settings.serviceLabels().stream().filter(labels::contains).findFirst();
        if (label.isEmpty()) {
            return Optional.empty();
        }
        TimeWindow recent = TimeWindow.before(now, RECENT);
        RangeQuery newest = RangeQuery.logs(
                "{" + label.get() + "=~\".+\"}", recent.startNanos(), recent.endNanos(), SAMPLE, Direction.BACKWARD);
        return loki.lines(newest)
                .answered()
                .filter(found -> !found.lines().isEmpty()
                        && found.lines().stream()
                                .allMatch(line -> line.metadata().isEmpty()))
                .map(_ -> "no line has structured metadata: levels and trace ids are guessed from the text; "
                        + "limits_config.allow_structured_metadata and discover_log_levels turn it on (schema v13)");
    }

    private static String words(Limits limits) {
        List<String> words = new ArrayList<>();
        if (limits.maxEntries() != null) {
            words.add(limits.maxEntries() + " lines a query");
        }
        if (limits.maxQuerySeries() != null) {
            words.add(limits.maxQuerySeries() + " series");
        }
        if (limits.maxQueryLengthSeconds() != null) {
            words.add("range " + Numbers.millis(limits.maxQueryLengthSeconds() * 1e3));
        }
        onOff("volume", limits.volumeEnabled()).ifPresent(words::add);
        onOff("patterns", limits.patternIngesterEnabled()).ifPresent(words::add);
        return String.join(", ", words);
    }

    private static Optional<String> onOff(String name, @Nullable Boolean isOn) {
        return isOn == null ? Optional.empty() : Optional.of(name + (isOn ? " on" : " off"));
    }

    private State tempo(Endpoint endpoint) {
        try (TempoClient tempo = new TempoClient(shortly(endpoint), Backends.AGENT)) {
            long started = System.nanoTime();
            TimeWindow recent = TimeWindow.before(now, RECENT);
            var services = tempo.tagValues("resource.service.name", null, recent);
            double millis = millisSince(started, services);
            double skew = skew(tempo.clockSkewSeconds());
            List<String> hints = new ArrayList<>();
            skewHint(skew).ifPresent(hints::add);
            readyHint("Tempo", tempo.ready()).ifPresent(hints::add);
            if (services.answered().filter(List::isEmpty).isPresent()) {
                hints.add("Tempo has no span of the last 15 min: nothing is sent to it, or TENANT_ID names another"
                        + " tenant");
            }
            Optional<String> noMetrics = metricsHint(tempo, recent);
            noMetrics.ifPresent(hints::add);
            return new State(
                    "Tempo",
                    endpoint.baseUrl().toString(),
                    state(services),
                    version(tempo.version(), Optional.empty()),
                    skew,
                    millis,
                    services.answered().isPresent()
                            ? "TraceQL metrics " + (noMetrics.isEmpty() ? "on" : "in part or off")
                            : "",
                    hints);
        }
    }

    /** Metrics that count no client's span, though there are some, come of a processor that keeps servers' alone. */
    private static Optional<String> metricsHint(TempoClient tempo, TimeWindow recent) {
        return switch (tempo.metricsInstant("{ kind = client } | count_over_time()", recent)) {
            case Refused<List<SpanSeries>>(int _, String message) ->
                Optional.of(
                        "Tempo computes no TraceQL metrics (" + message + "): get_service_metrics counts found traces"
                                + " instead; in Tempo 2 the local-blocks"
                                + " processor of the metrics-generator turns"
                                + " them on");
            case Answered<List<SpanSeries>>(List<SpanSeries> series, List<String> _)
            when series.stream().noneMatch(one -> one.points().stream().anyMatch(point -> point.value() > 0))
                    && hasClients(tempo, recent) ->
                Optional.of(
                        "TraceQL metrics leave out all but servers' spans: calls of queues and databases are missing; "
                                + "metrics_generator.processor.local_blocks.filter_server_spans: false counts them");
            case Reply<List<SpanSeries>> _ -> Optional.empty();
        };
    }

    private static boolean hasClients(TempoClient tempo, TimeWindow recent) {
        return tempo.search(new TraceSearch("{ kind = client }", recent, 1, 1))
                .answered()
                .filter(hits -> !hits.traces().isEmpty())
                .isPresent();
    }

    private static State grafana(URI url) {
        Endpoint endpoint = shortly(Endpoint.at(url));
        try (HttpUpstream grafana =
                new HttpUpstream("Grafana", endpoint, Backends.AGENT, Map.of(), CallListener.NONE)) {
            long started = System.nanoTime();
            Reply<String> version = grafana.version("/api/health");
            return new State(
                    "Grafana",
                    url.toString(),
                    words(version).orElse("ready"),
                    version.answered().orElse(""),
                    skew(grafana.clockSkewSeconds()),
                    millisSince(started, version),
                    "",
                    List.of());
        }
    }

    /** A server that answers questions is ready whatever it says of itself; gateways often hide {@code /ready}. */
    private static String state(Reply<?> asked) {
        return words(asked).orElse("ready");
    }

    /** A part of it may still be starting, so that its answers lack something. */
    private static Optional<String> readyHint(String server, Reply<Boolean> ready) {
        return ready instanceof Answered<Boolean>(Boolean is, List<String> words) && !is
                ? Optional.of(server + " answers and says that it is not ready yet: " + String.join(" ", words))
                : Optional.empty();
    }

    private static Optional<String> words(Reply<?> reply) {
        return switch (reply) {
            case Answered<?> _ -> Optional.empty();
            case Refused<?> refused
            when refused.isUnauthorized() ->
                Optional.of("unauthorized " + refused.status() + ": " + refused.message()
                        + "; TENANT_ID and the AUTH settings decide");
            case Refused<?> refused -> Optional.of("refused " + refused.status() + ": " + refused.message());
            case Unavailable<?> unavailable -> Optional.of("unavailable: " + unavailable.message());
        };
    }

    private static double millisSince(long started, Reply<?> reply) {
        return reply.answered().isPresent()
                ? (double) TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started)
                : Double.NaN;
    }

    private static double skew(Reply<Long> reply) {
        return reply.answered().map(Long::doubleValue).orElse(Double.NaN);
    }

    private static Optional<String> skewHint(double seconds) {
        return Math.abs(seconds) > MUCH_SKEW_SECONDS
                ? Optional.of("clock is %s s off ours: windows that end now miss lines or hold none"
                        .formatted(Numbers.plain(seconds)))
                : Optional.empty();
    }
}
