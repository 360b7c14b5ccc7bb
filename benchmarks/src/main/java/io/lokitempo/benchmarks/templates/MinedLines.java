package io.lokitempo.benchmarks.templates;

import io.lokitempo.mining.MinerBounds;
import io.lokitempo.mining.Template;
import io.lokitempo.mining.TemplateChange;
import io.lokitempo.mining.TemplateMiner;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Mines a stream and remembers what each line was given. A line's id is fixed when it is read; where the template was
 * succeeded later, the id is followed to the living one at the end, as a reader of the product does.
 */
final class MinedLines {
    private static final Template OTHER = new Template("other", "<*>");

    private final Map<String, TemplateMiner> miners = new HashMap<>();
    private final List<Template> given = new ArrayList<>();
    private final Map<String, Template> successors = new HashMap<>();

    void read(String service, String line) {
        TemplateMiner miner = miners.computeIfAbsent(service, owner -> new TemplateMiner(owner, MinerBounds.DEFAULT));
        Template template = miner.learn(line);
        given.add(template == null ? OTHER : template);
        for (TemplateChange change : miner.changes()) {
            switch (change) {
                case TemplateChange.Born born ->
                    successors.remove(born.template().id());
                case TemplateChange.Succeeded succeeded -> {
                    successors.remove(succeeded.by().id());
                    successors.put(succeeded.oldId(), succeeded.by());
                }
            }
        }
    }

    /** Each line's template after all were read. */
    List<Template> templates() {
        return given.stream().map(this::living).toList();
    }

    private Template living(Template given) {
        Template living = given;
        for (Template next = given; next != null; next = successors.get(living.id())) {
            living = next;
        }
        return living;
    }
}
