package io.lokitempo.mcp.tool;

import io.lokitempo.mcp.answer.Answer;
import io.lokitempo.mcp.answer.Call;
import io.lokitempo.mcp.answer.Cell;
import io.lokitempo.mcp.answer.Column;
import io.lokitempo.mcp.answer.Header;
import io.lokitempo.mcp.answer.Outcome;
import io.lokitempo.mcp.answer.Table;
import io.lokitempo.mcp.call.Arguments;
import io.lokitempo.mcp.call.Declaration;
import io.lokitempo.mcp.call.Declaration.Effect;
import io.lokitempo.mcp.call.Progress;
import io.lokitempo.mcp.finding.Coverage;
import io.lokitempo.mcp.finding.DatabaseCheck;
import io.lokitempo.mcp.live.ServerCheck;
import io.lokitempo.mcp.live.ServerCheck.State;
import io.lokitempo.mcp.setting.LiveSettings;
import io.lokitempo.mcp.setting.Settings;
import io.lokitempo.mcp.setting.SettingsOffice;
import io.lokitempo.setting.SettingsTopic;
import io.lokitempo.topic.Topic;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** How this service is set up, and how the servers are that it lives on. */
public final class CheckEnvironment implements Tool {
    private static final Declaration DECLARATION = Declaration.of(
            "check_environment",
            "Check environment",
            Effect.READS,
            "Settings with origin; reach, version, limits and clock of Loki, Tempo, Grafana, PostgreSQL and Kafka; "
                    + "analyzer lag; what makes answers poorer and how to turn it on.",
            "",
            "hints",
            "servers",
            "sources",
            "settings");

    private static final List<String> WORST_FIRST = List.of("failed", "degraded", "ok", "off");

    private final SettingsOffice office;
    private final LiveSettings settings;
    private final DatabaseCheck database;
    private final Clock clock;

    public CheckEnvironment(SettingsOffice office, LiveSettings settings, DatabaseCheck database, Clock clock) {
        this.office = office;
        this.settings = settings;
        this.database = database;
        this.clock = clock;
    }

    @Override
    public Declaration declaration() {
        return DECLARATION;
    }

    @Override
    public Outcome answer(Arguments arguments, Progress progress) {
        Settings now = settings.current();
        Instant instant = clock.instant();
        ServerCheck check = new ServerCheck(now, instant);
        DatabaseCheck.Condition condition = database.condition(now.scope(), instant);
        List<State> states = together(List.of(
                check::loki,
                check::tempo,
                check::grafana,
                () -> postgres(condition),
                this::kafka,
                () -> analyzer(condition)));
        Header header = new Header("environment", null, instant, now.defaults().zone(), "live", List.of());
        Answer.Builder answer = Answer.about(header)
                .fact(
                        "tenant",
                        now.scope().tenant().isDefault()
                                ? "none sent"
                                : now.scope().tenant().value())
                .fact("scope", now.scope().toString());
        answer.fact("health", health(states));
        fact(answer, "loki_limits", states.get(0).limits());
        fact(answer, "tempo_limits", states.get(1).limits());
        fact(answer, "schema", states.get(3).limits());
        fact(answer, "kafka", states.get(4).limits());
        fact(answer, "analyzer", states.get(5).limits());
        List<State> worstFirst = states.stream()
                .sorted(Comparator.comparingInt(state -> WORST_FIRST.indexOf(state.health())))
                .toList();
        answer.table(hints(worstFirst))
                .table(servers(worstFirst))
                .table(sources(condition.sources(), instant))
                .table(settings());
        if (states.get(0).state().startsWith("not set") && now.mayChange()) {
            answer.next(Call.of("update_environment_settings").with("loki_url", "http://localhost:3100"));
        }
        return answer.next(Call.of("get_service_metrics")).answer();
    }

    /** {@code degraded: Kafka failed, Tempo degraded}; failed where no tool has anything to answer from. */
    private static String health(List<State> states) {
        String parts = states.stream()
                .filter(state -> !List.of("ok", "off").contains(state.health()))
                .map(state -> state.server() + " " + state.health())
                .collect(Collectors.joining(", "));
        boolean neither = states.stream()
                .filter(state -> List.of("Loki", "Tempo", "analyzer").contains(state.server()))
                .allMatch(state -> List.of("failed", "off").contains(state.health()));
        return parts.isEmpty() && !neither
                ? "ok"
                : (neither ? "failed" : "degraded") + (parts.isEmpty() ? "" : ": " + parts);
    }

    private static void fact(Answer.Builder answer, String name, String value) {
        if (!value.isEmpty()) {
            answer.fact(name, value);
        }
    }

    private static List<State> together(List<Supplier<State>> checks) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<State>> pending = new ArrayList<>();
            checks.forEach(check -> pending.add(threads.submit(check::get)));
            List<State> states = new ArrayList<>();
            for (Future<State> one : pending) {
                states.add(one.get());
            }
            return states;
        } catch (ExecutionException e) {
            throw new IllegalStateException("a check failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while checking", e);
        }
    }

    private static State postgres(DatabaseCheck.Condition condition) {
        return new State(
                "PostgreSQL",
                "",
                condition.state(),
                condition.version(),
                condition.skewSeconds(),
                Double.NaN,
                condition.schema(),
                condition.version().isEmpty() ? condition.hints() : List.of());
    }

    /** Known by what it wrote: this service never asks it. */
    private static State analyzer(DatabaseCheck.Condition condition) {
        String state = condition.version().isEmpty()
                ? "not set: its findings are in PostgreSQL"
                : condition.sources().isEmpty() ? "has written nothing of this Loki and Tempo" : "ready";
        return new State(
                "analyzer",
                "",
                state,
                "",
                Double.NaN,
                Double.NaN,
                String.join("; ", condition.lag()),
                condition.version().isEmpty() ? List.of() : condition.hints());
    }

    private State kafka() {
        SettingsTopic.Condition kafka = office.kafka();
        List<String> hints = new ArrayList<>();
        if (!kafka.unreachable().isEmpty()) {
            hints.add("without Kafka changed settings reach this instance alone, and the analyzer does not run");
        } else if (!kafka.missing().isEmpty()) {
            hints.add("topics are missing, which the analyzer makes when it starts: "
                    + String.join(", ", kafka.missing()));
        }
        return new State(
                "Kafka",
                "",
                kafka.unreachable().isEmpty() ? "ready" : "unavailable: " + kafka.unreachable(),
                kafka.metadataVersion() == 0 ? "" : "metadata.version " + kafka.metadataVersion(),
                Double.NaN,
                Double.NaN,
                kafka.unreachable().isEmpty()
                        ? kafka.brokers() + " brokers, "
                                + (Topic.all().size() - kafka.missing().size()) + " of "
                                + Topic.all().size() + " topics"
                        : "",
                hints);
    }

    private static Table servers(List<State> states) {
        Table.Rows rows = Table.of(
                "servers",
                Column.name("server"),
                Column.name("health"),
                Column.name("url"),
                Column.name("version"),
                Column.number("skew_s"),
                Column.millis("answered"),
                Column.prose("state"));
        states.forEach(state -> rows.row(
                Cell.of(state.server()),
                Cell.of(state.health()),
                Cell.of(state.url()),
                Cell.of(state.version()),
                Cell.of(state.skewSeconds()),
                Cell.of(state.millis()),
                Cell.of(state.state())));
        return rows.table();
    }

    private static Table hints(List<State> states) {
        Table.Rows rows = Table.of("hints", Column.name("server"), Column.prose("hint"));
        states.forEach(state -> state.hints().forEach(hint -> rows.row(Cell.of(state.server()), Cell.of(hint))));
        return rows.table();
    }

    /** Furthest behind first. */
    private static Table sources(List<Coverage.Source> sources, Instant now) {
        Table.Rows rows = Table.of(
                "sources",
                Column.name("kind"),
                Column.name("source"),
                Column.time("through"),
                Column.millis("behind"),
                Column.count("gaps"));
        sources.forEach(source -> rows.row(
                Cell.of(source.kind().name().toLowerCase(Locale.ROOT)),
                Cell.of(source.name()),
                Cell.of(source.analyzedThrough()),
                Cell.of((double) Duration.between(source.analyzedThrough(), now).toMillis()),
                Cell.of((long) source.gaps().size())));
        return rows.table();
    }

    /** What was changed first, defaults last. */
    private Table settings() {
        Table.Rows rows = Table.of("settings", Column.name("key"), Column.name("value"), Column.name("origin"));
        settings.shown().stream()
                .filter(shown -> !shown.shown().isEmpty())
                .sorted(Comparator.comparing(LiveSettings.Shown::origin).reversed())
                .forEach(shown -> rows.row(
                        Cell.of(shown.key()),
                        Cell.of(shown.shown()),
                        Cell.of(shown.origin().name().toLowerCase(Locale.ROOT))));
        return rows.table();
    }
}
