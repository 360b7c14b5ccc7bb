package io.lokitempo.lab.standin.http;

import java.util.Optional;
import java.util.Set;

/**
 * A path and what answers there.
 *
 * @param before the path up to its variable, or the whole path
 * @param after the path behind its variable; empty where it ends with it
 */
public record Route(Set<String> methods, String before, String after, boolean hasVariable, Handler handler) {
    /** Answers a request; refuses with {@link Refusal}. */
    @FunctionalInterface
    public interface Handler {
        ApiAnswer answer(ApiRequest request);
    }

    public Route {
        methods = Set.copyOf(methods);
    }

    /** @param path with at most one {@code {}} for a part that varies */
    public static Route of(Set<String> methods, String path, Handler handler) {
        int variable = path.indexOf("{}");
        return variable < 0
                ? new Route(methods, path, "", false, handler)
                : new Route(methods, path.substring(0, variable), path.substring(variable + 2), true, handler);
    }

    public static Route get(String path, Handler handler) {
        return of(Set.of("GET", "HEAD"), path, handler);
    }

    public static Route getOrPost(String path, Handler handler) {
        return of(Set.of("GET", "HEAD", "POST"), path, handler);
    }

    public static Route post(String path, Handler handler) {
        return of(Set.of("POST"), path, handler);
    }

    boolean isPush() {
        return methods.equals(Set.of("POST"));
    }

    /** The path's variable where it is this route's path, empty text without a variable. */
    Optional<String> match(String path) {
        if (!hasVariable) {
            return path.equals(before) ? Optional.of("") : Optional.empty();
        }
        boolean fits = path.length() > before.length() + after.length()
                && path.startsWith(before)
                && path.endsWith(after)
                && path.indexOf('/', before.length()) == (after.isEmpty() ? -1 : path.length() - after.length());
        return fits ? Optional.of(path.substring(before.length(), path.length() - after.length())) : Optional.empty();
    }
}
