package io.lokitempo.mining;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;

class TemplateMinerProperties {
    private static final MinerBounds BOUNDS = MinerBounds.DEFAULT;

    @Property(tries = 200)
    void learn_sameLinesInAnyChunks_givesSameTemplates(
            @ForAll("streams") List<String> lines, @ForAll @IntRange(min = 1, max = 20) int chunk) {
        TemplateMiner whole = new TemplateMiner("shop", BOUNDS);
        lines.forEach(whole::learn);

        TemplateMiner restored = new TemplateMiner("shop", BOUNDS);
        for (int from = 0; from < lines.size(); from += chunk) {
            lines.subList(from, Math.min(lines.size(), from + chunk)).forEach(restored::learn);
            restored = MinerSnapshot.restore("shop", BOUNDS, MinerSnapshot.of(restored));
        }

        assertThat(new HashSet<>(restored.templates())).isEqualTo(new HashSet<>(whole.templates()));
    }

    @Property(tries = 200)
    void knowing_theLivingTemplates_matchesEveryLineAlike(@ForAll("streams") List<String> lines) {
        TemplateMiner miner = new TemplateMiner("shop", BOUNDS);
        lines.forEach(miner::learn);
        List<Template> backwards = new ArrayList<>(miner.templates()).reversed();
        TemplateMiner other = TemplateMiner.knowing("shop", BOUNDS, backwards);

        for (String line : lines) {
            assertThat(other.match(line)).as(line).isEqualTo(miner.match(line)).isNotNull();
        }
    }

    @Property(tries = 200)
    void learn_everyLine_keepsItsTemplateUntilItIsSucceeded(@ForAll("streams") List<String> lines) {
        TemplateMiner miner = new TemplateMiner("shop", BOUNDS);
        Map<String, String> successors = new HashMap<>();
        List<@Nullable Template> given = new ArrayList<>();
        for (String line : lines) {
            given.add(miner.learn(line));
            for (TemplateChange change : miner.changes()) {
                if (change instanceof TemplateChange.Succeeded succeeded) {
                    successors.put(succeeded.oldId(), succeeded.by().id());
                    successors.remove(succeeded.by().id());
                }
            }
        }
        for (int i = 0; i < lines.size(); i++) {
            Template now = miner.match(lines.get(i));
            Template then = given.get(i);
            assertThat(now).as(lines.get(i)).isNotNull();
            assertThat(then).isNotNull();
            if (now != null && then != null) {
                assertThat(now.id()).as(lines.get(i)).isEqualTo(living(then.id(), successors));
            }
        }
    }

    private static String living(String id, Map<String, String> successors) {
        String living = id;
        while (successors.containsKey(living)) {
            living = successors.get(living);
        }
        return living;
    }

    @Property(tries = 200)
    void templates_ids_areDistinctAndFollowFromOwnerAndText(@ForAll("streams") List<String> lines) {
        TemplateMiner miner = new TemplateMiner("shop", BOUNDS);
        TemplateMiner other = new TemplateMiner("bank", BOUNDS);
        lines.forEach(miner::learn);
        lines.forEach(other::learn);

        Set<String> ids =
                new HashSet<>(miner.templates().stream().map(Template::id).toList());
        assertThat(ids).hasSameSizeAs(miner.templates());
        other.templates().forEach(template -> assertThat(ids).doesNotContain(template.id()));
    }

    @Property(tries = 200)
    void learn_anyText_obeysTheBounds(@ForAll List<String> lines, @ForAll @IntRange(min = 1, max = 5) int most) {
        TemplateMiner miner = new TemplateMiner("shop", new MinerBounds(most, 64));
        for (String line : lines) {
            miner.learn(line);
            assertThat(miner.templates()).hasSizeLessThanOrEqualTo(most);
        }
        lines.forEach(LineReading::level);
        lines.forEach(LineReading::traceId);
    }

    @Property(tries = 200)
    void match_afterLearningAnyText_isNotNull(@ForAll List<String> lines) {
        TemplateMiner miner = new TemplateMiner("shop", BOUNDS);
        for (String line : lines) {
            Template learnt = miner.learn(line);
            assertThat(miner.match(line)).as("%s", line).isNotNull().isEqualTo(learnt);
        }
    }

    /** Lines of a few call sites over a small vocabulary, so that they meet, differ in one word and merge. */
    @Provide
    Arbitrary<List<String>> streams() {
        Arbitrary<String> word = Arbitraries.of(
                "order",
                "paid",
                "refused",
                "user",
                "bob",
                "alice",
                "carol",
                "dave",
                "erin",
                "frank",
                "grace",
                "heidi",
                "ivan",
                "Cart",
                "CartService",
                "c.s.Pay",
                "node-7",
                "결제",
                "a/b",
                "read-only");
        Arbitrary<String> value = Arbitraries.oneOf(
                Arbitraries.integers().between(0, 5_000).map(String::valueOf),
                Arbitraries.of(
                        "10.0.0.7",
                        "10.0.0.7:8080",
                        "/var/lib/x",
                        "4bf92f3577b34da6",
                        "17ms",
                        "5 MB",
                        "true",
                        "null",
                        "2026-11-22",
                        "14:00:01.5",
                        "x_1",
                        "x_22",
                        "\"a b\"",
                        "'q'",
                        "[a, b]",
                        "Seat(id=1, no=a)",
                        "k=v",
                        "k = 7",
                        "(",
                        "]",
                        "-",
                        "<num>",
                        "<*>",
                        "http://h/p?q=1",
                        "a@b.co"));
        Arbitrary<String> piece =
                Arbitraries.frequencyOf(net.jqwik.api.Tuple.of(3, word), net.jqwik.api.Tuple.of(2, value));
        Arbitrary<String> separator = Arbitraries.frequency(
                net.jqwik.api.Tuple.of(8, " "),
                net.jqwik.api.Tuple.of(1, ": "),
                net.jqwik.api.Tuple.of(1, ", "),
                net.jqwik.api.Tuple.of(1, "="),
                net.jqwik.api.Tuple.of(1, ":"));
        Arbitrary<String> line = Combinators.combine(piece, separator)
                .as((text, after) -> text + after)
                .list()
                .ofMinSize(1)
                .ofMaxSize(5)
                .map(pieces -> String.join("", pieces));
        return line.list().ofMinSize(1).ofMaxSize(60);
    }
}
