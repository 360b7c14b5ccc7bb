package io.lokitempo.lab.shop.style;

import io.lokitempo.lab.shop.plan.Style;
import io.lokitempo.lab.shop.style.LogEvent.Thrown;

/** Exceptions as each language prints them. */
public final class StackTraces {
    private static final String SPRING_FRAMES = """
            \tat java.base/jdk.internal.reflect.DirectMethodHandleAccessor.invoke(DirectMethodHandleAccessor.java:104)
            \tat org.springframework.web.method.support.InvocableHandlerMethod.doInvoke(InvocableHandlerMethod.java:255)
            \tat org.springframework.web.servlet.DispatcherServlet.doDispatch(DispatcherServlet.java:963)
            \tat org.apache.catalina.core.StandardWrapperValve.invoke(StandardWrapperValve.java:167)
            \tat org.apache.tomcat.util.net.NioEndpoint$SocketProcessor.doRun(NioEndpoint.java:1769)
            \tat java.base/java.lang.Thread.run(Thread.java:1474)""";

    private StackTraces() {}

    /** The trace with its heading, without a final line break; empty for styles that print none. */
    public static String of(Style style, String service, Thrown thrown) {
        return switch (style) {
            case SPRING -> java(service, thrown);
            case PYTHON -> python(service, thrown);
            case PINO -> node(thrown);
            case LOGFMT, ZAP, GO_LOG -> go(service, thrown);
            case RUST_TRACING, NGINX, POSTGRES, NONE -> "";
        };
    }

    private static String java(String service, Thrown thrown) {
        StringBuilder out =
                new StringBuilder(1_200).append(thrown.type()).append(": ").append(thrown.message());
        String root = service.substring(0, service.indexOf('-') < 0 ? service.length() : service.indexOf('-'));
        for (String text : thrown.frames()) {
            Frame frame = Frame.of(text);
            out.append("\n\tat com.hanashop.")
                    .append(root)
                    .append('.')
                    .append(frame.owner)
                    .append('.');
            out.append(frame.method)
                    .append('(')
                    .append(frame.simpleOwner())
                    .append(".java:")
                    .append(frame.line)
                    .append(')');
        }
        return out.append('\n').append(SPRING_FRAMES).toString();
    }

    private static String python(String service, Thrown thrown) {
        StringBuilder out = new StringBuilder(600).append("Traceback (most recent call last):");
        for (String text : thrown.frames().reversed()) {
            Frame frame = Frame.of(text);
            out.append("\n  File \"/app/")
                    .append(service)
                    .append('/')
                    .append(frame.owner)
                    .append(".py\", line ");
            out.append(frame.line).append(", in ").append(frame.method);
            out.append("\n    return ").append(frame.method).append("(request)");
        }
        return out.append('\n')
                .append(thrown.type())
                .append(": ")
                .append(thrown.message())
                .toString();
    }

    private static String node(Thrown thrown) {
        StringBuilder out =
                new StringBuilder(400).append(thrown.type()).append(": ").append(thrown.message());
        for (String text : thrown.frames()) {
            Frame frame = Frame.of(text);
            out.append("\n    at ").append(text, 0, text.lastIndexOf(':'));
            out.append(" (/app/dist/")
                    .append(frame.simpleOwner())
                    .append(".js:")
                    .append(frame.line)
                    .append(":13)");
        }
        return out.append("\n    at process.processTicksAndRejections (node:internal/process/task_queues:105:5)")
                .toString();
    }

    private static String go(String service, Thrown thrown) {
        StringBuilder out =
                new StringBuilder(400).append(thrown.type()).append(": ").append(thrown.message());
        for (String text : thrown.frames()) {
            Frame frame = Frame.of(text);
            String file = frame.owner.replaceAll("[.(*)].*", "");
            out.append("\nhanashop/").append(service).append('/').append(text, 0, text.lastIndexOf(':'));
            out.append("\n\t/src/")
                    .append(service)
                    .append('/')
                    .append(file)
                    .append(".go:")
                    .append(frame.line);
        }
        return out.toString();
    }

    private record Frame(String owner, String method, String line) {
        static Frame of(String text) {
            int colon = text.lastIndexOf(':');
            int dot = Math.max(text.lastIndexOf('.', colon), 0);
            return new Frame(
                    text.substring(0, dot), text.substring(dot == 0 ? 0 : dot + 1, colon), text.substring(colon + 1));
        }

        String simpleOwner() {
            return owner.isEmpty() ? "index" : owner.substring(owner.lastIndexOf('.') + 1);
        }
    }
}
