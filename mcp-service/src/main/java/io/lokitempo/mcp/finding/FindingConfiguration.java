package io.lokitempo.mcp.finding;

import io.lokitempo.mcp.setting.AccessSettings;
import io.lokitempo.redaction.Redaction;
import java.time.Clock;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

@Configuration(proxyBeanMethods = false)
class FindingConfiguration {
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(5);

    /** An answer needs some ten readings; so many are those of the different questions that are asked in a moment. */
    private static final int MOST_RECENT = 256;

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
            AccessSettings access,
            JdbcClient jdbc,
            TransactionOperations transactions,
            Anomalies anomalies,
            Incidents incidents,
            LogPatterns patterns,
            Services services) {
        return new Findings(
                database,
                new Recent(access.answersSharedFor(), MOST_RECENT, System::nanoTime),
                new Windows(jdbc, transactions),
                anomalies,
                incidents,
                patterns,
                services,
                new Changes(jdbc));
    }

    @Bean
    DatabaseCheck databaseCheck(Findings findings, Database database, JdbcClient jdbc) {
        return new DatabaseCheck(findings, database, jdbc);
    }
}
