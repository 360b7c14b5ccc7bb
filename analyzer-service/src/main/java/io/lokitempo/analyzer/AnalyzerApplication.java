package io.lokitempo.analyzer;

import io.lokitempo.analyzer.runtime.SettingsWatch;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Starts the analyzer, and again whenever the servers that it reads are changed. A context that is closed whole leaves its
 * group, ends its transactions and drops what it holds in memory, just as a process that ends; the next one reads the
 * changed settings before it builds anything from them.
 */
@SpringBootApplication
@ConfigurationPropertiesScan
public class AnalyzerApplication {
    public static void main(String[] args) throws InterruptedException {
        boolean again = true;
        while (again) {
            try (ConfigurableApplicationContext context = SpringApplication.run(AnalyzerApplication.class, args)) {
                again = context.getBean(SettingsWatch.class).awaitNewBeginning();
            }
        }
    }
}
