package io.lokitempo.lab.fault;

/** What a Loki, a Tempo or a proxy before it does instead of answering. */
public enum UpstreamFault {
    /** 429 without a word on when to come back. */
    TOO_MANY,
    /** 429 with {@code Retry-After: 1}. */
    TOO_MANY_FOR_NOW,
    /** 500 with a server's plain text. */
    INTERNAL_ERROR,
    /** 502 with a proxy's page. */
    BAD_GATEWAY,
    /** 503, as a server that is starting. */
    NOT_READY,
    /** The request is taken and nothing is ever said. */
    NO_ANSWER,
    /** The head and half of the body, then the connection is closed. */
    CUT_BODY,
    /** The whole answer, a piece every tenth of a second. */
    SLOW_BODY,
    /** 200, and half of the JSON as if it were all. */
    HALF_JSON,
    /** 200, and a page for people. */
    SIGN_IN_PAGE,
    /** Nothing listens. */
    REFUSED_CONNECTION
}
