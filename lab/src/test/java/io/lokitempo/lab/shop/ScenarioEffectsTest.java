package io.lokitempo.lab.shop;

import static org.assertj.core.api.Assertions.assertThat;

import io.lokitempo.lab.shop.scenario.Deck;
import io.lokitempo.lab.shop.scenario.GroundTruth;
import io.lokitempo.lab.shop.scenario.Scenario;
import io.lokitempo.lab.shop.scenario.ScenarioKind;
import io.lokitempo.lab.shop.scenario.Schedule;
import io.lokitempo.telemetry.LogLine;
import io.lokitempo.telemetry.Span;
import io.lokitempo.telemetry.SpanKind;
import io.lokitempo.telemetry.TimeWindow;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a scenario does to the service that causes it, to those around it, and to nobody else. */
class ScenarioEffectsTest {
    private static final Instant ONSET = Instant.parse("2026-11-21T12:00:00Z"); // a Saturday: no ordinary deployments
    private static final Duration LENGTH = Duration.ofMinutes(6);
    private static final TimeWindow BEFORE = TimeWindow.before(ONSET, LENGTH);
    private static final TimeWindow DURING = new TimeWindow(ONSET, ONSET.plus(LENGTH));

    private record Run(Scenario scenario, Telemetry before, Telemetry during, GroundTruth truth) {
        static Run of(ScenarioKind kind) {
            return of(Deck.demonstrated("sc-1", kind, DURING));
        }

        static Run of(Scenario scenario) {
            Shop shop = new Shop(11, new ShopConfig(20, ZoneOffset.UTC, Schedule.of(scenario)));
            Feed feed = shop.feed(BEFORE.start());
            Telemetry before = feed.advanceTo(ONSET);
            return new Run(
                    scenario,
                    before,
                    feed.advanceTo(DURING.end()),
                    shop.truth(DURING).getFirst());
        }
    }

    @Test
    void newErrorPattern_isWrittenOnlyWhileItLasts() {
        Run run = Run.of(ScenarioKind.NEW_ERROR_PATTERN);
        assertThat(saying(run.before, run.truth.template())).isEmpty();
        assertThat(saying(run.during, run.truth.template()))
                .hasSizeGreaterThan(50)
                .allMatch(line -> name(line).equals(run.scenario.service()));
    }

    @Test
    void errorRateRise_reachesTheCallers() {
        Run run = Run.of(ScenarioKind.ERROR_RATE_RISE);
        assertThat(errorShare(requests(run.before, "search"))).isLessThan(0.02);
        assertThat(errorShare(requests(run.during, "search"))).isBetween(0.2, 0.45);
        // web asks twice, so that only a failure of both attempts is its own.
        assertThat(errorShare(operation(run.during, "web", "GET /search"))).isBetween(0.05, 0.2);
        assertThat(errorShare(operation(run.during, "web", "GET /"))).isLessThan(0.02);
    }

    @Test
    void latencyTail_movesP99OfServiceAndCallersButNotTheMedian() {
        Run run = Run.of(ScenarioKind.LATENCY_TAIL);
        for (List<String> place : List.of(
                List.of("catalog", "GET /v1/products/{sku}"),
                List.of("web", "GET /products/{sku}"),
                List.of("mobile-bff", "GET /m/products/{sku}"))) {
            List<Span> before = operation(run.before, place.getFirst(), place.getLast());
            List<Span> during = operation(run.during, place.getFirst(), place.getLast());
            assertThat(quantile(during, 0.5) / quantile(before, 0.5))
                    .as("p50 of %s", place)
                    .isBetween(0.8, 1.25);
            assertThat(quantile(during, 0.99) / quantile(before, 0.99))
                    .as("p99 of %s", place)
                    .isGreaterThan(3);
        }
        assertThat(quantile(operation(run.during, "search", "GET /query"), 0.99)
                        / quantile(operation(run.before, "search", "GET /query"), 0.99))
                .isLessThan(2);
    }

    @Test
    void trafficDrop_emptiesOneFrontOnly() {
        Run run = Run.of(ScenarioKind.TRAFFIC_DROP);
        assertThat(growth(run, "mobile-bff")).isBetween(0.05, 0.35);
        assertThat(growth(run, "web")).isBetween(0.85, 1.2);
        assertThat(growth(run, "catalog")).isBetween(0.5, 0.85);
    }

    @Test
    void silentService_saysNothingWhileItsMessagesStillArrive() {
        Run run = Run.of(ScenarioKind.SILENT_SERVICE);
        assertThat(linesOf(run.before, "notification")).isNotEmpty();
        assertThat(linesOf(run.during, "notification")).isEmpty();
        assertThat(requests(run.during, "notification")).isEmpty();
        assertThat(operation(run.during, "checkout", "orders.placed publish")).hasSizeGreaterThan(300);
    }

    @Test
    void silentService_refusesItsCallers() {
        Run run = Run.of(new Scenario("sc-1", ScenarioKind.SILENT_SERVICE, "search", "", DURING, 0, 0));
        assertThat(requests(run.during, "search")).isEmpty();
        assertThat(errorShare(operation(run.during, "web", "GET /search"))).isEqualTo(1);
        assertThat(saying(run.during, "request errored: search connection refused"))
                .isNotEmpty();
    }

    @Test
    void logFlood_repeatsOneLineAndLeavesRequestsAlone() {
        Run run = Run.of(ScenarioKind.LOG_FLOOD);
        assertThat(linesOf(run.during, "cart"))
                .hasSizeGreaterThan(10 * linesOf(run.before, "cart").size());
        assertThat(saying(run.during, run.truth.template())).hasSizeGreaterThan(10_000);
        assertThat(growth(run, "cart")).isBetween(0.8, 1.25);
    }

    @Test
    void slowDependency_showsAtItsCallersAlone() {
        Run run = Run.of(ScenarioKind.SLOW_DEPENDENCY);
        assertThat(run.during.spans()).noneMatch(span -> span.service().value().equals("kcp-pg"));
        assertThat(slowdown(run, "payment", "POST /approve")).isGreaterThan(6);
        assertThat(slowdown(run, "payment", "POST /v1/charges")).isGreaterThan(5);
        assertThat(slowdown(run, "checkout", "POST /orders")).isGreaterThan(4);
        assertThat(slowdown(run, "web", "POST /checkout")).isGreaterThan(4);
        assertThat(slowdown(run, "web", "GET /")).isBetween(0.8, 1.25);
        assertThat(run.truth.expected())
                .extracting(GroundTruth.Expected::service)
                .containsExactly("payment");
    }

    @Test
    void badDeployment_failsOnTheNewVersionOnly() {
        Run run = Run.of(ScenarioKind.BAD_DEPLOYMENT);
        Set<String> usual = versions(run.before, "payment");
        assertThat(usual).hasSize(1);
        assertThat(versions(run.during, "payment")).hasSize(2).containsAll(usual);
        assertThat(errorShare(onVersion(run.during, usual, true))).isLessThan(0.02);
        assertThat(errorShare(onVersion(run.during, usual, false))).isBetween(0.6, 0.8);
        assertThat(errorShare(operation(run.during, "checkout", "POST /orders")))
                .isBetween(0.08, 0.3);
        assertThat(saying(run.during, "결제 서비스 시작 완료: 버전 <*>")).hasSize(1);
    }

    @Test
    void retryStorm_multipliesTheLoad() {
        Run run = Run.of(ScenarioKind.RETRY_STORM);
        double before =
                operation(run.before, "inventory", "inventory.Stock/Reserve").size();
        List<Span> during = operation(run.during, "inventory", "inventory.Stock/Reserve");
        assertThat(during.size() / before).isBetween(2.0, 5.0);
        assertThat(errorShare(during)).isBetween(0.65, 0.85);
        assertThat(linesOf(run.during, "checkout"))
                .filteredOn(line -> line.text().contains("inventory call failed"))
                .hasSizeGreaterThan(300);
    }

    @ParameterizedTest
    @EnumSource(names = {"ROLLING_RESTART", "TRAFFIC_RAMP", "BATCH_RUN"})
    void quietChange_breaksNothing(ScenarioKind kind) {
        Run run = Run.of(kind);
        assertThat(run.truth.quiet()).isTrue();
        assertThat(run.truth.expected()).isEmpty();
        List<Span> requests = run.during.spans().stream()
                .filter(span -> span.kind() == SpanKind.SERVER)
                .toList();
        assertThat(errorShare(requests)).isLessThan(0.01);
    }

    @Test
    void rollingRestart_showsEachPodStartOnce() {
        Run run = Run.of(ScenarioKind.ROLLING_RESTART);
        assertThat(saying(run.before, "Application startup complete.")).isEmpty();
        assertThat(saying(run.during, "Application startup complete.")).hasSize(3);
    }

    @Test
    void batchRun_writesTheJobsLines() {
        Run run = Run.of(ScenarioKind.BATCH_RUN);
        assertThat(saying(run.before, "가맹점 <*> 정산 완료: <*>원")).isEmpty();
        assertThat(saying(run.during, "가맹점 <*> 정산 완료: <*>원")).hasSize(400);
    }

    @ParameterizedTest
    @EnumSource
    void traces_areWholeUnlessAServiceIsSilent(ScenarioKind kind) {
        Scenario scenario = Deck.demonstrated("sc-1", kind, DURING);
        Shop shop = new Shop(11, new ShopConfig(2, ZoneOffset.UTC, Schedule.of(scenario)));
        TimeWindow all = new TimeWindow(BEFORE.start(), DURING.end().plus(Duration.ofMinutes(5)));
        List<Span> spans = shop.during(all).spans();
        Set<String> ids = spans.stream().map(span -> span.spanId().hex()).collect(Collectors.toSet());
        assertThat(ids).hasSameSizeAs(spans);
        // What began before the window has lost its children, or its parents, to the time before.
        List<Span> orphans = spans.stream()
                .filter(span -> span.startNanos() >= BEFORE.startNanos() + 10_000_000_000L)
                .filter(span -> span.endNanos() < all.endNanos() - 60_000_000_000L)
                .filter(span ->
                        span.parentId() != null && !ids.contains(span.parentId().hex()))
                .toList();
        if (kind == ScenarioKind.SILENT_SERVICE) {
            assertThat(orphans.size()).isLessThan(20);
        } else {
            assertThat(orphans).isEmpty();
        }
    }

    private static List<LogLine> saying(Telemetry telemetry, String template) {
        String words =
                Arrays.stream(template.split("<\\*>", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
        Pattern pattern = Pattern.compile(words);
        return telemetry.lines().stream()
                .filter(line -> pattern.matcher(line.text()).find())
                .toList();
    }

    private static String name(LogLine line) {
        return Stream.of("service_name", "app", "job")
                .filter(line.labels()::containsKey)
                .map(line.labels()::get)
                .collect(Collectors.joining());
    }

    private static List<LogLine> linesOf(Telemetry telemetry, String service) {
        return telemetry.lines().stream()
                .filter(line -> name(line).equals(service))
                .toList();
    }

    private static List<Span> requests(Telemetry telemetry, String service) {
        return telemetry.spans().stream()
                .filter(span ->
                        span.service().value().equals(service) && span.kind().isRequest())
                .toList();
    }

    private static List<Span> operation(Telemetry telemetry, String service, String operation) {
        return telemetry.spans().stream()
                .filter(span -> span.service().value().equals(service)
                        && span.operation().equals(operation))
                .toList();
    }

    private static Set<String> versions(Telemetry telemetry, String service) {
        return requests(telemetry, service).stream()
                .flatMap(span -> span.version().stream())
                .collect(Collectors.toSet());
    }

    private static List<Span> onVersion(Telemetry telemetry, Set<String> versions, boolean among) {
        return requests(telemetry, "payment").stream()
                .filter(span -> versions.contains(span.version().orElseThrow()) == among)
                .toList();
    }

    private static double errorShare(List<Span> spans) {
        return spans.stream().filter(Span::isError).count() / (double) spans.size();
    }

    private static double growth(Run run, String service) {
        return requests(run.during, service).size()
                / (double) requests(run.before, service).size();
    }

    private static double slowdown(Run run, String service, String operation) {
        return quantile(operation(run.during, service, operation), 0.5)
                / quantile(operation(run.before, service, operation), 0.5);
    }

    private static double quantile(List<Span> spans, double q) {
        long[] sorted = spans.stream().mapToLong(Span::durationNanos).sorted().toArray();
        return sorted[(int) (q * (sorted.length - 1))];
    }
}
