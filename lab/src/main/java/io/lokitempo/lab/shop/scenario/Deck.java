package io.lokitempo.lab.shop.scenario;

import static io.lokitempo.lab.shop.scenario.ScenarioKind.BAD_DEPLOYMENT;
import static io.lokitempo.lab.shop.scenario.ScenarioKind.BATCH_RUN;
import static io.lokitempo.lab.shop.scenario.ScenarioKind.ERROR_RATE_RISE;
import static io.lokitempo.lab.shop.scenario.ScenarioKind.LATENCY_TAIL;
import static io.lokitempo.lab.shop.scenario.ScenarioKind.LOG_FLOOD;
import static io.lokitempo.lab.shop.scenario.ScenarioKind.NEW_ERROR_PATTERN;
import static io.lokitempo.lab.shop.scenario.ScenarioKind.RETRY_STORM;
import static io.lokitempo.lab.shop.scenario.ScenarioKind.ROLLING_RESTART;
import static io.lokitempo.lab.shop.scenario.ScenarioKind.SILENT_SERVICE;
import static io.lokitempo.lab.shop.scenario.ScenarioKind.SLOW_DEPENDENCY;
import static io.lokitempo.lab.shop.scenario.ScenarioKind.TRAFFIC_DROP;
import static io.lokitempo.lab.shop.scenario.ScenarioKind.TRAFFIC_RAMP;

import io.lokitempo.lab.shop.plan.Dice;
import io.lokitempo.telemetry.TimeWindow;
import java.util.List;
import java.util.stream.IntStream;

/** Where each kind of scenario can strike, and how hard. The first card of a kind is the demo's. */
public final class Deck {
    private static final List<Card> CARDS = List.of(
            new Card(BAD_DEPLOYMENT, "payment", "", 0.5, 0.9),
            new Card(BAD_DEPLOYMENT, "checkout", "", 0.4, 0.9),
            new Card(BAD_DEPLOYMENT, "catalog", "", 0.2, 0.7),
            new Card(BAD_DEPLOYMENT, "inventory", "", 0.3, 0.8),
            new Card(BAD_DEPLOYMENT, "recommendation", "", 0.3, 0.8),
            new Card(BAD_DEPLOYMENT, "mobile-bff", "", 0.3, 0.8),
            new Card(SLOW_DEPENDENCY, "kcp-pg", "", 8, 16),
            new Card(SLOW_DEPENDENCY, "redis", "", 60, 150),
            new Card(SLOW_DEPENDENCY, "pay-db", "", 100, 300),
            new Card(SLOW_DEPENDENCY, "elastic", "", 15, 50),
            new Card(SLOW_DEPENDENCY, "stock-db", "", 60, 200),
            new Card(SLOW_DEPENDENCY, "carrier-api", "", 8, 16),
            new Card(NEW_ERROR_PATTERN, "catalog", "GET /v1/products/{sku}", 0.08, 0.3),
            new Card(NEW_ERROR_PATTERN, "web", "GET /products/{sku}", 0.08, 0.3),
            new Card(NEW_ERROR_PATTERN, "payment", "POST /v1/charges", 0.15, 0.5),
            new Card(NEW_ERROR_PATTERN, "search", "GET /query", 0.1, 0.3),
            new Card(NEW_ERROR_PATTERN, "user", "POST /sessions/verify", 0.15, 0.5),
            new Card(NEW_ERROR_PATTERN, "shipping", "orders.placed process", 0.2, 0.6),
            new Card(LATENCY_TAIL, "catalog", "GET /v1/products/{sku}", 400, 1_400),
            new Card(LATENCY_TAIL, "search", "GET /query", 400, 1_400),
            new Card(LATENCY_TAIL, "web", "GET /products/{sku}", 500, 2_000),
            new Card(LATENCY_TAIL, "inventory", "inventory.Stock/Get", 200, 700),
            new Card(RETRY_STORM, "inventory", "inventory.Stock/Reserve", 0.6, 0.9),
            new Card(RETRY_STORM, "search", "GET /query", 0.6, 0.9),
            new Card(RETRY_STORM, "user", "POST /sessions/verify", 0.6, 0.9),
            new Card(LOG_FLOOD, "cart", "", 30, 120),
            new Card(LOG_FLOOD, "web", "", 40, 150),
            new Card(LOG_FLOOD, "recommendation", "", 30, 120),
            new Card(LOG_FLOOD, "catalog", "", 40, 150),
            new Card(LOG_FLOOD, "user", "", 30, 120),
            new Card(TRAFFIC_DROP, "mobile-bff", "", 0.02, 0.3),
            new Card(TRAFFIC_DROP, "web", "", 0.02, 0.3),
            new Card(ERROR_RATE_RISE, "search", "GET /query", 0.12, 0.5),
            new Card(ERROR_RATE_RISE, "checkout", "POST /orders", 0.25, 0.7),
            new Card(ERROR_RATE_RISE, "catalog", "GET /v1/featured", 0.12, 0.5),
            new Card(ERROR_RATE_RISE, "cart", "cart.Cart/AddItem", 0.25, 0.7),
            new Card(ERROR_RATE_RISE, "recommendation", "POST /recommend", 0.12, 0.5),
            new Card(SILENT_SERVICE, "notification", "", 0, 0),
            new Card(SILENT_SERVICE, "recommendation", "", 0, 0),
            new Card(SILENT_SERVICE, "shipping", "", 0, 0),
            new Card(SILENT_SERVICE, "search", "", 0, 0),
            new Card(ROLLING_RESTART, "catalog", "", 0, 0),
            new Card(ROLLING_RESTART, "checkout", "", 0, 0),
            new Card(ROLLING_RESTART, "web", "", 0, 0),
            new Card(TRAFFIC_RAMP, "gateway", "", 1.15, 1.4),
            new Card(BATCH_RUN, "payment", "", 0.5, 1.5),
            new Card(BATCH_RUN, "catalog", "", 0.5, 1.5),
            new Card(BATCH_RUN, "search", "", 0.5, 1.5));

    /** What shows most of the product first. */
    static final List<ScenarioKind> DEMONSTRATION = List.of(
            BAD_DEPLOYMENT,
            SLOW_DEPENDENCY,
            NEW_ERROR_PATTERN,
            LATENCY_TAIL,
            RETRY_STORM,
            LOG_FLOOD,
            TRAFFIC_DROP,
            ERROR_RATE_RISE,
            SILENT_SERVICE);

    private Deck() {}

    private record Card(ScenarioKind kind, String service, String operation, double low, double high) {
        Scenario at(String id, TimeWindow window, double strength, int variant) {
            return new Scenario(id, kind, service, operation, window, low + (high - low) * strength, variant);
        }
    }

    /** Every kind at every place where it can strike, at middling strength, in one window. */
    public static List<Scenario> catalogue(TimeWindow window) {
        return IntStream.range(0, CARDS.size())
                .mapToObj(i -> CARDS.get(i).at("sc-" + (i + 1), window, 0.5, 0))
                .toList();
    }

    /** The kind where it shows best, at middling strength. */
    public static Scenario demonstrated(String id, ScenarioKind kind, TimeWindow window) {
        return of(kind).getFirst().at(id, window, 0.5, 0);
    }

    /** The kind anywhere, at any strength. */
    static Scenario drawn(String id, ScenarioKind kind, TimeWindow window, Dice dice) {
        return dice.pick(of(kind)).at(id, window, dice.between(0, 1), (int) dice.below(8));
    }

    private static List<Card> of(ScenarioKind kind) {
        return CARDS.stream().filter(card -> card.kind == kind).toList();
    }
}
