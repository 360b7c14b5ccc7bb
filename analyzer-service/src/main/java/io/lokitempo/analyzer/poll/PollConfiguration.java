package io.lokitempo.analyzer.poll;

import io.lokitempo.analyzer.settings.PollSettings;
import io.lokitempo.analyzer.settings.RedactionSettings;
import io.lokitempo.analyzer.settings.Topics;
import io.lokitempo.analyzer.settings.UpstreamSettings;
import io.lokitempo.finding.Scope;
import io.lokitempo.loki.LogServices;
import io.lokitempo.loki.LokiClient;
import io.lokitempo.mining.MinerBounds;
import io.lokitempo.redaction.Redaction;
import io.lokitempo.tempo.TempoClient;
import io.lokitempo.topic.ServicePartitioner;
import io.lokitempo.upstream.CallListener;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires polling: what all partitions share, and what is made anew for each assignment. */
@Configuration(proxyBeanMethods = false)
class PollConfiguration {
    private static final String AGENT = "lokitempo-analyzer";

    @Bean
    PollStatus pollStatus(MeterRegistry meters, Clock clock) {
        return new PollStatus(meters, clock);
    }

    @Bean
    PollHealth pollHealth(PollStatus status, Topics topics) {
        return new PollHealth(status, topics);
    }

    /** One for each server: what one cannot take is no reason to ask the other less. */
    record Paces(Pace loki, Pace tempo) {}

    @Bean
    Paces paces(PollSettings settings, MeterRegistry meters) {
        return new Paces(pace(settings, meters, "loki"), pace(settings, meters, "tempo"));
    }

    private static Pace pace(PollSettings settings, MeterRegistry meters, String upstream) {
        Pace pace = new Pace(settings.queriesPerMinute(), settings.concurrency());
        Gauge.builder("lokitempo.poll.queries.allowed", pace::queriesPerMinute)
                .tag("upstream", upstream)
                .description("queries a minute that are sent at most; below the setting after a 429")
                .register(meters);
        Gauge.builder("lokitempo.poll.concurrency.allowed", pace::concurrency)
                .tag("upstream", upstream)
                .description("queries under way at once at most; below the setting where a server is slow")
                .register(meters);
        return pace;
    }

    @Bean
    Upstreams upstreams(UpstreamSettings settings, Paces paces, MeterRegistry meters) {
        CallListener ofLoki = heard(meters, paces.loki(), "loki");
        CallListener ofTempo = heard(meters, paces.tempo(), "tempo");
        return new Upstreams(
                settings.lokiEndpoint().map(endpoint -> new LokiClient(endpoint, AGENT, ofLoki)),
                settings.tempoEndpoint().map(endpoint -> new TempoClient(endpoint, AGENT, ofTempo)));
    }

    private static CallListener heard(MeterRegistry meters, Pace pace, String upstream) {
        return new CallListener() {
            @Override
            public void ended(String operation, String outcome, int attempts, Duration took) {
                meters.timer("lokitempo.poll.queries", "upstream", upstream, "operation", operation, "outcome", outcome)
                        .record(took);
                meters.counter("lokitempo.poll.retries", "upstream", upstream).increment(attempts - 1);
                pace.repeated(attempts - 1);
            }

            @Override
            public void limited(Duration pause) {
                pace.limited(pause);
            }
        };
    }

    @Bean
    Membership membership(
            KafkaProperties kafka,
            Topics topics,
            PollSettings settings,
            UpstreamSettings upstream,
            RedactionSettings redacting,
            Upstreams upstreams,
            Paces paces,
            PollStatus status,
            Clock clock) {
        Redaction redaction = redacting.redaction();
        Map<String, Object> client = kafka.buildAdminProperties();
        Scope scope = upstream.scope();
        ServicePartitioner partitioner = new ServicePartitioner(settings.partitions());
        Optional<LogPolling.Sharing> logs =
                upstreams.loki().map(loki -> logSharing(loki, settings, scope, paces.loki(), redaction, status, clock));
        Optional<TracePolling.Sharing> traces =
                upstreams.tempo().map(tempo -> traceSharing(tempo, settings, scope, paces.tempo(), status, clock));
        PartitionPoller.Pollings pollings = (partition, ledger, contents) -> {
            List<Polling> both = new ArrayList<>();
            logs.ifPresent(shared -> both.add(new LogPolling(partition, partitioner, shared, ledger, contents)));
            traces.ifPresent(shared -> both.add(new TracePolling(partition, partitioner, shared, ledger, contents)));
            return both;
        };
        Ledger.Ledgers ledgers = KafkaLedger.of(client, clock);
        return new Membership(client, topics, partition -> new PartitionPoller(partition, ledgers, pollings, status))
                .start();
    }

    private static LogPolling.Sharing logSharing(
            LokiClient loki,
            PollSettings settings,
            Scope scope,
            Pace pace,
            Redaction redaction,
            PollStatus status,
            Clock clock) {
        LogStore logs = new LokiLogs(loki, new LogServices(loki, settings.logServiceLabels()), pace);
        Schedule schedule =
                new Schedule(settings.windowLength(), settings.logLag(), settings.lookback(), settings.catchUp());
        return new LogPolling.Sharing(
                scope,
                logs,
                new LogWindows(logs, LokiClient.MAX_ENTRIES, schedule, settings.lineBudget()),
                new WindowCounts(logs, clock),
                new Services(logs, settings.lookback(), clock),
                new Retention(logs, clock),
                schedule,
                settings.lineBudget(),
                MinerBounds.DEFAULT,
                redaction::apply,
                status,
                clock);
    }

    private static TracePolling.Sharing traceSharing(
            TempoClient tempo, PollSettings settings, Scope scope, Pace pace, PollStatus status, Clock clock) {
        return new TracePolling.Sharing(
                scope,
                new TempoSpans(tempo, pace),
                new Schedule(settings.windowLength(), settings.traceLag(), settings.lookback(), settings.catchUp()),
                settings.traceLanes(),
                settings.traceBudget(),
                status,
                clock);
    }
}
