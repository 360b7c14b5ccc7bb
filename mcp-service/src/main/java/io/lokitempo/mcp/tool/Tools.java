package io.lokitempo.mcp.tool;

import io.lokitempo.mcp.live.Backends;
import io.lokitempo.mcp.live.Logs;
import io.lokitempo.mcp.live.Traces;
import io.lokitempo.mcp.setting.LiveSettings;
import java.time.Clock;
import java.util.function.UnaryOperator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The tools that there are, in the order in which clients list them. */
@Configuration(proxyBeanMethods = false)
class Tools {
    @Bean
    UnaryOperator<String> redaction() {
        return UnaryOperator.identity();
    }

    @Bean
    Backends backends(LiveSettings settings) {
        return new Backends(settings);
    }

    @Bean
    Logs logs(Backends backends, LiveSettings settings) {
        return new Logs(backends, settings);
    }

    @Bean
    Traces traces(Backends backends) {
        return new Traces(backends);
    }

    @Bean
    QueryLogs queryLogs(Logs logs, LiveSettings settings, UnaryOperator<String> redaction, Clock clock) {
        return new QueryLogs(logs, settings, redaction, clock);
    }

    @Bean
    SearchTraces searchTraces(Traces traces, LiveSettings settings, Clock clock) {
        return new SearchTraces(traces, settings, clock);
    }

    @Bean
    GetTraceDetails getTraceDetails(
            Traces traces, LiveSettings settings, UnaryOperator<String> redaction, Clock clock) {
        return new GetTraceDetails(traces, settings, redaction, clock);
    }
}
