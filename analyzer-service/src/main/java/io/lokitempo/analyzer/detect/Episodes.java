package io.lokitempo.analyzer.detect;

import io.lokitempo.analyzer.detect.Detection.Told;
import io.lokitempo.finding.MuteRules;
import io.lokitempo.finding.Scope;
import io.lokitempo.telemetry.ServiceName;
import io.lokitempo.telemetry.TimeWindow;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The open anomalies of a service through one window. */
final class Episodes {
    private final Scope scope;
    private final ServiceName service;
    private final TimeWindow window;
    private final MuteRules muting;
    private final TreeMap<String, Episode> open;
    private final List<Told> told = new ArrayList<>();

    Episodes(Scope scope, ServiceName service, TimeWindow window, Map<String, Episode> open, MuteRules muting) {
        this.scope = scope;
        this.service = service;
        this.window = window;
        this.muting = muting;
        this.open = new TreeMap<>(open);
    }

    /** All that deviates of one source in this window: whatever of it is open and not among them was calm. */
    void judged(Series.Source source, List<Deviation> deviations) {
        Set<String> deviating = new HashSet<>();
        for (Deviation deviation : deviations) {
            deviating.add(deviation.series().key());
        }
        List<Episode> calm = open.values().stream()
                .filter(episode -> episode.series().source() == source)
                .filter(episode -> !deviating.contains(episode.series().key()))
                .toList();
        raised(deviations);
        calm.forEach(episode -> keep(episode.calm(window)));
    }

    /** Something that deviates, beside what may be calm. */
    void raised(List<Deviation> deviations) {
        for (Deviation deviation : deviations) {
            Episode known = open.get(deviation.series().key());
            if (known == null) {
                Episode opened = Episode.opened(scope, service, deviation, window, isMuted(deviation.series()));
                open.put(opened.series().key(), opened);
                told.add(new Told(opened.anomaly(), opened.selfShare()));
            } else {
                keep(known.deviates(deviation, window));
            }
        }
    }

    Map<String, Episode> open() {
        return open;
    }

    List<Told> told() {
        return List.copyOf(told);
    }

    private boolean isMuted(Series series) {
        return muting.isMuted(service, series.kind());
    }

    private void keep(Episode now) {
        Episode episode = now.muted(isMuted(now.series()));
        Episode kept = episode.isNews() ? episode.tell() : episode;
        if (episode.isNews()) {
            told.add(new Told(kept.anomaly(), kept.selfShare()));
        }
        if (kept.isOver()) {
            open.remove(kept.series().key());
        } else {
            open.put(kept.series().key(), kept);
        }
    }
}
