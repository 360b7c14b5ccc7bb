package io.lokitempo.mcp.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.lokitempo.mcp.setting.Settings;
import io.lokitempo.telemetry.ServiceName;
import io.lokitempo.telemetry.TimeWindow;
import io.lokitempo.telemetry.TraceId;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class GrafanaUrlTest {
    private static final TimeWindow WINDOW =
            new TimeWindow(Instant.parse("2026-11-22T14:00:00Z"), Instant.parse("2026-11-22T14:27:00Z"));
    private static final TraceId TRACE = TraceId.of("4bf92f3577b34da6a3ce929d0e0e4736");

    private static GrafanaUrl at(String grafana, String lokiDashboard, String tempoDashboard) {
        URI url = URI.create(grafana);
        return new GrafanaUrl(
                url, new Settings.Grafana(Optional.of(url), lokiDashboard, tempoDashboard, "loki", "tempo"), "app");
    }

    /** The state as Explore reads it. */
    private static JsonNode panes(URI url) {
        String query = url.getQuery();
        assertThat(query).startsWith("schemaVersion=1&panes=");
        return new JsonMapper().readTree(query.substring("schemaVersion=1&panes=".length()));
    }

    @Test
    void logs_withoutDashboard_areTheExactQueryAndWindowInExplore() {
        String logql = "{app=\"a&b\"} |= \"50% + \\\"x\\\" #결제\"";

        URI url = at("https://grafana.example/sub/", "", "").logs(logql, WINDOW);

        assertThat(url.toString()).startsWith("https://grafana.example/sub/explore?");
        JsonNode pane = panes(url).get("a");
        assertThat(pane.at("/queries/0/expr").asString()).isEqualTo(logql);
        assertThat(pane.at("/queries/0/datasource/type").asString()).isEqualTo("loki");
        assertThat(pane.at("/queries/0/datasource/uid").asString()).isEqualTo("loki");
        assertThat(pane.get("datasource").asString()).isEqualTo("loki");
        assertThat(pane.at("/range/from").asString()).isEqualTo("1795356000000");
        assertThat(pane.at("/range/to").asString()).isEqualTo("1795357620000");
    }

    @Test
    void trace_withoutDashboard_isATraceqlQueryOfItsId() {
        JsonNode query = panes(at("http://g", "", "").trace(TRACE, WINDOW)).at("/a/queries/0");

        assertThat(query.get("queryType").asString()).isEqualTo("traceql");
        assertThat(query.get("query").asString()).isEqualTo(TRACE.hex());
    }

    @Test
    void traces_metric_isShownAsOne() {
        GrafanaUrl grafana = at("http://g", "", "");

        assertThat(panes(grafana.traces("{} | rate() by (resource.service.name)", WINDOW))
                        .at("/a/queries/0/metricsQueryType")
                        .asString())
                .isEqualTo("range");
        assertThat(panes(grafana.traces("{ name = \"GET (x)\" }", WINDOW))
                        .at("/a/queries/0/tableType")
                        .asString())
                .isEqualTo("traces");
    }

    @Test
    void service_withQuotesInItsName_cannotLeaveTheSelector() {
        JsonNode panes = panes(at("http://g", "", "").service(new ServiceName("a\"} or {b=\"c"), WINDOW));

        assertThat(panes.at("/a/queries/0/expr").asString()).isEqualTo("{app=\"a\\\"} or {b=\\\"c\"}");
        assertThat(panes.at("/b/queries/0/query").asString())
                .isEqualTo("{ resource.service.name = \"a\\\"} or {b=\\\"c\" }");
    }

    @Test
    void logs_withDashboard_areItsVariable() {
        assertThat(at("http://g:3000", "logs/../x", "").logs("{a=\"b\"}", WINDOW))
                .hasToString("http://g:3000/d/logs%2F..%2Fx?from=1795356000000&to=1795357620000"
                        + "&var-query=%7Ba%3D%22b%22%7D");
    }
}
