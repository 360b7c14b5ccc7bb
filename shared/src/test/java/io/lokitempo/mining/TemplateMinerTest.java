package io.lokitempo.mining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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

    @Test
    void learn_aSecondTechnicalWord_succeedsTheFirstTemplate() {
        Template first = Objects.requireNonNull(miner.learn("broadcast of shop.cart.OPENED received"));
        miner.changes();

        Template second = Objects.requireNonNull(miner.learn("broadcast of shop.cart.CLOSED received"));

        assertThat(second.text()).isEqualTo("broadcast of <value> received");
        assertThat(miner.changes()).containsExactly(new TemplateChange.Succeeded(first.id(), second));
        assertThat(miner.match("broadcast of shop.cart.OPENED received")).isEqualTo(second);
    }

    @Test
    void learn_manyPlainWordsAtOnePlace_makesThemAVariable() {
        String[] names = {"bob", "alice", "carol", "dave", "erin", "frank", "grace"};
        for (String name : names) {
            miner.learn("session closed for " + name);
        }

        assertThat(miner.templates()).extracting(Template::text).containsExactly("session closed for <*>");
        assertThat(miner.changes().stream().filter(TemplateChange.Succeeded.class::isInstance))
                .hasSize(names.length - 1);
    }

    @Test
    void learn_fewPlainWordsAtOnePlace_keepsThemApart() {
        miner.learn("VM started by operator");
        miner.learn("VM stopped by operator");
        miner.learn("VM paused by operator");

        assertThat(miner.templates()).hasSize(3);
    }

    @Test
    void learn_idsOfTheSameTemplate_areTheSameInAnotherMiner() {
        TemplateMiner other = new TemplateMiner("shop", MinerBounds.DEFAULT);
        other.learn("something else first");

        assertThat(other.learn("order 17 paid")).isEqualTo(miner.learn("order 4 paid"));
    }

    @Test
    void restore_ofDamagedBytes_isRefused() {
        byte[] snapshot = MinerSnapshot.of(miner);
        snapshot[0]++;

        assertThatThrownBy(() -> MinerSnapshot.restore("shop", MinerBounds.DEFAULT, snapshot))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
