package io.lokitempo.lab.shop.style;

import io.lokitempo.lab.shop.plan.Style;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.Map;

/** All styles, for one thread. */
public final class LogStyles {
    private final Map<Style, LogStyle> styles = new EnumMap<>(Style.class);

    /** @param zone of the services that log in local time */
    public LogStyles(ZoneId zone) {
        for (Style style : Style.values()) {
            styles.put(style, create(style, zone));
        }
    }

    public void write(Style style, LogEvent event, StringBuilder out) {
        LogStyle writer = styles.get(style);
        if (writer != null) {
            writer.write(event, out);
        }
    }

    private static LogStyle create(Style style, ZoneId zone) {
        return switch (style) {
            case SPRING -> new SpringStyle(zone);
            case LOGFMT -> new LogfmtStyle();
            case PINO -> new PinoStyle();
            case ZAP -> new ZapStyle();
            case GO_LOG -> new GoLogStyle();
            case NGINX -> new NginxStyle();
            case PYTHON -> new PythonStyle(zone);
            case RUST_TRACING -> new RustTracingStyle();
            case POSTGRES -> new PostgresStyle();
            case NONE -> (_, _) -> {};
        };
    }
}
