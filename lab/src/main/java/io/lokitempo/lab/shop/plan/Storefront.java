package io.lokitempo.lab.shop.plan;

import static io.lokitempo.lab.shop.plan.Operation.serves;
import static io.lokitempo.lab.shop.plan.Step.Call.call;
import static io.lokitempo.lab.shop.plan.Step.Log.log;
import static io.lokitempo.lab.shop.plan.Step.Together.together;
import static io.lokitempo.lab.shop.plan.Step.Work.work;
import static io.lokitempo.telemetry.LogLevel.DEBUG;
import static io.lokitempo.telemetry.LogLevel.ERROR;
import static io.lokitempo.telemetry.LogLevel.INFO;
import static io.lokitempo.telemetry.LogLevel.WARN;

import io.lokitempo.lab.shop.plan.Traits.TraceIds;
import io.lokitempo.telemetry.SpanKind;
import java.time.Duration;
import java.util.List;

/** What customers touch: nginx in front, the web shop (Node) and the apps' backend (Spring). */
final class Storefront {
    private Storefront() {}

    static List<Service> services() {
        return List.of(gateway(), web(), mobile());
    }

    private static Service gateway() {
        Wording wording = new Wording(
                List.of(log(INFO, "notice", "signal 3 (SIGQUIT) received, shutting down", "")),
                List.of(log(INFO, "notice", "start worker processes", "")),
                log(
                                ERROR,
                                "error",
                                "upstream {reason} while reading response header from upstream, host: \"{peer}\"",
                                "")
                        .sometimes(0.3),
                new Fault(
                        "",
                        log(ERROR, "error", "no live upstreams while connecting to upstream, host: \"{peer}\"", "")
                                .sometimes(0.2),
                        502,
                        List.of()),
                log(
                        WARN,
                        "warn",
                        "an upstream response is buffered to a temporary file /var/cache/nginx/proxy_temp/{n}/{bytes}",
                        ""),
                List.of(new Fault(
                        "",
                        log(
                                ERROR,
                                "error",
                                "SSL_do_handshake() failed (SSL: error:0A000126:SSL routines::unexpected eof while reading)",
                                ""),
                        502,
                        List.of())));
        return Service.of(
                "gateway",
                Traits.of(Style.NGINX, 2).untraced(),
                wording,
                List.of(
                        proxies("GET /", "web", "GET /"),
                        proxies("GET /products/{sku}", "web", "GET /products/{sku}"),
                        proxies("GET /search", "web", "GET /search"),
                        proxies("POST /cart/items", "web", "POST /cart/items"),
                        proxies("POST /checkout", "web", "POST /checkout"),
                        proxies("POST /login", "web", "POST /login"),
                        proxies("GET /api/m/home", "mobile-bff", "GET /m/home"),
                        proxies("GET /api/m/products/{sku}", "mobile-bff", "GET /m/products/{sku}"),
                        proxies("POST /api/m/orders", "mobile-bff", "POST /m/orders")));
    }

    private static Operation proxies(String route, String service, String operation) {
        return serves(
                route,
                0.8,
                call(service, operation).within(15_000),
                log(INFO, "access", "\"{method} {path} HTTP/1.1\" {status} {bytes} \"-\" \"{agent}\" rt={seconds}", "")
                        .always());
    }

    private static Service web() {
        Step.Log done = log(
                        INFO,
                        "http",
                        "request completed",
                        "req.method={method} req.url={path} res.statusCode={status} responseTime={ms}")
                .always();
        Wording wording = new Wording(
                List.of(log(INFO, "server", "SIGTERM received, draining connections", "open={n}")),
                List.of(log(INFO, "server", "server listening at http://0.0.0.0:3000", "version={version}")),
                log(WARN, "upstream", "upstream call failed: {peer} {reason}", "upstream={peer} attempt={attempt}"),
                new Fault(
                        "UpstreamError",
                        log(ERROR, "http", "request errored: {peer} {reason}", "req.url={path} upstream={peer}"),
                        502,
                        List.of("UpstreamClient.request:41", "renderRoute:118")),
                log(WARN, "cache", "page cache miss storm, key evicted before read", "key=page:{sku} age={n}"),
                List.of(
                        new Fault(
                                "TypeError",
                                log(
                                        ERROR,
                                        "http",
                                        "Cannot read properties of undefined (reading 'discountRate') for {sku}",
                                        "req.url={path}"),
                                500,
                                List.of("priceBadge:27", "ProductPage.render:203")),
                        new Fault(
                                "RangeError",
                                log(
                                        ERROR,
                                        "session",
                                        "session cookie of {bytes} bytes exceeds limit for user {user}",
                                        "user={user}"),
                                500,
                                List.of("SessionStore.encode:64"))));
        Fault render = new Fault(
                "RenderTimeoutError",
                log(ERROR, "ssr", "server-side render exceeded budget after {ms} ms", "req.url={path}"),
                500,
                List.of("renderToStream:77", "renderRoute:131"));
        return Service.of(
                "web",
                Traits.of(Style.PINO, 3).withTraceIds(TraceIds.FIELD),
                wording,
                List.of(
                        serves(
                                        "GET /",
                                        9,
                                        together(
                                                call("catalog", "GET /v1/featured"),
                                                call("recommendation", "POST /recommend")
                                                        .within(800)
                                                        .optional()),
                                        work("render", 6),
                                        done)
                                .failing(0.0015, render),
                        serves(
                                        "GET /products/{sku}",
                                        8,
                                        together(
                                                call("catalog", "GET /v1/products/{sku}"),
                                                call("inventory", "inventory.Stock/Get")
                                                        .within(1_000)
                                                        .optional(),
                                                call("recommendation", "POST /recommend")
                                                        .sometimes(0.6)
                                                        .within(800)
                                                        .optional()),
                                        work("render", 7),
                                        done)
                                .failing(0.0015, render),
                        serves("GET /search", 6, call("search", "GET /query").attempts(2), work("render", 5), done)
                                .failing(0.001, render),
                        serves(
                                        "POST /cart/items",
                                        4,
                                        call("user", "POST /sessions/verify"),
                                        call("cart", "cart.Cart/AddItem"),
                                        done)
                                .failing(0.001, render),
                        serves(
                                        "POST /checkout",
                                        6,
                                        call("user", "POST /sessions/verify"),
                                        log(INFO, "checkout", "submitting order", "user={user} items={items}"),
                                        call("checkout", "POST /orders").within(10_000),
                                        done)
                                .failing(0.001, render),
                        serves("POST /login", 4, call("user", "POST /login"), done)
                                .failing(0.001, render)),
                new Job(
                        "GET /healthz",
                        SpanKind.SERVER,
                        Duration.ofSeconds(15),
                        Duration.ofSeconds(3),
                        Duration.ofMillis(2),
                        log(DEBUG, "http", "health check ok", "uptime={n}"),
                        0,
                        done,
                        log(DEBUG, "http", "health check ok", "uptime={n}").sometimes(0)));
    }

    private static Service mobile() {
        String web = "c.h.mobile.web.";
        Step.Log served = log(INFO, web + "AccessLogFilter", "{method} {path} -> {status} in {ms} ms", "")
                .always();
        Wording wording = new Wording(
                List.of(log(
                        INFO,
                        "o.s.b.w.e.tomcat.GracefulShutdown",
                        "Commencing graceful shutdown. Waiting for active requests to complete",
                        "")),
                List.of(
                        log(
                                INFO,
                                "c.h.mobile.MobileBffApplicationKt",
                                "Starting MobileBffApplicationKt v{version} using Java 25 with PID 1",
                                ""),
                        log(
                                INFO,
                                "o.s.b.w.embedded.tomcat.TomcatWebServer",
                                "Tomcat started on port 8080 (http) with context path '/'",
                                "")),
                log(
                        WARN,
                        "c.h.mobile.client.ResilientClient",
                        "call to {peer} failed on attempt {attempt}: {reason}",
                        ""),
                new Fault(
                        "com.hanashop.mobile.client.PeerUnavailableException",
                        log(
                                ERROR,
                                web + "ApiExceptionHandler",
                                "{method} {path} failed because {peer} did: {reason}",
                                ""),
                        503,
                        List.of("client.ResilientClient.execute:92", "web.MobileController.forward:58")),
                log(
                        WARN,
                        "c.h.mobile.push.TokenRegistry",
                        "push token of user {user} is registered twice, keeping device {uuid}",
                        ""),
                List.of(
                        new Fault(
                                "java.lang.IllegalStateException",
                                log(
                                        ERROR,
                                        web + "ApiExceptionHandler",
                                        "feature flag 'one-tap-order' has no variant for app {agent}",
                                        ""),
                                500,
                                List.of("flags.FlagResolver.variantOf:73", "web.MobileController.home:41")),
                        new Fault(
                                "com.fasterxml.jackson.databind.exc.MismatchedInputException",
                                log(
                                        ERROR,
                                        web + "ApiExceptionHandler",
                                        "Cannot deserialize coupon block of order draft {uuid}: unexpected token START_ARRAY",
                                        ""),
                                500,
                                List.of("order.DraftReader.read:36", "web.MobileController.orders:88"))));
        Fault mapping = new Fault(
                "java.lang.NullPointerException",
                log(ERROR, web + "ApiExceptionHandler", "unhandled error for user {user} on {path}", ""),
                500,
                List.of("web.HomeAssembler.banner:66", "web.MobileController.home:37"));
        return Service.of(
                "mobile-bff",
                Traits.of(Style.SPRING, 2).withLevelLabel().withTraceIds(TraceIds.METADATA),
                wording,
                List.of(
                        serves(
                                        "GET /m/home",
                                        7,
                                        together(
                                                call("catalog", "GET /v1/featured"),
                                                call("recommendation", "POST /recommend")
                                                        .within(800)
                                                        .optional()),
                                        served)
                                .failing(0.001, mapping),
                        serves(
                                        "GET /m/products/{sku}",
                                        5,
                                        together(
                                                call("catalog", "GET /v1/products/{sku}"),
                                                call("inventory", "inventory.Stock/Get")
                                                        .within(1_000)
                                                        .optional()),
                                        served)
                                .failing(0.001, mapping),
                        serves(
                                        "POST /m/orders",
                                        6,
                                        call("user", "POST /sessions/verify"),
                                        call("checkout", "POST /orders").within(10_000),
                                        served)
                                .failing(0.001, mapping)));
    }
}
