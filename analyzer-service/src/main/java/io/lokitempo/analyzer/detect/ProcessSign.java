package io.lokitempo.analyzer.detect;

import java.util.regex.Pattern;

/**
 * Lines by which a process says that it has started, or that it was asked to stop, as the common servers and frameworks
 * word them: Spring Boot, Tomcat, Node and Go servers, uvicorn, gunicorn, nginx, PostgreSQL. That a job or an import has
 * started is none of them.
 */
enum ProcessSign {
    STARTED(
            "started \\w+ .*\\bin\\b|(tomcat|jetty|netty|undertow|server|service|application) started\\b|\\blistening\\b"
                    + "|ready to accept connections|startup complete|start worker process|booting worker"
                    + "|started server process"),
    STOPPED("\\bsigterm\\b|\\bsigquit\\b|signal: ?term|signal=terminated|shutting down|graceful shutdown"
            + "|shutdown request|stopping server|draining connections"),
    NEITHER("(?!)");

    private final Pattern wording;

    ProcessSign(String wording) {
        this.wording = Pattern.compile(wording, Pattern.CASE_INSENSITIVE);
    }

    static ProcessSign of(String template) {
        // Lines of a stop may speak of what had started; the other way round is rare.
        if (STOPPED.wording.matcher(template).find()) {
            return STOPPED;
        }
        return STARTED.wording.matcher(template).find() ? STARTED : NEITHER;
    }
}
