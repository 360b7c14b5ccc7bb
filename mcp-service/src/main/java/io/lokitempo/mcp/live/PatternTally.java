package io.lokitempo.mcp.live;

import io.lokitempo.mining.MinerBounds;
import io.lokitempo.mining.Template;
import io.lokitempo.mining.TemplateChange;
import io.lokitempo.mining.TemplateMiner;
import io.lokitempo.mining.TemplateParameters;
import io.lokitempo.telemetry.LogLevel;
import io.lokitempo.telemetry.LogLine;
import io.lokitempo.telemetry.TraceId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Counts lines by pattern, each service's lines by themselves. Not for use by several threads. */
final class PatternTally {
    private static final int MOST_TRACES = 3;

    private static final class Count {
        private final String service;
        private final LogLine first;
        private final List<TraceId> traces = new ArrayList<>();
        private LogLine last;
        private LogLevel level = LogLevel.UNKNOWN;
        private double lines;

        Count(String service, LogLine line) {
            this.service = service;
            this.first = line;
            this.last = line;
        }

        void add(LogLine line, double weight) {
            lines += weight;
            last = line.timestampNanos() >= last.timestampNanos() ? line : last;
            level = max(level, LineFacts.level(line));
            LineFacts.trace(line).filter(trace -> !traces.contains(trace)).ifPresent(traces::add);
            if (traces.size() > MOST_TRACES) {
                traces.removeFirst();
            }
        }

        void take(Count other) {
            lines += other.lines;
            last = other.last.timestampNanos() > last.timestampNanos() ? other.last : last;
            level = max(level, other.level);
            traces.addAll(other.traces.subList(0, Math.min(other.traces.size(), MOST_TRACES - traces.size())));
        }

        private static LogLevel max(LogLevel a, LogLevel b) {
            return a.compareTo(b) >= 0 ? a : b;
        }
    }

    private final String scope;
    private final List<String> serviceLabels;
    private final Map<String, TemplateMiner> miners = new HashMap<>();
    private final Map<String, Count> counts = new HashMap<>();
    private final Map<String, TemplateParameters> parameters = new HashMap<>();
    private final @Nullable UnaryOperator<String> redaction;
    private double total;
    private double other;

    /**
     * @param scope whose patterns these are; part of their ids
     * @param redaction of the values that stand at the variables, which are kept at the price of reading every line twice; null
     *     where nobody asks for them
     */
    PatternTally(String scope, List<String> serviceLabels, @Nullable UnaryOperator<String> redaction) {
        this.scope = scope;
        this.serviceLabels = serviceLabels;
        this.redaction = redaction;
    }

    /** @param weight lines that this one stands for */
    void add(LogLine line, double weight) {
        String service = LineFacts.service(line, serviceLabels);
        TemplateMiner miner =
                miners.computeIfAbsent(service, name -> new TemplateMiner(scope + "/" + name, MinerBounds.DEFAULT));
        Template template = miner.learn(line.text());
        total += weight;
        if (template == null) {
            other += weight;
        } else {
            counts.computeIfAbsent(template.id(), _ -> new Count(service, line)).add(line, weight);
        }
        miner.changes().forEach(this::follow);
        if (redaction != null && template != null) {
            parametersOf(template, redaction).observe(line.text());
        }
    }

    private void follow(TemplateChange change) {
        if (change instanceof TemplateChange.Succeeded(String oldId, Template by)) {
            Count before = counts.remove(oldId);
            if (before != null) {
                Count now = counts.putIfAbsent(by.id(), before);
                if (now != null) {
                    before.take(now);
                    counts.put(by.id(), before); // the older one knows the first line
                }
            }
            TemplateParameters older = parameters.remove(oldId);
            if (older != null && redaction != null) {
                parametersOf(by, redaction).merge(older);
            }
        }
    }

    private TemplateParameters parametersOf(Template template, UnaryOperator<String> redaction) {
        return parameters.computeIfAbsent(
                template.id(), _ -> new TemplateParameters(template, MinerBounds.DEFAULT, redaction));
    }

    /** The id of the pattern that a line has by what was counted so far; empty for none. */
    Optional<String> idOf(LogLine line) {
        TemplateMiner miner = miners.get(LineFacts.service(line, serviceLabels));
        return Optional.ofNullable(miner == null ? null : miner.match(line.text()))
                .map(Template::id);
    }

    /** Lines counted, those without a pattern included. */
    double total() {
        return total;
    }

    /** Lines for which the miner had no room. */
    double other() {
        return other;
    }

    /** Most lines first. */
    List<MinedPattern> patterns() {
        Map<String, String> templates = new HashMap<>();
        miners.values().forEach(miner -> miner.templates().forEach(each -> templates.put(each.id(), each.text())));
        return counts.entrySet().stream()
                .map(entry -> pattern(entry.getKey(), templates.get(entry.getKey()), entry.getValue()))
                .sorted(Comparator.comparingDouble(MinedPattern::count)
                        .reversed()
                        .thenComparing(MinedPattern::service)
                        .thenComparing(MinedPattern::template))
                .toList();
    }

    private MinedPattern pattern(String id, @Nullable String template, Count count) {
        return new MinedPattern(
                id,
                count.service,
                template == null ? count.first.text() : template,
                count.level,
                count.lines,
                count.first.time(),
                count.last.time(),
                count.last.text(),
                count.traces,
                Optional.ofNullable(parameters.get(id))
                        .map(TemplateParameters::summary)
                        .orElse(List.of()));
    }
}
