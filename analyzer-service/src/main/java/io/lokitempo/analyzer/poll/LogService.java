package io.lokitempo.analyzer.poll;

import io.lokitempo.loki.LogQl;
import io.lokitempo.telemetry.ServiceName;
import java.util.List;

/**
 * A service as Loki knows it.
 *
 * @param label the label whose value names it
 */
record LogService(ServiceName name, String label) {
    String selector() {
        return "{" + LogQl.matcher(label, List.of(name.value())) + "}";
    }
}
