package io.lokitempo.lab.shop.style;

import io.lokitempo.lab.shop.plan.Dice;
import io.lokitempo.lab.shop.plan.Style;
import java.time.ZoneId;

/**
 * Spring Boot's console pattern, with its correlation part where the line carries the trace.
 *
 * @see <a href="https://docs.spring.io/spring-boot/reference/features/logging.html">Spring Boot logging</a>
 */
final class SpringStyle implements LogStyle {
    private static final int LOGGER_WIDTH = 40;

    private final Stamp stamp;

    SpringStyle(ZoneId zone) {
        this.stamp = new Stamp("yyyy-MM-dd'T'HH:mm:ss'.'#xxx", 3, zone);
    }

    @Override
    public void write(LogEvent event, StringBuilder out) {
        stamp.write(event.timeNanos(), out);
        String level = event.level().name();
        out.append(" ".repeat(6 - level.length()))
                .append(level)
                .append(" 1 --- [")
                .append(event.service())
                .append("] [");
        thread(event, out);
        out.append("] ");
        if (event.trace() != null) {
            out.append('[')
                    .append(event.trace().traceId())
                    .append('-')
                    .append(event.trace().spanId())
                    .append("] ");
        }
        String source = event.source();
        out.append(source)
                .append(" ".repeat(Math.max(0, LOGGER_WIDTH - source.length())))
                .append(" : ")
                .append(event.message());
        if (event.thrown() != null) {
            out.append("\n\n").append(StackTraces.of(Style.SPRING, event.service(), event.thrown()));
        }
    }

    private static void thread(LogEvent event, StringBuilder out) {
        long number = Dice.hash(event.facts().requestKey(), event.service().hashCode()) & 31;
        out.append("nio-8080-exec-").append(1 + number);
    }
}
