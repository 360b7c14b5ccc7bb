package io.lokitempo.lab.shop.plan;

import static io.lokitempo.lab.shop.plan.Operation.serves;
import static io.lokitempo.lab.shop.plan.Step.Call.call;
import static io.lokitempo.lab.shop.plan.Step.Log.log;
import static io.lokitempo.lab.shop.plan.Step.Work.work;
import static io.lokitempo.telemetry.LogLevel.DEBUG;
import static io.lokitempo.telemetry.LogLevel.ERROR;
import static io.lokitempo.telemetry.LogLevel.INFO;
import static io.lokitempo.telemetry.LogLevel.WARN;

import io.lokitempo.lab.shop.plan.Traits.Protocol;
import io.lokitempo.lab.shop.plan.Traits.TraceIds;
import io.lokitempo.telemetry.SpanKind;
import java.time.Duration;
import java.util.List;

/** What is for sale: the catalog and the recommendations (Python), the stock (Go, zap) and the search (Rust). */
final class Goods {
    private Goods() {}

    static List<Service> services() {
        return List.of(catalog(), inventory(), search(), recommendation());
    }

    private static Service catalog() {
        Step.Log answered = log(INFO, "catalog.access", "{method} {path} {status} {ms}ms", "")
                .always();
        Wording wording = new Wording(
                List.of(log(INFO, "uvicorn.error", "Shutting down, waiting for {n} connections to close", "")),
                List.of(
                        log(INFO, "uvicorn.error", "Application startup complete.", ""),
                        log(INFO, "catalog.main", "catalog {version} ready, {bytes} products cached", "")),
                log(WARN, "catalog.peers", "{peer} failed on attempt {attempt}: {reason}", ""),
                new Fault(
                        "catalog.errors.StoreError",
                        log(ERROR, "catalog.api", "Exception in ASGI application on {path}: {peer} {reason}", ""),
                        500,
                        List.of("peers.fetch:54", "products.load:88", "api.get_product:31")),
                log(
                        WARN,
                        "catalog.images",
                        "image variant of {sku} is missing, falling back to original of {bytes} bytes",
                        ""),
                List.of(
                        new Fault(
                                "KeyError",
                                log(
                                        ERROR,
                                        "catalog.api",
                                        "Exception in ASGI application: price tier 'member-plus' missing for {sku}",
                                        ""),
                                500,
                                List.of("pricing.tier:142", "products.present:97", "api.get_product:36")),
                        new Fault(
                                "UnicodeDecodeError",
                                log(ERROR, "catalog.i18n", "cannot decode translation block of {sku} at byte {n}", ""),
                                500,
                                List.of("i18n.decode:19", "products.present:104"))));
        Fault pool = new Fault(
                "asyncpg.exceptions.TooManyConnectionsError",
                log(ERROR, "catalog.api", "Exception in ASGI application: connection pool exhausted after {ms} ms", ""),
                500,
                List.of("db.acquire:47", "products.load:82", "api.get_product:31"));
        return Service.of(
                "catalog",
                Traits.of(Style.PYTHON, 3).withTraceIds(TraceIds.IN_TEXT),
                wording,
                List.of(
                        serves(
                                        "GET /v1/products/{sku}",
                                        5,
                                        call("redis", "GET").within(300).optional(),
                                        call("catalog-db", "SELECT products").sometimes(0.2),
                                        answered)
                                .failing(0.0012, pool),
                        serves(
                                        "GET /v1/featured",
                                        6,
                                        call("redis", "GET").within(300).optional(),
                                        call("catalog-db", "SELECT featured").sometimes(0.1),
                                        answered)
                                .failing(0.0008, pool)),
                new Job(
                        "price import",
                        SpanKind.INTERNAL,
                        Duration.ofHours(1),
                        Duration.ofMinutes(12),
                        Duration.ofSeconds(45),
                        log(INFO, "catalog.imports", "price import started", ""),
                        60,
                        log(INFO, "catalog.imports", "imported chunk {n} with {bytes} prices", ""),
                        log(INFO, "catalog.imports", "price import finished in {ms} ms", "")));
    }

    private static Service inventory() {
        Wording wording = new Wording(
                List.of(log(INFO, "server/main.go:91", "stopping", "signal=terminated")),
                List.of(log(INFO, "server/main.go:48", "listening", "addr=:9000 version={version}")),
                log(WARN, "peer/client.go:77", "peer call failed", "peer={peer} attempt={attempt} error={reason}"),
                new Fault(
                        "inventory.StoreError",
                        log(ERROR, "stock/server.go:120", "request failed", "sku={sku} peer={peer} error={reason}"),
                        503,
                        List.of("stock.(*Store).Query:88", "stock.(*Server).Get:120")),
                log(WARN, "stock/watch.go:33", "stock level below zero, waiting for correction", "sku={sku} level={n}"),
                List.of(new Fault(
                        "inventory.WarehouseMismatch",
                        log(
                                ERROR,
                                "stock/reserve.go:142",
                                "warehouse split has no route for zip prefix",
                                "sku={sku} warehouse={n} order={order}"),
                        500,
                        List.of("stock.(*Planner).Split:142", "stock.(*Server).Reserve:97"))));
        Fault deadline = new Fault(
                "context.DeadlineExceeded",
                log(
                        ERROR,
                        "stock/reserve.go:101",
                        "reservation lock not acquired",
                        "sku={sku} order={order} waited_ms={ms}"),
                503,
                List.of("stock.(*Store).Lock:64", "stock.(*Server).Reserve:101"));
        return Service.of(
                "inventory",
                Traits.of(Style.ZAP, 2).speaking(Protocol.GRPC).named("app").withTraceIds(TraceIds.FIELD),
                wording,
                List.of(
                        serves(
                                        "inventory.Stock/Get",
                                        1.4,
                                        call("stock-db", "SELECT stock").sometimes(0.5),
                                        log(
                                                DEBUG,
                                                "stock/server.go:64",
                                                "stock read",
                                                "sku={sku} level={n} took_ms={ms}"))
                                .failing(0.0006, deadline),
                        serves(
                                        "inventory.Stock/Reserve",
                                        3.2,
                                        call("stock-db", "UPDATE stock"),
                                        log(
                                                INFO,
                                                "stock/reserve.go:88",
                                                "stock reserved",
                                                "order={order} sku={sku} items={items} took_ms={ms}"))
                                .failing(0.002, deadline)),
                new Job(
                        "warehouse sync",
                        SpanKind.INTERNAL,
                        Duration.ofMinutes(15),
                        Duration.ofMinutes(4),
                        Duration.ofSeconds(20),
                        log(INFO, "sync/job.go:22", "warehouse sync started", "warehouses={items}"),
                        25,
                        log(INFO, "sync/job.go:57", "levels adjusted", "sku=SKU-{bytes} delta={n}"),
                        log(INFO, "sync/job.go:71", "warehouse sync finished", "took_ms={ms}")));
    }

    private static Service search() {
        Wording wording = new Wording(
                List.of(log(INFO, "search::server", "graceful shutdown requested", "inflight={n}")),
                List.of(log(INFO, "search::server", "search {version} listening on 0.0.0.0:7000", "shards={items}")),
                log(WARN, "search::index", "index call failed", "peer={peer} attempt={attempt} error={reason}"),
                new Fault(
                        "IndexUnavailable",
                        log(ERROR, "search::api", "query failed", "term={term} peer={peer} error={reason}"),
                        503,
                        List.of("search::index::query:93", "search::api::handle:41")),
                log(WARN, "search::suggest", "suggestion trie rebuilt on the fly", "term={term} nodes={bytes}"),
                List.of(new Fault(
                        "ParseError",
                        log(ERROR, "search::query", "unbalanced quote in synonym expansion", "term={term} rule={n}"),
                        500,
                        List.of("search::synonym::expand:38", "search::query::parse:57"))));
        Fault tooComplex = new Fault(
                "QueryTooComplex",
                log(ERROR, "search::query", "query exceeded clause budget", "term={term} clauses={n}"),
                500,
                List.of("search::query::plan:112", "search::api::handle:36"));
        return Service.of(
                "search",
                Traits.of(Style.RUST_TRACING, 2),
                wording,
                List.of(serves(
                                "GET /query",
                                5,
                                work("parse", 1.2),
                                call("elastic", "POST /_search").within(2_500),
                                log(INFO, "search::api", "query served", "term={term} hits={n} took_ms={ms}"))
                        .failing(0.0015, tooComplex)),
                new Job(
                        "reindex",
                        SpanKind.INTERNAL,
                        Duration.ofHours(1),
                        Duration.ofMinutes(35),
                        Duration.ofSeconds(90),
                        log(INFO, "search::reindex", "incremental reindex started", ""),
                        80,
                        log(INFO, "search::reindex", "segment merged", "segment=seg_{n} docs={bytes}"),
                        log(INFO, "search::reindex", "incremental reindex finished", "took_ms={ms}")));
    }

    private static Service recommendation() {
        Wording wording = new Wording(
                List.of(log(INFO, "gunicorn.error", "Handling signal: term", "")),
                List.of(
                        log(INFO, "gunicorn.error", "Booting worker with pid: {n}", ""),
                        log(INFO, "reco.model", "model {version} loaded, {bytes} embeddings", "")),
                log(WARN, "reco.features", "{peer} failed on attempt {attempt}: {reason}", ""),
                new Fault(
                        "reco.errors.FeatureStoreError",
                        log(ERROR, "reco.api", "recommendation for {user} failed: {peer} {reason}", ""),
                        503,
                        List.of("features.fetch:66", "ranker.rank:41", "api.recommend:28")),
                log(WARN, "reco.ranker", "embedding of {sku} has norm {share}, expected 1", ""),
                List.of(new Fault(
                        "ValueError",
                        log(
                                ERROR,
                                "reco.ranker",
                                "operands could not be broadcast together with shapes (64,) ({n},) for {user}",
                                ""),
                        500,
                        List.of("ranker.score:83", "ranker.rank:52", "api.recommend:28"))));
        Fault cold = new Fault(
                "reco.errors.ModelTimeout",
                log(ERROR, "reco.api", "model worker gave no answer for {user} after {ms} ms", ""),
                500,
                List.of("model.predict:114", "ranker.rank:47", "api.recommend:28"));
        return Service.of(
                "recommendation",
                Traits.of(Style.PYTHON, 2).withTraceIds(TraceIds.METADATA),
                wording,
                List.of(serves(
                                "POST /recommend",
                                4,
                                call("redis", "MGET").within(400),
                                work("rank", 14),
                                log(INFO, "reco.api", "recommended {items} of {n} candidates to {user} in {ms} ms", ""),
                                log(WARN, "reco.ranker", "slow ranking for {user}: {ms} ms", "")
                                        .whenSlower(180))
                        .failing(0.002, cold)));
    }
}
