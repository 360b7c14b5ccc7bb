package io.lokitempo.lab.shop.plan;

import static io.lokitempo.lab.shop.plan.Operation.consumes;
import static io.lokitempo.lab.shop.plan.Operation.serves;
import static io.lokitempo.lab.shop.plan.Step.Call.call;
import static io.lokitempo.lab.shop.plan.Step.Log.log;
import static io.lokitempo.lab.shop.plan.Step.Publish.publish;
import static io.lokitempo.telemetry.LogLevel.ERROR;
import static io.lokitempo.telemetry.LogLevel.INFO;
import static io.lokitempo.telemetry.LogLevel.WARN;

import io.lokitempo.lab.shop.plan.Traits.Protocol;
import io.lokitempo.lab.shop.plan.Traits.TraceIds;
import io.lokitempo.telemetry.SpanKind;
import java.time.Duration;
import java.util.List;

/** What follows an order: shipping (Go), notifications (Node), the accounts (Spring); and everything that others run. */
final class Fulfilment {
    private Fulfilment() {}

    static List<Service> services() {
        return List.of(shipping(), notification(), user());
    }

    static List<Service> dependencies() {
        return List.of(
                Service.external("redis", Protocol.REDIS, serves("GET", 0.5), serves("SET", 0.6), serves("MGET", 0.9)),
                Service.external(
                        "catalog-db", Protocol.POSTGRESQL, serves("SELECT products", 4), serves("SELECT featured", 7)),
                Service.external(
                        "stock-db", Protocol.POSTGRESQL, serves("SELECT stock", 1.8), serves("UPDATE stock", 3)),
                Service.external(
                        "user-db", Protocol.POSTGRESQL, serves("SELECT users", 2), serves("UPDATE sessions", 2.4)),
                Service.external("elastic", Protocol.ELASTICSEARCH, serves("POST /_search", 18)),
                Service.external("kcp-pg", Protocol.HTTP, serves("POST /approve", 130)),
                Service.external("carrier-api", Protocol.HTTP, serves("POST /waybills", 90)),
                Service.external("sms-gw", Protocol.HTTP, serves("POST /messages", 60)));
    }

    private static Service shipping() {
        Wording wording = new Wording(
                List.of(log(INFO, "main.go:88", "received SIGTERM, leaving consumer group", "")),
                List.of(log(INFO, "main.go:41", "shipping {version} joined group shipping-v2", "")),
                log(WARN, "carrier.go:59", "WARN {peer} call failed, attempt {attempt}: {reason}", ""),
                new Fault(
                        "shipping.CarrierError",
                        log(ERROR, "consume.go:102", "ERROR order {order} parked in dead letters: {peer} {reason}", ""),
                        500,
                        List.of("carrier.(*Client).Book:59", "consume.handle:102")),
                log(WARN, "route.go:17", "WARN zip table reloaded during lookup, order {order}", ""),
                List.of(new Fault(
                        "shipping.AddressError",
                        log(
                                ERROR,
                                "address.go:77",
                                "ERROR address of order {order} has no road code, table version {n}",
                                ""),
                        500,
                        List.of("address.Normalize:77", "consume.handle:66"))));
        Fault label = new Fault(
                "shipping.LabelError",
                log(ERROR, "label.go:45", "ERROR label printer queue full for order {order}", ""),
                500,
                List.of("label.(*Printer).Enqueue:45", "consume.handle:97"));
        return Service.of(
                "shipping",
                Traits.of(Style.GO_LOG, 2).named("app"),
                wording,
                List.of(consumes(
                                "orders.placed",
                                4,
                                call("carrier-api", "POST /waybills")
                                        .attempts(3)
                                        .within(2_000),
                                log(
                                        INFO,
                                        "consume.go:91",
                                        "order {order} booked with {carrier}, waybill {waybill}, {ms} ms",
                                        ""),
                                publish("shipments.created", "notification"))
                        .failing(0.002, label)));
    }

    private static Service notification() {
        Step.Log sent = log(INFO, "sender", "알림톡 발송 완료", "order={order} phone={phone} took={ms}");
        Wording wording = new Wording(
                List.of(log(INFO, "worker", "consumer disconnecting", "reason=SIGTERM")),
                List.of(log(INFO, "worker", "consumer group joined", "group=notification version={version}")),
                log(WARN, "sender", "발송 실패, 재시도: {peer} {reason}", "attempt={attempt} phone={phone}"),
                new Fault(
                        "DeliveryError",
                        log(ERROR, "worker", "알림 발송을 포기합니다: {peer} {reason}", "order={order} email={email}"),
                        500,
                        List.of("Sender.deliver:52", "Worker.handle:31")),
                log(WARN, "dedupe", "duplicate event skipped", "event={uuid} order={order}"),
                List.of(new Fault(
                        "TemplateError",
                        log(ERROR, "templates", "알림톡 템플릿 변수 누락: 배송예정일", "order={order} template=ship-{n}"),
                        500,
                        List.of("Templates.render:88", "Worker.handle:24"))));
        Fault quota = new Fault(
                "QuotaError",
                log(ERROR, "sender", "일일 발송 한도 초과", "phone={phone} quota={bytes}"),
                500,
                List.of("Sender.deliver:47", "Worker.handle:31"));
        return Service.of(
                "notification",
                Traits.of(Style.PINO, 2).named("app").withTraceIds(TraceIds.FIELD),
                wording,
                List.of(
                        consumes(
                                        "orders.placed",
                                        3,
                                        call("sms-gw", "POST /messages").attempts(2),
                                        sent)
                                .failing(0.0015, quota),
                        consumes(
                                        "shipments.created",
                                        3,
                                        call("sms-gw", "POST /messages").attempts(2),
                                        sent)
                                .failing(0.0015, quota)));
    }

    private static Service user() {
        Wording wording = new Wording(
                List.of(log(
                        INFO,
                        "o.s.b.w.e.tomcat.GracefulShutdown",
                        "Commencing graceful shutdown. Waiting for active requests to complete",
                        "")),
                List.of(log(
                        INFO, "c.h.user.UserApplication", "Started UserApplication v{version} in 5.{n} seconds", "")),
                log(WARN, "c.h.user.PeerClient", "{peer} unavailable, attempt {attempt}: {reason}", ""),
                new Fault(
                        "org.springframework.dao.DataAccessResourceFailureException",
                        log(ERROR, "c.h.user.SessionService", "session of {user} not verified: {peer} {reason}", ""),
                        503,
                        List.of("UserRepository.find:61", "SessionService.verify:44", "SessionController.verify:29")),
                log(WARN, "c.h.user.RateLimiter", "token bucket of {ip} nearly empty, {n} tokens left", ""),
                List.of(new Fault(
                        "java.security.InvalidKeyException",
                        log(
                                ERROR,
                                "c.h.user.TokenService",
                                "signing key kid-{n} is not in the key set, token of {user} refused",
                                ""),
                        500,
                        List.of("TokenService.verify:118", "SessionService.verify:39"))));
        Fault badPassword = new Fault(
                "com.hanashop.user.BadCredentialsException",
                log(WARN, "c.h.user.LoginService", "login failed for {email} from {ip}: bad credentials", ""),
                401,
                List.of("LoginService.login:53"));
        Fault expired = new Fault(
                "com.hanashop.user.SessionStoreException",
                log(ERROR, "c.h.user.SessionService", "session store returned a stale entry for {user}", ""),
                500,
                List.of("SessionStore.read:72", "SessionService.verify:41"));
        return Service.of(
                "user",
                Traits.of(Style.SPRING, 2).named("app"),
                wording,
                List.of(
                        serves(
                                        "POST /sessions/verify",
                                        3,
                                        call("user-db", "SELECT users").sometimes(0.3),
                                        log(
                                                INFO,
                                                "c.h.user.SessionService",
                                                "session of {user} verified in {ms} ms",
                                                ""))
                                .failing(0.0008, expired),
                        serves(
                                        "POST /login",
                                        22,
                                        call("user-db", "SELECT users"),
                                        call("user-db", "UPDATE sessions"),
                                        log(INFO, "c.h.user.LoginService", "user {user} logged in from {ip}", ""))
                                .failing(0.06, badPassword)),
                new Job(
                        "session cleanup",
                        SpanKind.INTERNAL,
                        Duration.ofHours(1),
                        Duration.ofMinutes(50),
                        Duration.ofSeconds(12),
                        log(INFO, "c.h.user.SessionCleanup", "removing expired sessions", ""),
                        12,
                        log(INFO, "c.h.user.SessionCleanup", "removed {bytes} sessions of partition {n}", ""),
                        log(INFO, "c.h.user.SessionCleanup", "session cleanup done in {ms} ms", "")));
    }
}
