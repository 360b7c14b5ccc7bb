package io.lokitempo.mcp.security;

import io.lokitempo.mcp.call.Caller;
import io.lokitempo.mcp.call.Role;
import io.lokitempo.telemetry.TenantId;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.ServerHttpRequest;

/**
 * Seals on links that a person follows whom an agent gave them to: a browser sends no bearer token. A seal is good for one
 * path, to be got and nothing else, for its tenant, until it runs out; it holds until when, whose it is, and an HMAC-SHA256
 * (RFC 2104) of all of that, of which 128 bits are enough against guessing. Whoever has the link has what it shows, as with the
 * signed links of object stores.
 */
public final class LinkSeals {
    /** What may be sealed: downloads, and links into Grafana. */
    private static final List<String> SEALED = List.of("/exports/", "/go/");

    private static final String PARAMETER = "seal";
    private static final int SEAL_BYTES = 16;
    private static final String WHO = "link";

    private final byte[] key;
    private final Duration lifetime;
    private final String base;
    private final Clock clock;

    /**
     * @param secret of all instances that shall take each other's links
     * @param lifetime zero where nothing is sealed
     * @param publicUrl put in front of what is sealed, where it is known
     */
    public LinkSeals(byte[] secret, Duration lifetime, Optional<URI> publicUrl, Clock clock) {
        this.key = hmac(secret, "lokitempo links 1"); // not the secret itself, which encrypts settings
        this.lifetime = lifetime;
        this.base = publicUrl.map(url -> url.toString().replaceAll("/+$", "")).orElse("");
        this.clock = clock;
    }

    /** The link as the caller may hand it on; as it is where nothing is sealed. */
    public String sealed(String path, Caller caller) {
        if (lifetime.isZero() || SEALED.stream().noneMatch(path::startsWith)) {
            return path;
        }
        long until = clock.instant().plus(lifetime).getEpochSecond();
        String of = until + "." + caller.tenant().value();
        return base + path + "?" + PARAMETER + "=" + of + "." + seal(path, of);
    }

    /** What a request's seal comes to. */
    sealed interface Opened {
        /** It has none, or one where none counts. */
        record None() implements Opened {}

        record Good(Caller caller) implements Opened {}

        record Bad(String why) implements Opened {}
    }

    Opened opened(ServerHttpRequest request) {
        String path = request.getPath().value();
        @Nullable String given = request.getQueryParams().getFirst(PARAMETER);
        if (given == null || lifetime.isZero() || SEALED.stream().noneMatch(path::startsWith)) {
            return new Opened.None();
        }
        if (!HttpMethod.GET.equals(request.getMethod())) {
            return new Opened.Bad("this link can be followed and nothing else");
        }
        int first = given.indexOf('.');
        int last = given.lastIndexOf('.');
        if (first <= 0 || last <= first) {
            return altered();
        }
        String of = given.substring(0, last);
        byte[] expected = seal(path, of).getBytes(StandardCharsets.UTF_8);
        if (!MessageDigest.isEqual(expected, given.substring(last + 1).getBytes(StandardCharsets.UTF_8))) {
            return altered();
        }
        Instant until = Instant.ofEpochSecond(Long.parseLong(of.substring(0, first)));
        return clock.instant().isBefore(until)
                ? new Opened.Good(new Caller(WHO, Role.EXPORTER, new TenantId(of.substring(first + 1))))
                : new Opened.Bad("this link has run out (MCP_LINK_LIFETIME): ask for the same once more, or sign in");
    }

    private static Opened altered() {
        return new Opened.Bad("this link is not as it was made, or was made by a server with another SETTINGS_KEY");
    }

    private String seal(String path, String of) {
        byte[] whole = hmac(key, "GET\n" + path + "\n" + of);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(whole, SEAL_BYTES));
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }
}
