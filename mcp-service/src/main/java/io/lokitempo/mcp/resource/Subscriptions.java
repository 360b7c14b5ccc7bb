package io.lokitempo.mcp.resource;

import io.lokitempo.mcp.call.Caller;
import io.lokitempo.mcp.transport.SessionWatch;
import io.lokitempo.telemetry.TenantId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Who wants to be told of what; a session's end forgets all of it. */
public final class Subscriptions implements SessionWatch {
    /** URIs of one session. */
    private static final int MOST = 100;

    /** One session's wish. */
    record Wish(String session, Caller caller, String uri) {}

    private record Wishes(Caller caller, Set<String> uris) {}

    private final Predicate<String> known;
    private final Map<String, Wishes> bySession = new HashMap<>();

    /** @param known whether there is a resource of this URI */
    public Subscriptions(Predicate<String> known) {
        this.known = known;
    }

    @Override
    public synchronized Optional<String> subscribed(String session, Caller caller, String uri) {
        if (!known.test(uri)) {
            return Optional.of(
                    "there is no such resource; resources/list and resources/templates/list name those that are");
        }
        Set<String> uris = bySession
                .computeIfAbsent(session, _ -> new Wishes(caller, new LinkedHashSet<>()))
                .uris();
        if (uris.size() >= MOST && !uris.contains(uri)) {
            return Optional.of("a session is told of at most " + MOST + " resources");
        }
        uris.add(uri);
        notifyAll();
        return Optional.empty();
    }

    @Override
    public synchronized void unsubscribed(String session, String uri) {
        bySession.computeIfPresent(session, (_, wishes) -> {
            wishes.uris().remove(uri);
            return wishes.uris().isEmpty() ? null : wishes;
        });
    }

    @Override
    public synchronized void ended(String session) {
        bySession.remove(session);
    }

    /** Waits until somebody wants to be told of something. */
    synchronized void awaitAny() throws InterruptedException {
        while (bySession.isEmpty()) {
            wait();
        }
    }

    synchronized boolean isEmpty() {
        return bySession.isEmpty();
    }

    /** All that is wanted at the moment. */
    synchronized List<Wish> all() {
        List<Wish> all = new ArrayList<>();
        bySession.forEach((session, wishes) ->
                wishes.uris().forEach(uri -> all.add(new Wish(session, wishes.caller(), uri))));
        return all;
    }

    /** Sessions of a tenant that want to be told of a URI. */
    synchronized List<String> sessions(TenantId tenant, String uri) {
        return bySession.entrySet().stream()
                .filter(entry -> entry.getValue().caller().tenant().equals(tenant))
                .filter(entry -> entry.getValue().uris().contains(uri))
                .map(Map.Entry::getKey)
                .toList();
    }
}
