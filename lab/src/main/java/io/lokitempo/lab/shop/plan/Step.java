package io.lokitempo.lab.shop.plan;

import io.lokitempo.telemetry.LogLevel;
import java.time.Duration;
import java.util.List;

/** What an operation does, one after another. */
public sealed interface Step {
    /**
     * Writes a line.
     *
     * @param source class, logger, module or file, as the style shows it
     * @param chance of being written at all
     * @param slowerThanMillis written only when the operation took longer so far
     * @param regardless written also after the operation failed, like an access line
     */
    record Log(
            LogLevel level,
            String source,
            Template message,
            List<Field> fields,
            double chance,
            long slowerThanMillis,
            boolean regardless)
            implements Step {
        static Log log(LogLevel level, String source, String message, String fields) {
            return new Log(level, source, Template.of(message), Field.all(fields), 1, 0, false);
        }

        Log sometimes(double share) {
            return new Log(level, source, message, fields, share, slowerThanMillis, regardless);
        }

        Log whenSlower(long millis) {
            return new Log(level, source, message, fields, chance, millis, regardless);
        }

        Log always() {
            return new Log(level, source, message, fields, chance, slowerThanMillis, true);
        }
    }

    /**
     * Asks another service and waits.
     *
     * @param chance below 1 where a cache answers first
     * @param essential whether its failure is the caller's; else the caller logs it and goes on
     */
    record Call(String service, String operation, double chance, int attempts, Duration timeout, boolean essential)
            implements Step {
        static Call call(String service, String operation) {
            return new Call(service, operation, 1, 1, Duration.ofSeconds(3), true);
        }

        Call sometimes(double share) {
            return new Call(service, operation, share, attempts, timeout, essential);
        }

        Call attempts(int most) {
            return new Call(service, operation, chance, most, timeout, essential);
        }

        Call within(long millis) {
            return new Call(service, operation, chance, attempts, Duration.ofMillis(millis), essential);
        }

        Call optional() {
            return new Call(service, operation, chance, attempts, timeout, false);
        }
    }

    /** Asks several at once and waits for the slowest. */
    record Together(List<Call> calls) implements Step {
        static Together together(Call... calls) {
            return new Together(List.of(calls));
        }
    }

    /** Puts a message on a topic; each consumer takes it a little later, in the same trace. */
    record Publish(String topic, List<String> consumers) implements Step {
        static Publish publish(String topic, String... consumers) {
            return new Publish(topic, List.of(consumers));
        }

        /** The consumers' operation. */
        public String operation() {
            return consumption(topic);
        }

        static String consumption(String topic) {
            return topic + " process";
        }
    }

    /** Work of its own that is worth a span. */
    record Work(String name, Latency latency) implements Step {
        static Work work(String name, double medianMillis) {
            return new Work(name, Latency.millis(medianMillis));
        }
    }
}
