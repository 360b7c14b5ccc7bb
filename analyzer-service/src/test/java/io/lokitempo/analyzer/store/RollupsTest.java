package io.lokitempo.analyzer.store;

import static io.lokitempo.analyzer.store.Findings.CHECKOUT;
import static io.lokitempo.analyzer.store.Findings.SCOPE;
import static io.lokitempo.analyzer.store.Findings.minuteAt;
import static org.assertj.core.api.Assertions.assertThat;

import io.lokitempo.finding.Exemplar;
import io.lokitempo.finding.LatencySketch;
import io.lokitempo.finding.Operation;
import io.lokitempo.finding.OperationStats;
import io.lokitempo.finding.Sampling;
import io.lokitempo.finding.ServiceWindow;
import io.lokitempo.telemetry.SpanKind;
import io.lokitempo.telemetry.TraceId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class RollupsTest {
    private static final Instant MIDNIGHT = Instant.parse("2026-11-22T00:00:00Z");
    private static final Instant NOON = MIDNIGHT.plus(Duration.ofHours(12));
    private static final Operation PAY = new Operation(CHECKOUT, "POST /pay", SpanKind.SERVER, "1.0");
    private static final Operation LIST = new Operation(CHECKOUT, "GET /carts", SpanKind.SERVER, "1.0");

    private final Random random = new Random(5);
    private Database database = fresh();

    private static Database fresh() {
        return Database.fresh(Clock.fixed(NOON, ZoneOffset.UTC), Duration.ofDays(30));
    }

    @BeforeEach
    void empty() {
        database = fresh();
    }

    @Test
    void hour_isTheMergeOfItsMinutes_bitForBit() {
        List<ServiceWindow> minutes = minutes(NOON, 60);
        List<ServiceWindow> shuffled = new ArrayList<>(minutes);
        Collections.shuffle(shuffled, random);
        store(shuffled);
        database.rollups.addUpAllDue();

        for (Operation operation : List.of(PAY, LIST)) {
            List<OperationStats> stats = of(operation, minutes);
            LatencySketch latency = merged(shuffled, operation);
            Map<String, Object> hour = row("service_hour", operation);
            assertThat((byte[]) hour.get("latency")).isEqualTo(latency.encode());
            assertThat(hour)
                    .containsEntry(
                            "requests",
                            stats.stream().mapToLong(OperationStats::requests).sum())
                    .containsEntry(
                            "errors",
                            stats.stream().mapToLong(OperationStats::errors).sum())
                    .containsEntry(
                            "self_nanos",
                            stats.stream().mapToLong(OperationStats::selfNanos).sum())
                    .containsEntry("sum_nanos", (long) latency.sumNanos())
                    .containsEntry("p99_nanos", latency.quantileNanos(.99))
                    .containsEntry("max_nanos", latency.maxNanos())
                    .containsEntry("windows", 60)
                    .containsEntry("sampling", "TOTALS_EXACT");
        }
        assertThat(database.count("service_hour_due")).isZero();
    }

    @Test
    void day_isTheMergeOfItsHours_bitForBit() {
        List<ServiceWindow> minutes = new ArrayList<>();
        for (int hour = 0; hour < 24; hour += 5) {
            minutes.addAll(minutes(MIDNIGHT.plus(Duration.ofHours(hour)), 7));
        }
        store(minutes);
        database.rollups.addUpAllDue();

        List<byte[]> hours = database.jdbc
                .sql("select latency from service_hour where operation = ? order by window_start")
                .param(PAY.name())
                .query((row, _) -> row.getBytes(1))
                .list();
        assertThat(hours).hasSize(5);
        Map<String, Object> day = row("service_day", PAY);
        assertThat((byte[]) day.get("latency"))
                .isEqualTo(hours.stream()
                        .map(LatencySketch::decode)
                        .reduce(LatencySketch.empty(), LatencySketch::plus)
                        .encode())
                .isEqualTo(merged(minutes, PAY).encode());
        assertThat(day)
                .containsEntry("windows", 35)
                .containsEntry("requests", merged(minutes, PAY).count());
        assertThat(database.jdbc
                        .sql("select window_end - window_start = interval '1 day' from v_service_days")
                        .query(Boolean.class)
                        .list())
                .containsExactly(true, true);
    }

    @Test
    void laterRevision_addsItsHourAndDayUpAnew() {
        store(List.of(window(NOON, 0, PAY, 10), window(NOON.plusSeconds(60), 0, PAY, 20)));
        database.rollups.addUpAllDue();
        store(List.of(window(NOON, 1, PAY, 11)));
        assertThat(database.count("service_hour_due")).isOne();
        database.rollups.addUpAllDue();
        assertThat(row("service_hour", PAY)).containsEntry("requests", 31L);
        assertThat(row("service_day", PAY)).containsEntry("requests", 31L);
    }

    @Test
    void sameOrEarlierRevision_makesNothingDue() {
        store(List.of(window(NOON, 1, PAY, 10)));
        database.rollups.addUpAllDue();
        store(List.of(window(NOON, 1, PAY, 10)));
        store(List.of(window(NOON, 0, PAY, 9)));
        assertThat(database.count("service_hour_due")).isZero();
    }

    @Test
    void operationRevisedToNothing_leavesItsHour() {
        store(List.of(window(NOON, 0, PAY, 10), window(NOON, 0, LIST, 1)));
        database.rollups.addUpAllDue();
        store(List.of(window(NOON, 1, LIST, 0)));
        database.rollups.addUpAllDue();
        assertThat(database.count("service_hour")).isOne();
        assertThat(database.count("service_day")).isOne();
    }

    @Test
    void hourWhoseMinutesAreGone_staysUntilItsOwnRetention() {
        store(List.of(window(NOON, 0, PAY, 10)));
        database.rollups.addUpAllDue();
        Database later = database.after(Duration.ofDays(40));
        later.partitions.keepUp();
        new DueHours(later.jdbc).mark(List.of(ServiceHour.of("-", SCOPE.backend(), "checkout", NOON)));
        later.rollups.addUpAllDue();
        later.rollups.dropPastRetention();
        assertThat(later.count("service_window")).isZero();
        assertThat(row("service_hour", PAY)).containsEntry("requests", 10L);

        Database muchLater = database.after(Database.ROLLUP_RETENTION.plusDays(1));
        muchLater.rollups.dropPastRetention();
        assertThat(muchLater.count("service_hour") + muchLater.count("service_day"))
                .isZero();
    }

    @Test
    void minutesBeingWritten_areWaitedForOrMakeTheHourDueAgain() throws Exception {
        store(List.of(window(NOON, 0, PAY, 10)));
        TransactionTemplate writer = new TransactionTemplate(new JdbcTransactionManager(database.source));
        writer.executeWithoutResult(_ -> {
            new ServiceWindows(database.jdbc, new Services(database.jdbc))
                    .write(List.of(window(NOON.plusSeconds(60), 0, PAY, 5)));
            // The hour's row is held by this writer: who adds up passes it by, and does not wait.
            assertThat(CompletableFuture.supplyAsync(database.rollups::addUpAllDue)
                            .orTimeout(30, TimeUnit.SECONDS)
                            .join())
                    .isZero();
        });
        database.rollups.addUpAllDue();
        assertThat(row("service_hour", PAY)).containsEntry("requests", 15L);
    }

    @Test
    void hoursOfOneDay_addedUpAtTheSameTime_areBothInTheDay() {
        List<ServiceWindow> windows = IntStream.range(0, 24)
                .mapToObj(hour -> window(MIDNIGHT.plus(Duration.ofHours(hour)), 0, PAY, 1))
                .toList();
        store(windows);
        List<CompletableFuture<Integer>> racing = IntStream.range(0, 4)
                .mapToObj(_ -> CompletableFuture.supplyAsync(database.rollups::addUpAllDue))
                .toList();
        int added = racing.stream().mapToInt(CompletableFuture::join).sum();
        database.rollups.addUpAllDue();
        assertThat(added).isPositive();
        assertThat(row("service_day", PAY)).containsEntry("requests", 24L).containsEntry("windows", 24);
    }

    private void store(List<ServiceWindow> windows) {
        database.store.write(windows);
    }

    private Map<String, Object> row(String table, Operation operation) {
        return database.jdbc
                .sql("select * from " + table + " where operation = ?")
                .param(operation.name())
                .query()
                .singleRow();
    }

    private static LatencySketch merged(List<ServiceWindow> windows, Operation operation) {
        return of(operation, windows).stream()
                .map(OperationStats::latency)
                .reduce(LatencySketch.empty(), LatencySketch::plus);
    }

    private static List<OperationStats> of(Operation operation, List<ServiceWindow> windows) {
        return windows.stream()
                .map(ServiceWindow::stats)
                .filter(stats -> stats.operation().equals(operation))
                .toList();
    }

    private List<ServiceWindow> minutes(Instant start, int count) {
        List<ServiceWindow> windows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            windows.add(window(start.plusSeconds(60L * i), 0, PAY, 1 + random.nextInt(50)));
            windows.add(window(start.plusSeconds(60L * i), 0, LIST, 1 + random.nextInt(5)));
        }
        return windows;
    }

    private ServiceWindow window(Instant start, int revision, Operation operation, int requests) {
        long[] nanos = random.longs(requests, 1_000, 90_000_000_000L).toArray();
        return new ServiceWindow(
                SCOPE,
                minuteAt(start),
                revision,
                new OperationStats(
                        operation,
                        requests,
                        requests / 7,
                        LatencySketch.of(nanos),
                        random.nextInt(1_000_000),
                        requests == 0
                                ? List.of()
                                : List.of(new Exemplar(
                                        TraceId.of(String.format("%032x", random.nextLong() >>> 1)),
                                        nanos[0],
                                        random.nextBoolean()))),
                start.getEpochSecond() % 120 == 0 ? Sampling.EXACT : Sampling.TOTALS_EXACT);
    }
}
