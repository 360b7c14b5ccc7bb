package io.lokitempo.mining;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Test;

class TemplateParametersTest {
    private final TemplateMiner miner = new TemplateMiner("shop", MinerBounds.DEFAULT);

    @Test
    void summary_ofLinesSeen_hasTopValuesAndRange() {
        miner.learn("order node-1 paid in 2 s");
        Template template = Objects.requireNonNull(miner.learn("order x_9 paid in 40 ms"));
        TemplateParameters parameters = new TemplateParameters(template, MinerBounds.DEFAULT);

        parameters.observe("order node-1 paid in 2 s");
        parameters.observe("order x_9 paid in 40 ms");
        parameters.observe("order node-1 paid in 40 ms");
        parameters.observe("something else");

        assertThat(parameters.summary()).hasSize(2);
        TemplateParameters.Parameter order = parameters.summary().get(0);
        assertThat(order.mask()).isEqualTo("<value>");
        assertThat(order.count()).isEqualTo(3);
        assertThat(order.top())
                .containsExactly(new TemplateParameters.Value("node-1", 2), new TemplateParameters.Value("x_9", 1));
        assertThat(order.range()).isNull();
        TemplateParameters.Parameter duration = parameters.summary().get(1);
        assertThat(duration.mask()).isEqualTo("<duration>");
        assertThat(duration.range()).isEqualTo(new TemplateParameters.Range(40, 2_000));
    }

    @Test
    void summary_ofManyValues_staysSmallAndKeepsTheFrequentOnes() {
        Template template = Objects.requireNonNull(miner.learn("paid 0"));
        TemplateParameters parameters = new TemplateParameters(template, MinerBounds.DEFAULT);
        for (int i = 0; i < 10_000; i++) {
            parameters.observe("paid " + (i % 2 == 0 ? 4711 : i));
        }

        TemplateParameters.Parameter paid = parameters.summary().getFirst();
        assertThat(paid.top()).hasSizeLessThanOrEqualTo(8);
        assertThat(paid.top().getFirst().text()).isEqualTo("4711");
        assertThat(paid.top().getFirst().count()).isBetween(4_600L, 5_000L);
        assertThat(paid.range()).isEqualTo(new TemplateParameters.Range(1, 9_999));
    }
}
