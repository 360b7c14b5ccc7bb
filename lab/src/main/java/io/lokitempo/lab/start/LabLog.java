package io.lokitempo.lab.start;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.util.FileSize;
import java.nio.file.Path;
import java.util.function.BiConsumer;
import org.slf4j.LoggerFactory;

/** Where the log of this process goes: to a file, and what an operator should see to the console, by part and line. */
final class LabLog {
    private LabLog() {}

    static void install(Path file, BiConsumer<String, String> console) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.detachAndStopAllAppenders();
        root.setLevel(Level.WARN);
        context.getLogger("io.lokitempo").setLevel(Level.INFO);
        root.addAppender(file(context, file));
        root.addAppender(new ToConsole(context, console));
    }

    private static RollingFileAppender<ILoggingEvent> file(LoggerContext context, Path file) {
        RollingFileAppender<ILoggingEvent> appender = new RollingFileAppender<>();
        appender.setContext(context);
        appender.setFile(file.toString());

        FixedWindowRollingPolicy rolling = new FixedWindowRollingPolicy();
        rolling.setContext(context);
        rolling.setParent(appender);
        rolling.setFileNamePattern(file + ".%i");
        rolling.setMaxIndex(2);
        rolling.start();
        appender.setRollingPolicy(rolling);

        SizeBasedTriggeringPolicy<ILoggingEvent> size = new SizeBasedTriggeringPolicy<>();
        size.setMaxFileSize(FileSize.valueOf("10MB"));
        size.setContext(context);
        size.start();
        appender.setTriggeringPolicy(size);

        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern("%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level [%thread] %logger{40}: %msg%n");
        encoder.start();
        appender.setEncoder(encoder);
        appender.start();
        return appender;
    }

    private static final class ToConsole extends AppenderBase<ILoggingEvent> {
        private final BiConsumer<String, String> console;

        ToConsole(LoggerContext context, BiConsumer<String, String> console) {
            this.console = console;
            setContext(context);
            start();
        }

        @Override
        protected void append(ILoggingEvent event) {
            boolean own = event.getLoggerName().startsWith("io.lokitempo.");
            if (event.getLevel().isGreaterOrEqual(own ? Level.INFO : Level.ERROR)) {
                console.accept(part(event.getLoggerName()), event.getLevel() + " " + event.getFormattedMessage());
            }
        }

        private static String part(String logger) {
            return logger.startsWith("io.lokitempo.lab.shop.") ? "shop" : "lab";
        }
    }
}
