package io.lokitempo.lab.shop.sim;

import io.lokitempo.lab.shop.plan.Operation;
import io.lokitempo.lab.shop.plan.Service;
import io.lokitempo.lab.shop.plan.Template;
import io.lokitempo.lab.shop.plan.Traits.Protocol;
import io.lokitempo.telemetry.AttributeValue;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The attributes of spans.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/semconv/">OpenTelemetry's semantic conventions</a>
 */
final class Conventions {
    private static final Template USER = Template.of("{user}");
    private static final Template ORDER = Template.of("{order}");
    private static final Template ADDRESS = Template.of("{ip}");

    private final Map<ClientKey, Map<String, AttributeValue>> clients = new HashMap<>();

    private record ClientKey(String service, String operation, int status) {}

    /** Of a request served, HTTP or RPC. */
    Map<String, AttributeValue> server(Operation operation, int status, Situation situation) {
        if (!operation.isHttp()) {
            return Map.of(
                    "rpc.system", text("grpc"),
                    "rpc.method", text(operation.name()),
                    "rpc.grpc.status_code", new AttributeValue.Whole(grpcStatus(status)),
                    "enduser.id", filled(USER, situation));
        }
        return Map.of(
                "http.request.method", text(operation.method()),
                "http.route", text(operation.name().substring(operation.method().length() + 1)),
                "http.response.status_code", new AttributeValue.Whole(status),
                "url.path", filled(operation.path(), situation),
                "client.address", filled(ADDRESS, situation),
                "enduser.id", filled(USER, situation));
    }

    /** Of a request sent. */
    Map<String, AttributeValue> client(Service callee, Operation operation, int status) {
        return clients.computeIfAbsent(
                new ClientKey(callee.name(), operation.name(), status), _ -> describe(callee, operation, status));
    }

    private static Map<String, AttributeValue> describe(Service callee, Operation operation, int status) {
        Protocol protocol = callee.traits().protocol();
        AttributeValue server = text(callee.name());
        return switch (protocol) {
            case HTTP ->
                Map.of(
                        "http.request.method",
                        text(operation.method()),
                        "url.template",
                        text(operation.name().substring(operation.method().length() + 1)),
                        "http.response.status_code",
                        new AttributeValue.Whole(status),
                        "server.address",
                        server,
                        "peer.service",
                        server);
            case GRPC ->
                Map.of(
                        "rpc.system",
                        text("grpc"),
                        "rpc.method",
                        text(operation.name()),
                        "rpc.grpc.status_code",
                        new AttributeValue.Whole(grpcStatus(status)),
                        "server.address",
                        server,
                        "peer.service",
                        server);
            case POSTGRESQL, REDIS, ELASTICSEARCH ->
                Map.of(
                        "db.system.name", text(protocol.name().toLowerCase(Locale.ROOT)),
                        "db.operation.name", text(operation.method()),
                        "db.query.summary", text(operation.name()),
                        "server.address", server,
                        "peer.service", server);
        };
    }

    Map<String, AttributeValue> message(String topic, String type, Situation situation) {
        return Map.of(
                "messaging.system", text("kafka"),
                "messaging.destination.name", text(topic),
                "messaging.operation.type", text(type),
                "order.id", filled(ORDER, situation));
    }

    static Map<String, AttributeValue> exception(String type, String message, String stackTrace) {
        return stackTrace.isEmpty()
                ? Map.of("exception.type", text(type), "exception.message", text(message))
                : Map.of(
                        "exception.type", text(type),
                        "exception.message", text(message),
                        "exception.stacktrace", text(stackTrace));
    }

    private static AttributeValue filled(Template template, Situation situation) {
        return text(template.filledIn(situation));
    }

    private static AttributeValue text(String value) {
        return new AttributeValue.Text(value);
    }

    /** UNAVAILABLE, DEADLINE_EXCEEDED and INTERNAL stand for their HTTP kin. */
    private static int grpcStatus(int httpStatus) {
        return switch (httpStatus) {
            case 200 -> 0;
            case 503 -> 14;
            case 504 -> 4;
            default -> 13;
        };
    }
}
