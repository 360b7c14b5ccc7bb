package io.lokitempo.mcp.tool;

import io.lokitempo.mcp.export.Exports;
import io.lokitempo.mcp.finding.DatabaseCheck;
import io.lokitempo.mcp.finding.Findings;
import io.lokitempo.mcp.finding.StoredSources;
import io.lokitempo.mcp.live.Backends;
import io.lokitempo.mcp.live.KnownPatterns;
import io.lokitempo.mcp.live.LiveMetrics;
import io.lokitempo.mcp.live.LivePatterns;
import io.lokitempo.mcp.live.LiveServices;
import io.lokitempo.mcp.live.LiveSources;
import io.lokitempo.mcp.live.LogFields;
import io.lokitempo.mcp.live.Logs;
import io.lokitempo.mcp.live.SpanFields;
import io.lokitempo.mcp.live.TraceLogs;
import io.lokitempo.mcp.live.TraceSample;
import io.lokitempo.mcp.live.Traces;
import io.lokitempo.mcp.setting.LiveSettings;
import io.lokitempo.mcp.setting.SettingsOffice;
import io.lokitempo.redaction.Redaction;
import java.time.Clock;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The tools that there are, in the order in which clients list them. */
@Configuration(proxyBeanMethods = false)
class Tools {
    @Bean
    Redaction redaction(@Value("${lokitempo.settings[REDACT_PATTERNS]}") String patterns) {
        return Redaction.standard().withPatterns(patterns);
    }

    @Bean
    Backends backends(LiveSettings settings) {
        return new Backends(settings);
    }

    @Bean
    KnownPatterns knownPatterns(Findings findings, LiveSettings settings) {
        return new KnownPatterns(id -> findings.pattern(settings.current().scope(), id)
                .found()
                .flatMap(pattern -> pattern)
                .map(pattern -> new KnownPatterns.Known(pattern.service().value(), pattern.template())));
    }

    @Bean
    Logs logs(Backends backends, KnownPatterns known, LiveSettings settings) {
        return new Logs(backends, known, settings);
    }

    @Bean
    LivePatterns livePatterns(Backends backends, Logs logs, KnownPatterns known, LiveSettings settings, Clock clock) {
        return new LivePatterns(backends, logs, known, settings, clock);
    }

    @Bean
    Traces traces(Backends backends) {
        return new Traces(backends);
    }

    @Bean
    QueryLogs queryLogs(Logs logs, LiveSettings settings, Redaction redaction, Clock clock) {
        return new QueryLogs(logs, settings, redaction, clock);
    }

    @Bean
    AnalyzeLogsPattern analyzeLogsPattern(
            Findings findings,
            Logs logs,
            LivePatterns patterns,
            LiveSettings settings,
            Redaction redaction,
            Clock clock) {
        return new AnalyzeLogsPattern(findings, logs, patterns, settings, redaction, clock);
    }

    @Bean
    SearchTraces searchTraces(Traces traces, LiveSettings settings, Clock clock) {
        return new SearchTraces(traces, settings, clock);
    }

    @Bean
    GetTraceDetails getTraceDetails(
            Traces traces, Findings findings, LiveSettings settings, Redaction redaction, Clock clock) {
        return new GetTraceDetails(traces, findings, settings, redaction, clock);
    }

    @Bean
    GetServiceMetrics getServiceMetrics(
            Findings findings, Backends backends, Traces traces, Logs logs, LiveSettings settings, Clock clock) {
        LiveMetrics metrics = new LiveMetrics(traces, backends);
        return new GetServiceMetrics(findings, metrics, traces, new TraceSample(traces), logs, settings, clock);
    }

    @Bean
    CorrelateLogsAndTraces correlateLogsAndTraces(
            Findings findings,
            Backends backends,
            Traces traces,
            Logs logs,
            LivePatterns patterns,
            LiveSettings settings,
            Redaction redaction,
            Clock clock) {
        TraceLogs traceLogs = new TraceLogs(backends, settings);
        return new CorrelateLogsAndTraces(findings, traces, traceLogs, logs, patterns, settings, redaction, clock);
    }

    @Bean
    CheckEnvironment checkEnvironment(
            SettingsOffice office, LiveSettings settings, DatabaseCheck database, Clock clock) {
        return new CheckEnvironment(office, settings, database, clock);
    }

    @Bean
    UpdateEnvironmentSettings updateEnvironmentSettings(SettingsOffice office, LiveSettings settings, Clock clock) {
        return new UpdateEnvironmentSettings(office, settings, clock);
    }

    @Bean
    ExportData exportData(
            Exports exports,
            StoredSources stored,
            Findings findings,
            Backends backends,
            Logs logs,
            Traces traces,
            LivePatterns patterns,
            LiveSettings settings,
            Redaction redaction,
            Clock clock) {
        LiveSources sources = new LiveSources(backends, logs, traces, patterns, settings, redaction, clock);
        return new ExportData(exports, sources, stored, findings, logs, settings, clock);
    }

    @Bean
    ListServices listServices(
            Findings findings, Backends backends, Logs logs, Traces traces, LiveSettings settings, Clock clock) {
        LiveServices live = new LiveServices(logs, traces, new LiveMetrics(traces, backends));
        return new ListServices(findings, live, settings, clock);
    }

    @Bean
    FindAnomalies findAnomalies(Findings findings, LiveSettings settings, Clock clock) {
        return new FindAnomalies(findings, settings, clock);
    }

    @Bean
    InvestigateIncident investigateIncident(
            Findings findings, Traces traces, LiveSettings settings, Redaction redaction, Clock clock) {
        return new InvestigateIncident(findings, traces, settings, redaction, clock);
    }

    @Bean
    CompareTimeWindows compareTimeWindows(
            Findings findings,
            Backends backends,
            Traces traces,
            Logs logs,
            LivePatterns patterns,
            LiveSettings settings,
            Redaction redaction,
            Clock clock) {
        LiveMetrics metrics = new LiveMetrics(traces, backends);
        return new CompareTimeWindows(findings, metrics, logs, patterns, settings, redaction, clock);
    }

    @Bean
    DiscoverFields discoverFields(
            Logs logs, Backends backends, LiveSettings settings, Redaction redaction, Clock clock) {
        LogFields logFields = new LogFields(backends, settings);
        return new DiscoverFields(logs, logFields, new SpanFields(backends), settings, redaction, clock);
    }

    @Bean
    GetServiceMap getServiceMap(Findings findings, Traces traces, LiveSettings settings, Clock clock) {
        return new GetServiceMap(findings, traces, new TraceSample(traces), settings, clock);
    }
}
