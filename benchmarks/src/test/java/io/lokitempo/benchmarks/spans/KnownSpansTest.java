package io.lokitempo.benchmarks.spans;

import static org.assertj.core.api.Assertions.assertThat;

import io.lokitempo.lab.fault.Counts;
import io.lokitempo.telemetry.Nanos;
import io.lokitempo.telemetry.Span;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KnownSpansTest {
    private static final Instant MINUTE = Instant.parse("2026-11-22T12:00:00Z");

    private final KnownSpans known = new KnownSpans("0a0b", true);

    @Test
    void whatIsExpected_isWhatIsSent_onceASpan() {
        List<Span> sent = new ArrayList<>();
        for (int minute = 0; minute < 11; minute++) {
            known.of(MINUTE.plusSeconds(60L * minute)).forEach(delivery -> sent.addAll(delivery.spans()));
        }
        Counts requests = new Counts();
        Set<String> seen = new HashSet<>();
        sent.stream()
                .filter(span -> span.kind().isRequest())
                .filter(span -> seen.add(span.traceId() + " " + span.spanId()))
                .forEach(span ->
                        requests.add(span.service().value(), span.operation(), Nanos.toInstant(span.startNanos()), 1));
        assertThat(known.requests().to(requests).cells()).isEmpty();
        assertThat(sent).extracting(Span::service).allMatch(service -> known.isOwn(service.value()));
    }
}
