package io.lokitempo.analyzer.detect;

import io.lokitempo.analyzer.detect.IncidentMemory.Edge;
import io.lokitempo.analyzer.detect.IncidentMemory.Member;
import io.lokitempo.finding.Anomaly;
import io.lokitempo.finding.Change;
import io.lokitempo.finding.Ids;
import io.lokitempo.finding.Incident;
import io.lokitempo.finding.Severity;
import io.lokitempo.finding.State;
import io.lokitempo.telemetry.ServiceName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Groups anomalies that began within ten minutes of each other, and whose services are connected by calls of the last
 * hour. What begins later joins only where it may still be a consequence: of what its own service, or one it depends on,
 * suffers while that is suspected first and lasts, or ended ten minutes ago at most. So what stays open for hours does not
 * gather everything that happens meanwhile. An incident keeps the id of its first anomaly; where a new one connects two, the older takes the younger over.
 * It is resolved when all of its anomalies are, and opens again for one that follows at once.
 */
public final class Incidents {
    private static final Duration TOGETHER = Duration.ofMinutes(10);
    private static final Duration REMEMBERED = Duration.ofHours(1);
    private static final Duration COARSE = Duration.ofMinutes(5);
    private static final Comparator<Member> BY_ONSET = Comparator.comparing(
                    (Member member) -> member.anomaly().onset())
            .thenComparing(member -> member.anomaly().id());

    private final List<Edge> edges;
    private final List<Change> changes;
    private final List<Member> members;
    private final List<Incident> incidents;
    private final List<Incident> told = new ArrayList<>();
    private Instant now;

    public Incidents(IncidentMemory memory) {
        now = memory.now();
        edges = new ArrayList<>(memory.edges());
        changes = new ArrayList<>(memory.changes());
        members = new ArrayList<>(memory.members());
        incidents = new ArrayList<>(memory.incidents());
    }

    public IncidentMemory memory() {
        return new IncidentMemory(now, edges, changes, members, incidents);
    }

    /** Incidents that opened, changed or ended. */
    public List<Incident> told() {
        return List.copyOf(told);
    }

    /** Learns of a call; what is known to within five minutes is not learnt again. */
    public void called(ServiceName caller, ServiceName callee, Instant at) {
        boolean isKnown = edges.stream()
                .anyMatch(edge -> edge.caller().equals(caller)
                        && edge.callee().equals(callee)
                        && edge.lastSeen().plus(COARSE).isAfter(at));
        if (!isKnown) {
            edges.removeIf(edge -> edge.caller().equals(caller) && edge.callee().equals(callee));
            edges.add(new Edge(caller, callee, at));
            advance(at);
        }
    }

    public void changed(Change change) {
        changes.add(change);
        advance(change.at());
    }

    public void take(Anomaly anomaly, double selfShare) {
        advance(anomaly.resolvedAt() == null ? anomaly.lastSeen() : anomaly.resolvedAt());
        Member member = new Member(anomaly, selfShare);
        Incident of = incidentOf(anomaly);
        if (anomaly.muted()) {
            leave(anomaly, of);
        } else if (of != null) {
            members.replaceAll(known -> known.anomaly().id().equals(anomaly.id()) ? member : known);
            tell(of, of.anomalies());
        } else if (anomaly.state() == State.OPEN) {
            members.add(member);
            join(member);
        }
    }

    private void leave(Anomaly muted, @Nullable Incident from) {
        if (from == null) {
            return;
        }
        members.removeIf(member -> member.anomaly().id().equals(muted.id()));
        List<String> others =
                from.anomalies().stream().filter(id -> !id.equals(muted.id())).toList();
        if (others.isEmpty()) {
            incidents.add(end(from, null)); // should it be muted no more, its revisions go on
        } else {
            tell(from, others);
        }
    }

    private void join(Member member) {
        CallGraph graph = CallGraph.of(edges);
        List<Incident> related = incidents.stream()
                .filter(incident -> membersOf(incident.anomalies()).stream()
                        .anyMatch(other ->
                                (beganTogether(member, other) && graph.connects(member.service(), other.service()))
                                        || (isFirstSuspect(other, incident) && mayFollow(member, other, graph))))
                .sorted(Comparator.comparing(Incident::onset).thenComparing(Incident::id))
                .toList();
        if (related.isEmpty()) {
            Incident begun = begun(member.anomaly());
            tell(known(begun.id()).orElse(begun), List.of(member.anomaly().id()));
            return;
        }
        List<String> all = new ArrayList<>(related.stream()
                .flatMap(incident -> incident.anomalies().stream())
                .toList());
        all.add(member.anomaly().id());
        Incident oldest = related.getFirst();
        related.stream().skip(1).forEach(younger -> end(younger, oldest.id()));
        tell(oldest, all);
    }

    private static Incident begun(Anomaly first) {
        return new Incident(
                Ids.incident(first.id()),
                -1,
                first.scope(),
                State.OPEN,
                first.severity(),
                "",
                first.onset(),
                first.lastSeen(),
                null,
                List.of(),
                List.of(),
                List.of(),
                null);
    }

    /** Tells for the last time of an incident that has no anomalies any more. */
    private Incident end(Incident incident, @Nullable String mergedInto) {
        incidents.removeIf(known -> known.id().equals(incident.id()));
        Incident ended = new Incident(
                incident.id(),
                incident.revision() + 1,
                incident.scope(),
                State.RESOLVED,
                incident.severity(),
                incident.title(),
                incident.onset(),
                incident.lastSeen(),
                now,
                incident.anomalies(),
                incident.services(),
                incident.suspects(),
                mergedInto);
        told.add(ended);
        return ended;
    }

    /** Draws an incident anew from its anomalies and tells it where that makes a difference to anyone. */
    private void tell(Incident before, List<String> anomalies) {
        Incident after = drawn(before, membersOf(anomalies));
        boolean isNews = !look(before).equals(look(after));
        Incident kept = isNews ? after : before;
        incidents.removeIf(incident -> incident.id().equals(before.id()));
        incidents.add(kept);
        if (isNews) {
            told.add(after);
        }
    }

    private Incident drawn(Incident before, List<Member> own) {
        List<Anomaly> anomalies = own.stream().map(Member::anomaly).toList();
        List<Anomaly> open =
                anomalies.stream().filter(a -> a.state() == State.OPEN).toList();
        List<Incident.Suspect> suspects = Suspects.rank(own, CallGraph.of(edges), changes);
        List<ServiceName> services =
                anomalies.stream().map(Anomaly::service).distinct().toList();
        Anomaly worst = worstOf(suspects.getFirst().service(), anomalies);
        return new Incident(
                before.id(),
                before.revision() + 1,
                before.scope(),
                open.isEmpty() ? State.RESOLVED : State.OPEN,
                anomalies.stream()
                        .map(Anomaly::severity)
                        .max(Comparator.<Severity>naturalOrder())
                        .orElseThrow(),
                Title.of(worst, services),
                anomalies.getFirst().onset(),
                latest(anomalies.stream().map(Anomaly::lastSeen).toList()),
                open.isEmpty()
                        ? latest(anomalies.stream()
                                .map(Anomaly::resolvedAt)
                                .filter(Objects::nonNull)
                                .toList())
                        : null,
                anomalies.stream().map(Anomaly::id).toList(),
                services,
                suspects,
                null);
    }

    private static Anomaly worstOf(ServiceName service, List<Anomaly> anomalies) {
        return anomalies.stream()
                .filter(anomaly -> anomaly.service().equals(service))
                .max(Comparator.comparing(Anomaly::severity).thenComparingDouble(Anomaly::score))
                .orElseThrow();
    }

    private record Look(
            State state,
            Severity severity,
            String title,
            List<String> anomalies,
            List<ServiceName> suspects,
            @Nullable String mergedInto) {}

    /** What someone who was told of an incident would want to be told again for: not every digit of a score. */
    private static Look look(Incident incident) {
        return new Look(
                incident.state(),
                incident.severity(),
                incident.title(),
                incident.anomalies(),
                incident.suspects().stream().map(Incident.Suspect::service).toList(),
                incident.mergedInto());
    }

    private Optional<Incident> known(String id) {
        return incidents.stream().filter(incident -> incident.id().equals(id)).findFirst();
    }

    private @Nullable Incident incidentOf(Anomaly anomaly) {
        // One whose anomalies were all muted keeps their names, but none of them is a member any more.
        return members.stream().noneMatch(member -> member.anomaly().id().equals(anomaly.id()))
                ? null
                : incidents.stream()
                        .filter(incident -> incident.anomalies().contains(anomaly.id()))
                        .findFirst()
                        .orElse(null);
    }

    private List<Member> membersOf(List<String> anomalies) {
        Set<String> ids = new HashSet<>(anomalies);
        return members.stream()
                .filter(member -> ids.contains(member.anomaly().id()))
                .sorted(BY_ONSET)
                .toList();
    }

    private static boolean beganTogether(Member one, Member other) {
        Instant onset = one.anomaly().onset();
        Instant otherOnset = other.anomaly().onset();
        return Duration.between(onset, otherOnset).abs().compareTo(TOGETHER) <= 0;
    }

    private static boolean isFirstSuspect(Member member, Incident incident) {
        return !incident.suspects().isEmpty()
                && incident.suspects().getFirst().service().equals(member.service());
    }

    private boolean mayFollow(Member later, Member earlier, CallGraph graph) {
        return !later.anomaly().onset().isAfter(endOf(earlier).plus(TOGETHER))
                && !later.anomaly().onset().isBefore(earlier.anomaly().onset())
                && (later.service().equals(earlier.service()) || graph.reaches(later.service(), earlier.service()));
    }

    private Instant endOf(Member member) {
        return member.anomaly().state() == State.OPEN ? now : member.anomaly().lastSeen();
    }

    private void advance(Instant to) {
        if (to.isAfter(now)) {
            now = to;
            Instant oldest = now.minus(REMEMBERED);
            edges.removeIf(edge -> edge.lastSeen().isBefore(oldest));
            changes.removeIf(change -> change.at().isBefore(oldest));
            incidents.removeIf(incident ->
                    incident.state() == State.RESOLVED && incident.lastSeen().isBefore(oldest));
            Set<String> kept = new HashSet<>();
            incidents.forEach(incident -> kept.addAll(incident.anomalies()));
            members.removeIf(member -> !kept.contains(member.anomaly().id()));
        }
    }

    private static Instant latest(List<Instant> instants) {
        return instants.stream().max(Comparator.naturalOrder()).orElseThrow();
    }
}
