package io.lokitempo.analyzer.aggregate;

import io.lokitempo.telemetry.AttributeValue;
import io.lokitempo.telemetry.ServiceName;
import io.lokitempo.telemetry.Span;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a span that calls says of a callee that sends no spans itself. */
public final class Callees {
    /** The attributes read here, surest first; an address comes last where it is only a number. */
    public static final List<String> ATTRIBUTES = List.of(
            "peer.service",
            "server.address",
            "net.peer.name",
            "db.system.name",
            "db.system",
            "messaging.system",
            "rpc.system");

    private static final Pattern IP = Pattern.compile("[0-9.]+|\\[?[0-9a-fA-F]*:[0-9a-fA-F:.]*]?");
    private static final int LONGEST = 256;

    private Callees() {}

    static Optional<ServiceName> of(Span call) {
        Map<String, AttributeValue> attributes = call.attributes();
        List<String> names = ATTRIBUTES.stream()
                .map(attributes::get)
                .flatMap(Stream::ofNullable)
                .map(AttributeValue::text)
                .filter(name -> !name.isBlank() && name.length() <= LONGEST)
                .toList();
        return names.stream()
                .filter(name -> !IP.matcher(name).matches())
                .findFirst()
                .or(() -> names.stream().findFirst())
                .map(ServiceName::new);
    }
}
