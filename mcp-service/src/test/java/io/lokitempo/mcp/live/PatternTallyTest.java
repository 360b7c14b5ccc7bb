package io.lokitempo.mcp.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.lokitempo.mining.TemplateParameters.Parameter;
import io.lokitempo.mining.TemplateParameters.Value;
import io.lokitempo.redaction.Redaction;
import io.lokitempo.telemetry.LogLine;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PatternTallyTest {
    private static final List<String> LABELS = List.of("service_name");

    @Test
    void patterns_withValues_followATemplateThatGeneralises() {
        PatternTally tally = new PatternTally("-", LABELS, Redaction.standard()::apply);
        for (int i = 0; i < 4; i++) {
            tally.add(line(i, "broadcast of shop.cart.OPENED took 3 ms"), 1);
        }
        tally.add(line(4, "broadcast of shop.cart.CLOSED took 9 ms"), 1);

        assertThat(tally.patterns()).hasSize(1);
        MinedPattern pattern = tally.patterns().getFirst();
        assertThat(pattern.count()).isEqualTo(5);
        assertThat(pattern.parameters()).extracting(Parameter::mask).containsExactly("<value>", "<duration>");
        assertThat(pattern.parameters().getFirst().top())
                .containsExactly(new Value("shop.cart.OPENED", 4), new Value("shop.cart.CLOSED", 1));
    }

    @Test
    void patterns_withValuesThatAreSecrets_doNotHoldThem() {
        PatternTally tally = new PatternTally("-", LABELS, Redaction.standard()::apply);
        tally.add(line(0, "login password=hunter2hunter2 failed"), 1);

        assertThat(tally.patterns().getFirst().parameters())
                .flatExtracting(Parameter::top)
                .extracting(Value::text)
                .containsExactly("***");
    }

    @Test
    void patterns_whereNobodyAsked_haveNoValues() {
        PatternTally tally = new PatternTally("-", LABELS, null);
        tally.add(line(0, "order 17 paid"), 1);

        assertThat(tally.patterns().getFirst().parameters()).isEmpty();
    }

    private static LogLine line(long nanos, String text) {
        return new LogLine(nanos, text, Map.of("service_name", "cart"), Map.of());
    }
}
