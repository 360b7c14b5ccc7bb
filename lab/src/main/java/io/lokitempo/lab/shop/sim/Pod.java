package io.lokitempo.lab.shop.sim;

import io.lokitempo.lab.shop.plan.Dice;
import io.lokitempo.telemetry.AttributeValue;
import java.util.Map;

/**
 * One instance of a service, on one version.
 *
 * @param isSuspect whether it runs a bad deployment
 * @param resource of its spans
 */
record Pod(String name, String version, boolean isSuspect, Map<String, AttributeValue> resource) {
    static Pod of(String service, int index, String version, boolean isSuspect) {
        long hash = Dice.hash(service.hashCode(), version.hashCode());
        long own = Dice.hash(hash, index);
        String name = service + "-" + Long.toHexString(hash).substring(0, 7) + "-" + Long.toString(own >>> 36, 36);
        return new Pod(name, version, isSuspect, resource(service, name, version, "node-" + (1 + (own >>> 1) % 5)));
    }

    private static Map<String, AttributeValue> resource(String service, String name, String version, String node) {
        return Map.of(
                "service.name", text(service),
                "service.namespace", text("shop"),
                "service.version", text(version),
                "service.instance.id", text(name),
                "deployment.environment", text("production"),
                "k8s.pod.name", text(name),
                "host.name", text(node),
                "telemetry.sdk.name", text("opentelemetry"));
    }

    private static AttributeValue text(String value) {
        return new AttributeValue.Text(value);
    }
}
