package io.lokitempo.upstream;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a server says where it does not answer: shortened, on one page, without this client's secrets. */
final class ServerWords {
    private static final int MAX_CHARACTERS = 2_000;
    private static final Pattern TITLE = Pattern.compile("<title>([^<]{1,200})</title>", Pattern.CASE_INSENSITIVE);

    private final List<String> secrets;

    ServerWords(Credentials credentials) {
        secrets = switch (credentials) {
            case Credentials.Anonymous _ -> List.of();
            case Credentials.Bearer(Secret token) -> List.of(token.reveal());
            case Credentials.Basic basic -> List.of(basic.password().reveal(), encoded(basic));
        };
    }

    static String encoded(Credentials.Basic basic) {
        String pair = basic.user() + ":" + basic.password().reveal();
        return Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    /** The beginning of a body as text. */
    String of(InputStream body) throws IOException {
        return shown(new String(body.readNBytes(4 * MAX_CHARACTERS), StandardCharsets.UTF_8));
    }

    String shown(String text) {
        String shown = text.strip();
        for (String secret : secrets) {
            shown = secret.isEmpty() ? shown : shown.replace(secret, "***");
        }
        return shown.length() <= MAX_CHARACTERS ? shown : shown.substring(0, MAX_CHARACTERS - 3) + "...";
    }

    static boolean isHtml(HttpHeaders headers) {
        String type = headers.firstValue("Content-Type").orElse("").toLowerCase(Locale.ROOT);
        return type.startsWith("text/html") || type.startsWith("application/xhtml");
    }

    static boolean isHtml(String text) {
        String start = text.substring(0, Math.min(text.length(), 32)).toLowerCase(Locale.ROOT);
        return start.startsWith("<!doctype") || start.startsWith("<html");
    }

    /** A page's title, which is all that a proxy's page has to say. */
    static String title(String html) {
        Matcher title = TITLE.matcher(html);
        return title.find() ? " \"" + title.group(1).strip() + "\"" : "";
    }

    /** A redirect's target without what may be secret in it. */
    static String place(String location) {
        try {
            URI target = URI.create(location);
            String host = target.getHost() == null ? "" : target.getScheme() + "://" + target.getHost();
            return host + target.getPath();
        } catch (IllegalArgumentException _) {
            return "an unreadable place";
        }
    }

    /** A header that holds a date, as HTTP writes dates. */
    static Optional<Instant> date(HttpHeaders headers, String name) {
        try {
            return headers.firstValue(name)
                    .map(text -> ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant());
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }
}
