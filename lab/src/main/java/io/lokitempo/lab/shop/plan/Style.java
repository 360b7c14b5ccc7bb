package io.lokitempo.lab.shop.plan;

/** How a service writes its lines. */
public enum Style {
    SPRING,
    LOGFMT,
    PINO,
    ZAP,
    GO_LOG,
    NGINX,
    PYTHON,
    RUST_TRACING,
    POSTGRES,
    /** Not ours: no lines, no spans of its own. */
    NONE
}
