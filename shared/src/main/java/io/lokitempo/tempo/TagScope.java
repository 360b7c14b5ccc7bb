package io.lokitempo.tempo;

import java.util.List;

/** Names of attributes in one scope: span, resource, event, link, instrumentation, intrinsic; empty where not told. */
public record TagScope(String scope, List<String> names) {
    public TagScope {
        names = List.copyOf(names);
    }
}
