package io.lokitempo.analyzer.aggregate;

import io.lokitempo.finding.LogPattern;
import io.lokitempo.finding.Scope;
import io.lokitempo.mining.MinerBounds;
import io.lokitempo.mining.Template;
import io.lokitempo.mining.TemplateChange;
import io.lokitempo.mining.TemplateMiner;
import io.lokitempo.telemetry.LogLevel;
import io.lokitempo.telemetry.LogLine;
import io.lokitempo.telemetry.ServiceName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One service's patterns: what was ever published of them and a miner that knows the living ones. Not for use by
 * several threads at once.
 */
public final class ServicePatterns {
    private static final int SAMPLE_LENGTH = 500;

    private final Scope scope;
    private final ServiceName service;
    private final UnaryOperator<String> redaction;
    private final TemplateMiner miner;
    private final Map<String, LogPattern> patterns = new HashMap<>();
    /** Ids that a pattern of this very window had before it was generalised; nobody else ever saw them. */
    private final Map<String, String> forgotten = new HashMap<>();

    private final Set<String> bornInWindow = new HashSet<>();
    private final Map<String, LogPattern> changed = new LinkedHashMap<>();

    /** @param published patterns of this service as read back, succeeded ones included */
    public ServicePatterns(
            Scope scope,
            ServiceName service,
            MinerBounds bounds,
            UnaryOperator<String> redaction,
            Collection<LogPattern> published) {
        this.scope = scope;
        this.service = service;
        this.redaction = redaction;
        published.forEach(pattern -> patterns.put(pattern.id(), pattern));
        List<Template> living = published.stream()
                .filter(pattern -> pattern.successor() == null)
                .map(pattern -> new Template(pattern.id(), pattern.template()))
                .toList();
        this.miner = TemplateMiner.knowing(scope + "/" + service, bounds, living);
    }

    public Scope scope() {
        return scope;
    }

    public ServiceName service() {
        return service;
    }

    /** The id of the pattern that a line has; null where no room is left for a new one. */
    @Nullable
    String learn(LogLine line, LogLevel level) {
        Template template = miner.learn(line.text());
        if (template == null) {
            return null;
        }
        if (!patterns.containsKey(template.id())) {
            miner.changes().forEach(this::absorb);
            patterns.computeIfAbsent(template.id(), _ -> born(template, line, level));
        }
        return template.id();
    }

    /**
     * Ends a window: from here on, patterns made so far keep their ids for ever.
     *
     * @param severest level of the window's lines by the id they were counted under
     */
    void settle(Map<String, LogLevel> severest) {
        miner.changes().forEach(this::absorb);
        Map<String, LogLevel> levels = new HashMap<>();
        severest.forEach((id, level) -> levels.merge(living(id), level, (a, b) -> a.compareTo(b) > 0 ? a : b));
        for (String id : bornInWindow) {
            LogPattern born = patterns.get(id);
            if (born != null) {
                publish(withLevel(born, levels.getOrDefault(id, born.level())));
            }
        }
        bornInWindow.clear();
    }

    /** The id that lines counted under {@code id} have now. */
    String living(String id) {
        String current = id;
        // A template only ever becomes more general, so that this ends; the bound guards against a damaged topic.
        for (int steps = 0; steps < 1_000; steps++) {
            LogPattern pattern = patterns.get(current);
            String next = pattern == null ? forgotten.get(current) : pattern.successor();
            if (next == null) {
                return current;
            }
            current = next;
        }
        throw new IllegalStateException("patterns of " + service + " succeed each other in a circle at " + id);
    }

    @Nullable
    LogPattern pattern(String id) {
        return patterns.get(id);
    }

    /** Patterns born, succeeded or changed since this was last asked. */
    public List<LogPattern> changes() {
        List<LogPattern> since = new ArrayList<>(changed.values());
        changed.clear();
        forgotten.clear();
        return since;
    }

    private void absorb(TemplateChange change) {
        switch (change) {
            case TemplateChange.Born _ -> {} // learn() sees a birth by the id it does not know
            case TemplateChange.Succeeded(String oldId, Template by) -> {
                LogPattern old = patterns.get(oldId);
                if (old != null && !oldId.equals(by.id())) {
                    succeed(old, by);
                }
            }
        }
    }

    private void succeed(LogPattern old, Template by) {
        boolean unpublished = bornInWindow.remove(old.id());
        if (!patterns.containsKey(by.id())) {
            LogPattern successor = new LogPattern(
                    by.id(), scope, service, by.text(), old.level(), old.firstSeen(), old.sample(), null);
            patterns.put(by.id(), successor);
            bornInWindow.add(by.id());
        }
        if (unpublished) {
            patterns.remove(old.id());
            forgotten.put(old.id(), by.id());
        } else {
            publish(succeeded(old, by.id()));
        }
    }

    private LogPattern born(Template template, LogLine line, LogLevel level) {
        bornInWindow.add(template.id());
        String sample = shortened(redaction.apply(line.text()));
        return new LogPattern(template.id(), scope, service, template.text(), level, line.time(), sample, null);
    }

    private void publish(LogPattern pattern) {
        patterns.put(pattern.id(), pattern);
        changed.put(pattern.id(), pattern);
    }

    private static String shortened(String text) {
        if (text.length() <= SAMPLE_LENGTH) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(SAMPLE_LENGTH - 1)) ? SAMPLE_LENGTH - 1 : SAMPLE_LENGTH;
        return text.substring(0, end);
    }

    private static LogPattern withLevel(LogPattern pattern, LogLevel level) {
        return new LogPattern(
                pattern.id(),
                pattern.scope(),
                pattern.service(),
                pattern.template(),
                level,
                pattern.firstSeen(),
                pattern.sample(),
                pattern.successor());
    }

    private static LogPattern succeeded(LogPattern pattern, String successor) {
        return new LogPattern(
                pattern.id(),
                pattern.scope(),
                pattern.service(),
                pattern.template(),
                pattern.level(),
                pattern.firstSeen(),
                pattern.sample(),
                successor);
    }
}
