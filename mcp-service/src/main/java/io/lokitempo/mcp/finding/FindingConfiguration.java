package io.lokitempo.mcp.finding;

import io.lokitempo.redaction.Redaction;
import java.time.Clock;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

@Configuration(proxyBeanMethods = false)
class FindingConfiguration {
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(5);

    @Bean
    Database database(Clock clock) {
        return new Database(clock, PAUSE_AFTER_FAILURE);
    }

    @Bean
    StoredSources storedSources(Database database, JdbcClient jdbc, Findings findings, Redaction redaction) {
        return new StoredSources(database, jdbc, findings, redaction);
    }

    @Bean
    Findings findings(
            Database database,
            JdbcClient jdbc,
            Anomalies anomalies,
            Incidents incidents,
            LogPatterns patterns,
            Services services) {
        return new Findings(database, new Windows(jdbc), anomalies, incidents, patterns, services, new Changes(jdbc));
    }

    @Bean
    DatabaseCheck databaseCheck(Findings findings, Database database, JdbcClient jdbc) {
        return new DatabaseCheck(findings, database, jdbc);
    }
}
