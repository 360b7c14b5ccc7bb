package io.lokitempo.analyzer.poll;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lokitempo.finding.LogPattern;
import io.lokitempo.finding.PatternCounts;
import io.lokitempo.finding.PatternCounts.PatternCount;
import io.lokitempo.finding.Scope;
import io.lokitempo.finding.Watermark;
import io.lokitempo.mining.MinerBounds;
import io.lokitempo.telemetry.LogLine;
import io.lokitempo.telemetry.Nanos;
import io.lokitempo.telemetry.ServiceName;
import io.lokitempo.telemetry.TenantId;
import io.lokitempo.telemetry.TimeWindow;
import io.lokitempo.topic.JsonSerde;
import io.lokitempo.topic.ServicePartitioner;
import io.lokitempo.topic.Topic;
import io.lokitempo.upstream.Reply;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Polling into a real Kafka: what is committed there must be what Loki holds, whatever went wrong in between. */
class LogPollingTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final List<String> SERVICES = List.of("cart", "checkout", "frontend");
    private static Kafka kafka;

    /** In the past, since a broker takes no records from its future. */
    private final Instant noon = Instant.now().truncatedTo(ChronoUnit.DAYS).minus(Duration.ofHours(36));

    private final MovableClock clock = new MovableClock(noon.plusSeconds(30));
    private final ModelLoki loki = new ModelLoki(7);
    private final PollStatus status = new PollStatus(new SimpleMeterRegistry(), clock);
    /** Each test is another backend, so that they share a Kafka without meeting. */
    private final Scope scope =
            new Scope(TenantId.DEFAULT, UUID.randomUUID().toString().substring(0, 8));

    private Ledger.Ledgers ledgers;
    private long lineBudget = 300_000;
    private Duration catchUp = Duration.ofDays(3);

    @BeforeAll
    static void startKafka() throws InterruptedException {
        kafka = new Kafka(1);
    }

    @AfterAll
    static void stopKafka() {
        kafka.close();
    }

    @BeforeEach
    void openLedgers() {
        ledgers = KafkaLedger.of(kafka.client(), clock);
    }

    @Test
    void everyWindow_isCountedAsLokiHoldsIt_zerosToo() {
        shop(500);
        pollUntilIdle();
        assertThat(published()).isEqualTo(held());
        assertThat(published()).hasSize(3 * 60);
        assertThat(watermarks().values()).allSatisfy(mark -> {
            assertThat(mark.read()).containsExactly(new TimeWindow(noon.minus(Duration.ofHours(1)), noon));
            assertThat(mark.gaps()).isEmpty();
        });
    }

    @Test
    void lineThatComesLate_isFoundByTheAuditAndCountedInAnotherRevision() {
        shop(200);
        pollUntilIdle();
        loki.add(line("cart", noon.minusSeconds(30), "late to the party"));
        clock.advance(MINUTE.multipliedBy(3));
        pollUntilIdle();
        assertThat(published()).isEqualTo(held());
        assertThat(counts())
                .filteredOn(counts -> counts.revision() == 1)
                .singleElement()
                .satisfies(counts -> assertThat(counts.window().end()).isEqualTo(noon));
    }

    @Test
    void lineThatComesLateWhileNobodyPolls_isFoundAfterTheRestart() {
        shop(200);
        pollUntilIdle();
        loki.add(line("cart", noon.minusSeconds(30), "late to the party"));
        clock.advance(Duration.ofHours(5));
        ledgers = KafkaLedger.of(kafka.client(), clock);
        pollUntilIdle();
        assertThat(published()).isEqualTo(held());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void faultsOfKafkaAndLoki_loseAndRepeatNothing(long seed) {
        Random chance = new Random(seed);
        ledgers = failingLedgers(ledgers, chance);
        loki.failWith(() -> chance.nextInt(12) == 0 ? new Reply.Unavailable<>(Reply.Reason.RATE_LIMITED, "429") : null);
        shop(3_000);
        for (int minute = 0; minute < 5; minute++) {
            loki.add(line("checkout", noon.minusSeconds(chance.nextInt(3_000)), "late " + minute));
            pollUntilIdle();
            clock.advance(MINUTE);
        }
        clock.advance(Duration.ofHours(2));
        pollUntilIdle();
        assertThat(published()).isEqualTo(held());
        assertThat(watermarks().values())
                .allSatisfy(mark -> assertThat(mark.gaps()).isEmpty());
        assertThat(counts())
                .as("ids that were counted and published")
                .flatExtracting(PatternCounts::patterns)
                .extracting(PatternCount::patternId)
                .isSubsetOf(kafka.committed(Topic.LOG_PATTERNS).stream()
                        .map(LogPattern::id)
                        .toList());
    }

    @Test
    void patterns_keepTheirIdsOverARestart() {
        shop(300);
        pollUntilIdle();
        long patterns = patterns();
        shopAt(noon, 100);
        clock.advance(MINUTE);
        ledgers = KafkaLedger.of(kafka.client(), clock);
        pollUntilIdle();
        assertThat(patterns()).isEqualTo(patterns);
    }

    @Test
    void writerThatWasTakenOver_cannotWrite() {
        shop(100);
        try (Ledger zombie = ledgers.open(0)) {
            LogPolling polling = polling(zombie);
            pollUntilIdle(); // opens the same partition anew
            assertThatThrownBy(polling::pass).isInstanceOf(Ledger.Fenced.class);
        }
        assertThat(published()).isEqualTo(held());
    }

    @Test
    void transactionThatWasLeftOpen_isNeitherReadNorWaitedFor() {
        shop(100);
        pollUntilIdle();
        Map<String, Object> config = new HashMap<>(kafka.client());
        config.put("transactional.id", "poll-0");
        PatternCounts wrong = new PatternCounts(
                scope,
                new ServiceName("cart"),
                new TimeWindow(noon, noon.plus(MINUTE)),
                0,
                99,
                99,
                Map.of(),
                List.of(),
                io.lokitempo.finding.Sampling.EXACT);
        try (KafkaProducer<String, byte[]> killed =
                new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer())) {
            killed.initTransactions();
            killed.beginTransaction();
            byte[] bytes = JsonSerde.of(Topic.PATTERN_COUNTS).serializer().serialize("", wrong);
            var _ = killed.send(new ProducerRecord<>(Topic.PATTERN_COUNTS.name(), 0, "cart", bytes));
            killed.flush();
            clock.advance(MINUTE);
            pollUntilIdle();
            killed.close(Duration.ZERO);
        }
        assertThat(published()).isEqualTo(held());
    }

    @Test
    void serviceThatFellSilent_getsZerosForADay() {
        shopAt(noon.minus(MINUTE), 10);
        pollUntilIdle();
        clock.advance(Duration.ofHours(2));
        loki.lines().clear();
        pollUntilIdle();
        assertThat(counts())
                .filteredOn(counts -> counts.window().start().equals(noon.plus(Duration.ofMinutes(100))))
                .hasSize(3)
                .allSatisfy(counts -> assertThat(counts.total()).isZero());
    }

    @Test
    void refusedWindow_becomesAGapAndTheRestIsRead() throws InterruptedException {
        shop(100);
        loki.refuse(new TimeWindow(noon.minus(MINUTE), noon), "cart");
        try (Ledger ledger = ledgers.open(0)) {
            LogPolling polling = polling(ledger);
            for (int i = 0; i < 20; i++) {
                polling.pass();
                clock.advance(Duration.ofSeconds(1));
            }
        }
        Watermark cart = watermarks().get("cart");
        assertThat(cart).isNotNull();
        assertThat(cart.gaps()).singleElement().satisfies(gap -> {
            assertThat(gap.window()).isEqualTo(new TimeWindow(noon.minus(MINUTE), noon));
            assertThat(gap.reason()).contains("too heavy");
        });
        assertThat(cart.read()).containsExactly(new TimeWindow(noon.minus(Duration.ofHours(1)), noon.minus(MINUTE)));
    }

    /** A flood of one second in a busy minute: the counts are Loki's, and the flood weighs what it weighs. */
    @Test
    void windowOverTheLineBudget_isCountedExactly_andItsPatternsComeFromASample() {
        lineBudget = 1_000;
        SERVICES.forEach(service -> loki.add(line(service, noon.minusSeconds(1), "alive")));
        for (int i = 0; i < 8_000; i++) {
            loki.add(line("cart", noon.minusSeconds(20).plusNanos(i * 100L), "disk " + i + " is full"));
        }
        for (int i = 0; i < 590; i++) {
            loki.add(line("cart", noon.minusSeconds(60).plusMillis(100L * i), "user u" + i + " signed in"));
        }
        pollUntilIdle();
        assertThat(published()).isEqualTo(held());
        PatternCounts counts =
                counts().stream().filter(one -> one.total() > 1_000).findFirst().orElseThrow();
        assertThat(counts.sampling()).isEqualTo(io.lokitempo.finding.Sampling.TOTALS_EXACT);
        assertThat(counts.patterns().stream().mapToLong(PatternCount::count).sum() + counts.other())
                .isEqualTo(8_591);
        assertThat(counts.patterns().stream()
                        .mapToLong(PatternCount::count)
                        .max()
                        .orElseThrow())
                .isBetween(7_900L, 8_100L);
        assertThat(counts.levels().values().stream().mapToLong(Long::longValue).sum())
                .isEqualTo(8_591);
    }

    @Test
    void outageLongerThanTheCatchUp_leavesAGapThatSaysSo_andTheNewestWindowsComeFirst() {
        shop(300);
        pollUntilIdle();
        clock.advance(Duration.ofHours(5));
        loki.add(line("cart", noon.plus(Duration.ofHours(1)), "in the time that is given up"));
        loki.add(line("cart", noon.plus(Duration.ofHours(4)), "in the time that is caught up with"));
        catchUp = Duration.ofHours(2);
        ledgers = KafkaLedger.of(kafka.client(), clock);
        int before = counts().size();
        pollUntilIdle();
        Instant settled = noon.plus(Duration.ofHours(5));
        Watermark cart = watermarks().get("cart");
        assertThat(cart).isNotNull();
        assertThat(cart.gaps()).singleElement().satisfies(gap -> {
            assertThat(gap.window()).isEqualTo(new TimeWindow(noon, noon.plus(Duration.ofHours(3))));
            assertThat(gap.reason()).contains("CATCH_UP");
        });
        assertThat(cart.read())
                .containsExactly(
                        new TimeWindow(noon.minus(Duration.ofHours(1)), noon),
                        new TimeWindow(noon.plus(Duration.ofHours(3)), settled));
        List<Instant> order = counts().subList(before, counts().size()).stream()
                .filter(one -> one.revision() == 0 && one.service().value().equals("cart"))
                .map(one -> one.window().start())
                .toList();
        assertThat(order).hasSize(120);
        assertThat(order.getFirst()).isEqualTo(settled.minus(MINUTE.multipliedBy(10)));
        assertThat(order.get(10)).isEqualTo(noon.plus(Duration.ofHours(3)));
    }

    @Test
    void outageLongerThanLokiKeepsLines_leavesAGapThatSaysSo_insteadOfSilence() {
        loki.keepFor(Duration.ofHours(2));
        shop(300);
        pollUntilIdle();
        clock.advance(Duration.ofHours(5));
        loki.add(line("cart", noon.plus(Duration.ofHours(1)), "dropped before it could be read"));
        loki.add(line("cart", noon.plus(Duration.ofHours(4)), "still there"));
        loki.drop(clock.instant());
        ledgers = KafkaLedger.of(kafka.client(), clock);
        pollUntilIdle();
        Watermark cart = watermarks().get("cart");
        assertThat(cart).isNotNull();
        assertThat(cart.gaps()).singleElement().satisfies(gap -> {
            assertThat(gap.window().start()).isEqualTo(noon);
            // Nothing that Loki may have dropped in part counts as read.
            assertThat(gap.window().end())
                    .isBetween(
                            noon.plus(Duration.ofHours(3)),
                            noon.plus(Duration.ofHours(3).plus(MINUTE.multipliedBy(2))));
            assertThat(gap.reason()).contains("no longer kept");
        });
        assertThat(counts().stream()
                        .filter(one -> one.service().value().equals("cart")
                                && one.window().start().isAfter(noon))
                        .mapToLong(PatternCounts::total)
                        .sum())
                .isEqualTo(1);
    }

    /** While there is hours of history to read, each minute that closes is read by the next pass of every source. */
    @Test
    void history_neverHoldsUpThePresent() throws InterruptedException {
        shop(300);
        pollUntilIdle();
        clock.advance(Duration.ofHours(6));
        try (Ledger ledger = ledgers.open(0)) {
            LogPolling polling = polling(ledger);
            polling.pass();
            for (int minute = 1; minute <= 5; minute++) {
                clock.advance(MINUTE);
                Instant settled = noon.plus(Duration.ofHours(6)).plus(MINUTE.multipliedBy(minute));
                polling.pass();
                assertThat(watermarks().values())
                        .allSatisfy(mark -> assertThat(mark.analyzedThrough()).isEqualTo(settled));
            }
            assertThat(watermarks().values())
                    .allSatisfy(mark -> assertThat(mark.read().size()).isGreaterThan(1));
        }
    }

    private void pollUntilIdle() {
        boolean idle = false;
        for (int attempt = 0; !idle && attempt < 100; attempt++) {
            try (Ledger ledger = ledgers.open(0)) {
                LogPolling polling = polling(ledger);
                for (int failures = 0; failures < 100 && !idle; failures++) {
                    Duration pause = polling.pass();
                    failures = pause.isZero() ? 0 : failures;
                    idle = !pause.isZero()
                            && status.lastError(io.lokitempo.finding.SourceId.Kind.LOGS)
                                    .isEmpty();
                    status.answered(io.lokitempo.finding.SourceId.Kind.LOGS);
                }
            } catch (KafkaException e) {
                assertThat(e).hasMessageContaining("injected");
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
        assertThat(idle).isTrue();
    }

    private LogPolling polling(Ledger ledger) {
        Schedule schedule = new Schedule(MINUTE, Duration.ofSeconds(20), Duration.ofHours(1), catchUp);
        LogPolling.Sharing sharing = new LogPolling.Sharing(
                scope,
                loki,
                new LogWindows(loki, 50, schedule, lineBudget),
                new WindowCounts(loki, clock),
                new Services(loki, Duration.ofHours(1), clock),
                new Retention(loki, clock),
                schedule,
                lineBudget,
                MinerBounds.DEFAULT,
                text -> text,
                status,
                clock);
        return new LogPolling(0, new ServicePartitioner(1), sharing, ledger, ledger.readBack());
    }

    private static Ledger.Ledgers failingLedgers(Ledger.Ledgers real, Random chance) {
        return partition -> {
            Ledger ledger = real.open(partition);
            return new Ledger() {
                @Override
                public Contents readBack() {
                    return ledger.readBack();
                }

                @Override
                public void commit(Batch batch) {
                    if (chance.nextInt(6) == 0) {
                        throw new KafkaException("injected before the commit");
                    }
                    ledger.commit(batch);
                    if (chance.nextInt(6) == 0) {
                        throw new KafkaException("injected after the commit");
                    }
                }

                @Override
                public void close() {
                    ledger.close();
                }
            };
        };
    }

    /** Lines of the last hour, many of them at equal times. */
    private void shop(int lines) {
        Random random = new Random(lines);
        for (int i = 0; i < lines; i++) {
            long second = random.nextInt(3_600);
            String service = SERVICES.get(random.nextInt(SERVICES.size()));
            loki.add(line(service, noon.minusSeconds(second).minusNanos(random.nextInt(2)), text(random)));
        }
        SERVICES.forEach(service -> loki.add(line(service, noon.minusSeconds(1), "alive")));
    }

    private void shopAt(Instant start, int lines) {
        Random random = new Random(lines);
        for (int i = 0; i < lines; i++) {
            loki.add(line(SERVICES.get(i % 3), start.plusSeconds(i % 60), text(random)));
        }
    }

    private static String text(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> "order " + random.nextInt(1_000) + " was placed";
            case 1 -> "ERROR payment " + random.nextInt(50) + " declined after " + random.nextInt(900) + "ms";
            case 2 -> "user u" + random.nextInt(100) + " signed in from 10.0.0." + random.nextInt(255);
            default -> "cache hit";
        };
    }

    private static LogLine line(String service, Instant at, String text) {
        return new LogLine(Nanos.of(at), text, Map.of("service_name", service), Map.of());
    }

    private List<PatternCounts> counts() {
        return kafka.committed(Topic.PATTERN_COUNTS).stream()
                .filter(counts -> counts.scope().equals(scope))
                .toList();
    }

    private long patterns() {
        return kafka.committed(Topic.LOG_PATTERNS).stream()
                .filter(pattern -> pattern.scope().equals(scope))
                .map(LogPattern::id)
                .distinct()
                .count();
    }

    private Map<String, Watermark> watermarks() {
        return kafka.committed(Topic.WATERMARKS).stream()
                .filter(mark -> mark.source().scope().equals(scope))
                .collect(Collectors.toMap(mark -> mark.source().name(), mark -> mark, (_, later) -> later));
    }

    /** Lines by service and window as the highest revisions say. */
    private Map<String, Long> published() {
        Map<String, PatternCounts> last = counts().stream()
                .collect(Collectors.toMap(
                        counts -> counts.service() + " " + counts.window().start(),
                        counts -> counts,
                        (a, b) -> b.revision() > a.revision() ? b : a));
        return last.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().total()));
    }

    /** The same as Loki holds them, for the windows that were published. */
    private Map<String, Long> held() {
        Map<String, Watermark> watermarks = watermarks();
        Map<String, Long> held = new HashMap<>();
        published().keySet().forEach(window -> held.put(window, 0L));
        loki.lines().forEach(line -> {
            String service = line.labels().getOrDefault("service_name", "");
            Watermark mark = watermarks.get(service);
            Instant start = TimeWindow.containing(line.time(), MINUTE).start();
            if (mark == null || !start.isBefore(mark.begin())) {
                held.merge(service + " " + start, 1L, Long::sum);
            }
        });
        return held;
    }
}
