package io.lokitempo.finding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lokitempo.telemetry.ServiceName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MuteRulesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "checkout:LATENCY | checkout | LATENCY | true",
                "checkout:latency | checkout | LATENCY | true",
                "checkout:LATENCY | checkout | ERROR_RATE | false",
                "checkout:LATENCY | checkout2 | LATENCY | false",
                "checkout:* | checkout | SILENCE | true",
                "*:NEW_PATTERN | anything | NEW_PATTERN | true",
                "*:NEW_PATTERN | anything | LATENCY | false",
                "batch-*:* | batch-nightly | SILENCE | true",
                "batch-*:* | abatch-nightly | SILENCE | false",
                "*-batch:* | nightly-batch | SILENCE | true",
                "a*b*c:* | a-b-b-c | SILENCE | true",
                "a*b*c:* | ac | SILENCE | false",
                "aa*aa:* | aaa | SILENCE | false",
                "x:SILENCE,, y : LATENCY | y | LATENCY | true",
                "ns:api:LATENCY | ns:api | LATENCY | true",
            })
    void isMuted_serviceAndKind_followTheRules(String rules, String service, AnomalyKind kind, boolean muted) {
        assertThat(MuteRules.parse(rules).isMuted(new ServiceName(service), kind))
                .isEqualTo(muted);
    }

    @Test
    void parse_nothing_mutesNothing() {
        assertThat(MuteRules.parse(" ")).isEqualTo(MuteRules.NONE);
        assertThat(MuteRules.parse(MuteRules.parse("a*:latency,*:*").toString()))
                .isEqualTo(MuteRules.parse("a*:LATENCY, *:*"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"checkout", "checkout:", ":LATENCY", "checkout:SLOW", "a:LATENCY;b:SILENCE"})
    void parse_whatIsNoRule_isRefusedWithWhatIs(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MuteRules.parse(text))
                .withMessageContaining("service:kind")
                .withMessageContaining("LATENCY");
    }
}
