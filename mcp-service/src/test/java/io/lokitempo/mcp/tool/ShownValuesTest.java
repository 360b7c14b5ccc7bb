package io.lokitempo.mcp.tool;

import static org.assertj.core.api.Assertions.assertThat;

import io.lokitempo.mining.TemplateParameters.Parameter;
import io.lokitempo.mining.TemplateParameters.Range;
import io.lokitempo.mining.TemplateParameters.Value;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShownValuesTest {
    @Test
    void of_aDominatingValue_saysItsShareOfTheLines() {
        Parameter address = new Parameter(
                "<ip>",
                100,
                List.of(new Value("10.0.3.7", 92), new Value("10.0.3.9", 6), new Value("10.0.3.1", 2)),
                null);

        assertThat(ShownValues.of(List.of(address))).isEqualTo("<ip> 10.0.3.7 92%, 10.0.3.9 6%");
    }

    @Test
    void of_manyNumbers_saysTheirRangeInTheUnitTheyAreReadIn() {
        Parameter took = new Parameter("<duration>", 100, List.of(new Value("3 ms", 1)), new Range(3, 2_000));

        assertThat(ShownValues.of(List.of(took))).isEqualTo("<duration> many (3 to 2000 ms)");
    }

    @Test
    void of_noVariables_isEmpty() {
        assertThat(ShownValues.of(List.of())).isEmpty();
    }
}
