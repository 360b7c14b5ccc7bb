package io.lokitempo.analyzer.detect;

import static io.lokitempo.analyzer.detect.Timeline.SCOPE;
import static io.lokitempo.analyzer.detect.Timeline.minute;
import static org.assertj.core.api.Assertions.assertThat;

import io.lokitempo.finding.Anomaly;
import io.lokitempo.finding.Anomaly.Evidence;
import io.lokitempo.finding.Anomaly.Expected;
import io.lokitempo.finding.AnomalyKind;
import io.lokitempo.finding.Change;
import io.lokitempo.finding.ChangeKind;
import io.lokitempo.finding.Ids;
import io.lokitempo.finding.Incident;
import io.lokitempo.finding.Severity;
import io.lokitempo.finding.State;
import io.lokitempo.telemetry.ServiceName;
import io.lokitempo.topic.FindingJson;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class IncidentsTest {
    private IncidentMemory memory = IncidentMemory.EMPTY;
    private final List<Incident> told = new ArrayList<>();

    private void calls(String... chain) {
        Incidents incidents = new Incidents(memory);
        for (int i = 0; i + 1 < chain.length; i++) {
            incidents.called(
                    new ServiceName(chain[i]),
                    new ServiceName(chain[i + 1]),
                    minute(0).end());
        }
        memory = incidents.memory();
    }

    private void take(Anomaly anomaly) {
        take(anomaly, 0);
    }

    // By way of JSON, as the stream's store keeps it.
    private void take(Anomaly anomaly, double selfShare) {
        String stored = FindingJson.MAPPER.writeValueAsString(memory);
        Incidents incidents = new Incidents(FindingJson.MAPPER.readValue(stored, IncidentMemory.class));
        incidents.take(anomaly, selfShare);
        memory = incidents.memory();
        told.addAll(incidents.told());
    }

    private static Anomaly open(String service, AnomalyKind kind, int minute) {
        return anomaly(service, kind, minute, State.OPEN);
    }

    private static Anomaly anomaly(String service, AnomalyKind kind, int minute, State state) {
        return anomaly(service, kind, minute, state, false);
    }

    private static Anomaly muted(String service, AnomalyKind kind, int minute) {
        return anomaly(service, kind, minute, State.OPEN, true);
    }

    private static Anomaly anomaly(String service, AnomalyKind kind, int minute, State state, boolean muted) {
        return new Anomaly(
                Ids.anomaly(service, kind.name(), Integer.toString(minute)),
                state == State.OPEN ? 0 : 1,
                SCOPE,
                new ServiceName(service),
                "",
                kind,
                null,
                state,
                Severity.WARNING,
                minute(minute).start(),
                minute(minute).end(),
                state == State.OPEN ? null : minute(minute + 5).end(),
                kind == AnomalyKind.LATENCY ? "p95 ms" : "errors/request",
                new Expected(0, .01, .02),
                .5,
                20,
                "",
                Evidence.NONE,
                muted);
    }

    private Incident last() {
        return told.getLast();
    }

    private String firstSuspect() {
        return last().suspects().getFirst().service().value();
    }

    @Test
    void callers_sufferFromTheirCallee_thoughTheyDeviatedFirst() {
        calls("web", "checkout", "payment");
        take(open("web", AnomalyKind.LATENCY, 10), .1);
        take(open("checkout", AnomalyKind.LATENCY, 10), .1);
        take(open("payment", AnomalyKind.LATENCY, 11), .9);
        assertThat(told).extracting(Incident::id).containsOnly(last().id());
        assertThat(firstSuspect()).isEqualTo("payment");
        assertThat(last().suspects().getFirst().contributions())
                .extracting(Incident.Contribution::reason)
                .contains("nothing it depends on deviates", "explains web and 1 more");
        assertThat(last().anomalies()).hasSize(3);
    }

    @Test
    void lessTraffic_isTheCallersDoing() {
        calls("web", "checkout");
        take(open("checkout", AnomalyKind.TRAFFIC_DROP, 10));
        take(open("web", AnomalyKind.ERROR_RATE, 11));
        assertThat(firstSuspect()).isEqualTo("web");
    }

    @Test
    void newVersion_weighs() {
        calls("web", "a", "shared");
        calls("web", "b", "shared");
        take(open("a", AnomalyKind.ERROR_RATE, 10));
        take(open("b", AnomalyKind.ERROR_RATE, 10));
        Incidents incidents = new Incidents(memory);
        incidents.changed(new Change(
                "chg-1",
                SCOPE,
                new ServiceName("b"),
                ChangeKind.VERSION,
                "version 2.0 first seen",
                minute(9).start()));
        memory = incidents.memory();
        take(open("b", AnomalyKind.LATENCY, 11));
        assertThat(firstSuspect()).isEqualTo("b");
        assertThat(last().suspects().getFirst().contributions())
                .anySatisfy(contribution -> assertThat(contribution.evidence()).startsWith("chg-"));
    }

    @Test
    void unconnectedServices_areIncidentsOfTheirOwn() {
        calls("web", "search");
        calls("web", "checkout");
        take(open("search", AnomalyKind.LATENCY, 10));
        take(open("checkout", AnomalyKind.LATENCY, 10));
        assertThat(told).extracting(Incident::id).doesNotHaveDuplicates().hasSize(2);
    }

    @Test
    void commonDependency_connects() {
        calls("search", "database");
        calls("checkout", "database");
        take(open("search", AnomalyKind.LATENCY, 10));
        take(open("checkout", AnomalyKind.LATENCY, 10));
        assertThat(told).extracting(Incident::id).containsOnly(told.getFirst().id());
    }

    @Test
    void twoIncidents_areMergedByWhatConnectsThem() {
        calls("web", "checkout");
        calls("web", "search");
        take(open("checkout", AnomalyKind.LATENCY, 10));
        take(open("search", AnomalyKind.LATENCY, 11));
        String older = told.get(0).id();
        String younger = told.get(1).id();
        take(open("web", AnomalyKind.LATENCY, 12));
        assertThat(told.get(2)).satisfies(merged -> {
            assertThat(merged.id()).isEqualTo(younger);
            assertThat(merged.mergedInto()).isEqualTo(older);
            assertThat(merged.state()).isEqualTo(State.RESOLVED);
        });
        assertThat(last().id()).isEqualTo(older);
        assertThat(last().services()).hasSize(3);
    }

    @Test
    void laterTrouble_isAnotherIncident() {
        take(open("web", AnomalyKind.LATENCY, 10));
        take(anomaly("web", AnomalyKind.LATENCY, 10, State.RESOLVED));
        assertThat(last().state()).isEqualTo(State.RESOLVED);
        assertThat(last().resolvedAt()).isEqualTo(minute(15).end());
        take(open("web", AnomalyKind.ERROR_RATE, 19));
        assertThat(last().id()).isEqualTo(told.getFirst().id());
        assertThat(last().state()).isEqualTo(State.OPEN);
        take(anomaly("web", AnomalyKind.ERROR_RATE, 19, State.RESOLVED));
        take(open("web", AnomalyKind.LATENCY, 40));
        assertThat(last().id()).isNotEqualTo(told.getFirst().id());
    }

    @Test
    void sameAnomalyAgain_isNotTold() {
        take(open("web", AnomalyKind.LATENCY, 10));
        take(open("web", AnomalyKind.LATENCY, 10));
        assertThat(told).hasSize(1);
        assertThat(last().title()).isEqualTo("web: p95 0.5 ms, usual 0.0 ms");
    }

    @Test
    void memory_isBounded() {
        calls("web", "checkout");
        for (int minute = 0; minute < 2_000; minute += 20) {
            take(open("web", AnomalyKind.LATENCY, minute));
            take(anomaly("web", AnomalyKind.LATENCY, minute, State.RESOLVED));
        }
        assertThat(memory.members()).hasSizeLessThan(6);
        assertThat(memory.incidents()).hasSizeLessThan(6);
        assertThat(memory.edges()).isEmpty();
    }

    @Test
    void mutedAnomaly_belongsToNoIncident() {
        take(muted("web", AnomalyKind.LOG_FLOOD, 10));
        assertThat(told).isEmpty();
        take(open("web", AnomalyKind.LATENCY, 10));
        take(open("web", AnomalyKind.ERROR_RATE, 10));
        assertThat(last().anomalies()).hasSize(2);
        take(muted("web", AnomalyKind.LATENCY, 10));
        assertThat(last().anomalies()).hasSize(1);
        take(muted("web", AnomalyKind.ERROR_RATE, 10));
        assertThat(last().state()).isEqualTo(State.RESOLVED);
        take(open("web", AnomalyKind.ERROR_RATE, 10));
        assertThat(last().state()).isEqualTo(State.OPEN);
        take(muted("web", AnomalyKind.ERROR_RATE, 10));
        take(open("web", AnomalyKind.ERROR_RATE, 10));
        assertThat(told.getLast().id()).isEqualTo(told.get(told.size() - 2).id());
        assertThat(told.getLast().revision())
                .isEqualTo(told.get(told.size() - 2).revision() + 1);
    }

    @Test
    void whatBeginsLater_joinsOnlyWhatItMayFollow() {
        calls("web", "checkout", "payment");
        calls("web", "cart");
        take(open("payment", AnomalyKind.LATENCY, 10), .9);
        take(open("web", AnomalyKind.LATENCY, 11), .1);
        assertThat(last().anomalies()).hasSize(2);
        take(open("cart", AnomalyKind.ERROR_RATE, 50));
        assertThat(last().anomalies()).as("web suffers, and cart not from web").hasSize(1);
        take(open("checkout", AnomalyKind.LATENCY, 52), .1);
        assertThat(last().services()).extracting(ServiceName::value).containsExactly("payment", "web", "checkout");
    }

    @Test
    void silenceOfWhatNobodyAsks_isTheCallersDoing_ofWhatIsAskedItsOwn() {
        calls("web", "search");
        take(open("web", AnomalyKind.TRAFFIC_DROP, 10));
        take(open("search", AnomalyKind.SILENCE, 10));
        take(open("search", AnomalyKind.PATTERN_GONE, 11));
        assertThat(firstSuspect()).isEqualTo("web");
        take(open("search", AnomalyKind.SILENCE, 10), 1);
        assertThat(firstSuspect()).isEqualTo("search");
    }
}
