package io.lokitempo.upstream;

/** How a client signs in to Loki or Tempo. */
public sealed interface Credentials {
    record Anonymous() implements Credentials {}

    record Basic(String user, Secret password) implements Credentials {}

    record Bearer(Secret token) implements Credentials {}
}
