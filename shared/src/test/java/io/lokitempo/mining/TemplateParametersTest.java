package io.lokitempo.mining;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class TemplateParametersTest {
    private final TemplateMiner miner = new TemplateMiner("shop", MinerBounds.DEFAULT);

    @Test
    void summary_ofLinesSeen_hasTopValuesAndRange() {
        miner.learn("order node-1 paid in 2 s");
        Template template = Objects.requireNonNull(miner.learn("order x_9 paid in 40 ms"));
        TemplateParameters parameters = parametersOf(template);

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
        TemplateParameters parameters = parametersOf(template);
        for (int i = 0; i < 10_000; i++) {
            parameters.observe("paid " + (i % 2 == 0 ? 4711 : i));
        }

        TemplateParameters.Parameter paid = parameters.summary().getFirst();
        assertThat(paid.top()).hasSizeLessThanOrEqualTo(8);
        assertThat(paid.top().getFirst().text()).isEqualTo("4711");
        assertThat(paid.top().getFirst().count()).isBetween(4_600L, 5_000L);
        assertThat(paid.range()).isEqualTo(new TemplateParameters.Range(1, 9_999));
    }

    @Test
    void merge_ofTwoParts_isAsOneReadingOfBoth() {
        Template template = Objects.requireNonNull(miner.learn("paid 0 by 10.0.0.1"));
        TemplateParameters whole = parametersOf(template);
        TemplateParameters first = parametersOf(template);
        TemplateParameters second = parametersOf(template);
        for (int i = 0; i < 30; i++) {
            String line = "paid " + i + " by 10.0.0." + i % 3;
            whole.observe(line);
            (i < 10 ? first : second).observe(line);
        }

        first.merge(second);

        assertThat(first.summary()).isEqualTo(whole.summary());
    }

    @Test
    void merge_ofManyValues_keepsTheFrequentOnesWithinTheError() {
        Template template = Objects.requireNonNull(miner.learn("paid 0"));
        TemplateParameters merged = parametersOf(template);
        for (int part = 0; part < 10; part++) {
            TemplateParameters next = parametersOf(template);
            for (int i = 0; i < 1_000; i++) {
                next.observe("paid " + (i % 2 == 0 ? 4711 : 10_000 * part + i));
            }
            merged.merge(next);
        }

        TemplateParameters.Value top = merged.summary().getFirst().top().getFirst();
        assertThat(top.text()).isEqualTo("4711");
        assertThat(top.count()).isBetween(5_000L - 10_000 / 32, 5_000L);
        assertThat(merged.summary().getFirst().count()).isEqualTo(10_000);
    }

    @Test
    void merge_ofASucceededTemplate_countsItsConstantAsAValue() {
        Template older = Objects.requireNonNull(miner.learn("broadcast of shop.cart.OPENED took 3 ms"));
        TemplateParameters before = parametersOf(older);
        before.observe("broadcast of shop.cart.OPENED took 3 ms");
        before.observe("broadcast of shop.cart.OPENED took 9 ms");
        Template newer = Objects.requireNonNull(miner.learn("broadcast of shop.cart.CLOSED took 5 ms"));
        TemplateParameters now = parametersOf(newer);
        now.observe("broadcast of shop.cart.CLOSED took 5 ms");

        now.merge(before);

        assertThat(now.summary().getFirst().top())
                .containsExactly(
                        new TemplateParameters.Value("shop.cart.OPENED", 2),
                        new TemplateParameters.Value("shop.cart.CLOSED", 1));
        assertThat(now.summary().get(1).range()).isEqualTo(new TemplateParameters.Range(3, 9));
    }

    @Test
    void observe_aValueThatRedactionTakesOut_isNotKept() {
        Template template = Objects.requireNonNull(miner.learn("login password=hunter2 from 10.0.0.7"));
        TemplateParameters parameters = new TemplateParameters(
                template, MinerBounds.DEFAULT, line -> line.replaceAll("password=\\S+", "password=[redacted]"));

        parameters.observe("login password=hunter2 from 10.0.0.7");

        assertThat(parameters.summary())
                .flatExtracting(TemplateParameters.Parameter::top)
                .extracting(TemplateParameters.Value::text)
                .containsExactly("***", "10.0.0.7");
    }

    private static TemplateParameters parametersOf(Template template) {
        return new TemplateParameters(template, MinerBounds.DEFAULT, UnaryOperator.identity());
    }
}
