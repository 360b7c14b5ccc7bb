package io.lokitempo.mining;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Test;

class TemplateMinerTest {
    private final TemplateMiner miner = new TemplateMiner("shop", MinerBounds.DEFAULT);

    @Test
    void learn_sameMessageWithOtherNumbers_isOneTemplate() {
        Template first = Objects.requireNonNull(miner.learn("order 17 paid after 3 tries"));

        assertThat(miner.learn("order 4711 paid after 1 tries")).isEqualTo(first);
        assertThat(miner.templates()).containsExactly(first);
        assertThat(miner.changes()).containsExactly(new TemplateChange.Born(first, "order 17 paid after 3 tries"));
        assertThat(miner.changes()).isEmpty();
    }

    @Test
    void learn_beyondTheBound_isNull() {
        TemplateMiner small = new TemplateMiner("shop", new MinerBounds(1, 100));
        small.learn("cart opened");

        assertThat(small.learn("payment refused by the bank")).isNull();
        assertThat(small.match("payment refused by the bank")).isNull();
    }

    @Test
    void knowing_theLivingTemplates_matchesAlike() {
        Template template = Objects.requireNonNull(miner.learn("order 17 paid after 3 tries"));
        TemplateMiner other = TemplateMiner.knowing("shop", MinerBounds.DEFAULT, miner.templates());

        assertThat(other.match("order 1 paid after 9 tries")).isEqualTo(template);
        assertThat(other.match("nothing like it")).isNull();
    }
}
