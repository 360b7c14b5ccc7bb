package io.lokitempo.lab.shop.plan;

import static io.lokitempo.lab.shop.plan.Operation.serves;
import static io.lokitempo.lab.shop.plan.Step.Call.call;
import static io.lokitempo.lab.shop.plan.Step.Log.log;
import static io.lokitempo.lab.shop.plan.Step.Publish.publish;
import static io.lokitempo.lab.shop.plan.Step.Together.together;
import static io.lokitempo.lab.shop.plan.Step.Work.work;
import static io.lokitempo.telemetry.LogLevel.ERROR;
import static io.lokitempo.telemetry.LogLevel.INFO;
import static io.lokitempo.telemetry.LogLevel.WARN;

import io.lokitempo.lab.shop.plan.Traits.Protocol;
import io.lokitempo.lab.shop.plan.Traits.TraceIds;
import io.lokitempo.telemetry.SpanKind;
import java.time.Duration;
import java.util.List;

/** What takes the money: checkout and payment (Spring, payment's messages Korean), payment's database, the cart (Go). */
final class Ordering {
    private Ordering() {}

    static List<Service> services() {
        return List.of(checkout(), payment(), payDb(), cart());
    }

    private static Service checkout() {
        String orders = "c.h.checkout.OrderService";
        Wording wording = new Wording(
                List.of(log(
                        INFO,
                        "o.s.b.w.e.tomcat.GracefulShutdown",
                        "Commencing graceful shutdown. Waiting for active requests to complete",
                        "")),
                List.of(
                        log(
                                INFO,
                                "c.h.checkout.CheckoutApplication",
                                "Starting CheckoutApplication v{version} using Java 25 with PID 1",
                                ""),
                        log(
                                INFO,
                                "c.h.checkout.CheckoutApplication",
                                "Started CheckoutApplication in 6.{n} seconds (process running for 7.{n})",
                                "")),
                log(WARN, "c.h.checkout.PeerClient", "{peer} call failed (attempt {attempt}): {reason}", ""),
                new Fault(
                        "com.hanashop.checkout.OrderFailedException",
                        log(ERROR, orders, "order {order} failed: {peer} {reason}", ""),
                        503,
                        List.of("PeerClient.await:117", "OrderService.place:84", "OrderController.create:52")),
                log(
                        WARN,
                        "c.h.checkout.PriceGuard",
                        "price of {sku} changed between cart and order, recalculating {order}",
                        ""),
                List.of(
                        new Fault(
                                "java.lang.ArithmeticException",
                                log(
                                        ERROR,
                                        "c.h.checkout.CouponEngine",
                                        "coupon stack for order {order} does not converge after {n} rounds",
                                        ""),
                                500,
                                List.of("CouponEngine.apply:141", "PricingEngine.price:63", "OrderService.place:71")),
                        new Fault(
                                "org.springframework.dao.DuplicateKeyException",
                                log(ERROR, orders, "order number {order} was issued twice, rejecting the second", ""),
                                500,
                                List.of("OrderRepository.insert:49", "OrderService.place:77"))));
        Fault lock = new Fault(
                "org.springframework.dao.CannotAcquireLockException",
                log(ERROR, orders, "could not lock order {order} within {ms} ms", ""),
                500,
                List.of("OrderRepository.lock:38", "OrderService.place:66", "OrderController.create:52"));
        return Service.of(
                "checkout",
                Traits.of(Style.SPRING, 3).withLevelLabel().withTraceIds(TraceIds.IN_TEXT),
                wording,
                List.of(serves(
                                "POST /orders",
                                14,
                                log(INFO, orders, "received order {order} of user {user} with {items} items", ""),
                                together(
                                        call("cart", "cart.Cart/Get"),
                                        call("inventory", "inventory.Stock/Reserve")
                                                .attempts(2)),
                                work("PricingEngine.price", 5),
                                call("payment", "POST /v1/charges").attempts(2).within(4_000),
                                publish("orders.placed", "shipping", "notification"),
                                log(INFO, orders, "placed order {order}: {won} KRW, {items} items, {ms} ms", ""))
                        .failing(0.002, lock)));
    }

    private static Service payment() {
        String charges = "c.h.payment.ChargeService";
        Wording wording = new Wording(
                List.of(log(INFO, "c.h.payment.PaymentApplication", "종료 신호를 받아 진행 중인 승인 {n}건을 마무리합니다", "")),
                List.of(
                        log(
                                INFO,
                                "c.h.payment.PaymentApplication",
                                "Starting PaymentApplication v{version} using Java 25 with PID 1",
                                ""),
                        log(INFO, "c.h.payment.PaymentApplication", "결제 서비스 시작 완료: 버전 {version}", "")),
                log(WARN, "c.h.payment.PgClient", "{peer} 호출 실패 ({attempt}회차): {reason}", ""),
                new Fault(
                        "com.hanashop.payment.PgException",
                        log(ERROR, charges, "결제 승인 실패: 주문 {order}, {peer} {reason}", ""),
                        502,
                        List.of("PgClient.approve:88", "ChargeService.charge:57", "ChargeController.create:33")),
                log(WARN, "c.h.payment.FraudScorer", "이상 거래 점수 경계값: 주문 {order}, 점수 {share}", ""),
                List.of(
                        new Fault(
                                "com.hanashop.payment.CertificateExpiredException",
                                log(ERROR, "c.h.payment.PgClient", "PG 인증서 만료로 결제 승인 실패: 주문 {order}, 가맹점 {n}", ""),
                                500,
                                List.of("PgClient.handshake:131", "PgClient.approve:79", "ChargeService.charge:57")),
                        new Fault(
                                "java.lang.IllegalArgumentException",
                                log(ERROR, charges, "할부 개월 수를 해석할 수 없습니다: 주문 {order}, 카드사 코드 {n}", ""),
                                500,
                                List.of("InstallmentPlan.parse:24", "ChargeService.charge:49"))));
        Fault declined = new Fault(
                "com.hanashop.payment.CardDeclinedException",
                log(WARN, charges, "카드 승인 거절: 주문 {order}, 한도 초과, 금액 {won}원", ""),
                402,
                List.of("ChargeService.charge:61"));
        return Service.of(
                "payment",
                Traits.of(Style.SPRING, 2).withTraceIds(TraceIds.METADATA),
                wording,
                List.of(serves(
                                "POST /v1/charges",
                                11,
                                log(INFO, charges, "결제 승인 요청: 주문 {order}, 금액 {won}원, 회원 {user}", ""),
                                call("pay-db", "INSERT charges").within(2_500),
                                call("kcp-pg", "POST /approve").within(3_500),
                                call("pay-db", "UPDATE charges").within(2_500),
                                log(INFO, charges, "결제 승인 완료: 주문 {order}, 승인번호 {approval}, {ms}ms", ""),
                                log(WARN, charges, "결제 승인 지연: 주문 {order}, PG 응답 {ms}ms", "")
                                        .whenSlower(1_200))
                        .failing(0.015, declined)),
                new Job(
                        "settlement",
                        SpanKind.INTERNAL,
                        Duration.ofDays(1),
                        Duration.ofMinutes(130),
                        Duration.ofSeconds(100),
                        log(INFO, "c.h.payment.batch.SettlementJob", "정산 배치 시작: 대상 가맹점 {n}곳", ""),
                        400,
                        log(INFO, "c.h.payment.batch.SettlementJob", "가맹점 {n} 정산 완료: {won}원", ""),
                        log(INFO, "c.h.payment.batch.SettlementJob", "정산 배치 종료: {ms}ms", "")));
    }

    private static Service payDb() {
        Step.Log connected = log(
                        INFO, "LOG", "connection authorized: user=pay database=paydb application_name=payment", "")
                .sometimes(0.15);
        Wording wording = new Wording(
                List.of(log(INFO, "LOG", "received fast shutdown request", "")),
                List.of(log(INFO, "LOG", "database system is ready to accept connections", "")),
                log(WARN, "WARNING", "could not reach {peer}: {reason}", ""),
                new Fault("", log(ERROR, "ERROR", "terminating connection due to {reason}", ""), 500, List.of()),
                log(INFO, "LOG", "checkpoints are occurring too frequently ({n} seconds apart)", ""),
                List.of(new Fault(
                        "PSQLException",
                        log(
                                ERROR,
                                "ERROR",
                                "deadlock detected\nDETAIL:  Process {n} waits for ShareLock on transaction {bytes}; blocked by process {n}.\nSTATEMENT:  UPDATE charges SET state=$1 WHERE order_id={order}",
                                ""),
                        500,
                        List.of())));
        Step.Log slow = log(
                INFO,
                "LOG",
                "duration: {ms} ms  statement: UPDATE charges SET state='APPROVED', approval={approval} WHERE order_id={order}",
                "");
        Fault serialization = new Fault(
                "PSQLException",
                log(
                        ERROR,
                        "ERROR",
                        "could not serialize access due to concurrent update\nSTATEMENT:  UPDATE charges SET state=$1 WHERE order_id={order}",
                        ""),
                500,
                List.of());
        return Service.of(
                "pay-db",
                Traits.of(Style.POSTGRES, 1)
                        .speaking(Protocol.POSTGRESQL)
                        .named("job")
                        .untraced(),
                wording,
                List.of(
                        serves(
                                "INSERT charges",
                                2.2,
                                connected,
                                log(
                                                INFO,
                                                "LOG",
                                                "duration: {ms} ms  statement: INSERT INTO charges (order_id, amount) VALUES ({order}, {won})",
                                                "")
                                        .whenSlower(6)),
                        serves("UPDATE charges", 2.6, slow.whenSlower(6)).failing(0.0006, serialization)),
                new Job(
                        "checkpoint",
                        SpanKind.INTERNAL,
                        Duration.ofMinutes(5),
                        Duration.ofSeconds(41),
                        Duration.ofSeconds(27),
                        log(INFO, "LOG", "checkpoint starting: time", ""),
                        0,
                        slow,
                        log(
                                INFO,
                                "LOG",
                                "checkpoint complete: wrote {n} buffers ({share}%); write={seconds} s, sync=0.0{n} s",
                                "")),
                new Job(
                        "autovacuum",
                        SpanKind.INTERNAL,
                        Duration.ofMinutes(15),
                        Duration.ofSeconds(200),
                        Duration.ofSeconds(3),
                        log(INFO, "LOG", "automatic vacuum of table \"paydb.public.charges\": index scans: 1", ""),
                        0,
                        slow,
                        log(
                                INFO,
                                "LOG",
                                "automatic analyze of table \"paydb.public.charges\" system usage: CPU: user: 0.{n} s",
                                "")));
    }

    private static Service cart() {
        Wording wording = new Wording(
                List.of(log(INFO, "main", "shutting down", "grace=20s")),
                List.of(log(INFO, "main", "serving gRPC", "addr=:9000 version={version}")),
                log(WARN, "client", "peer call failed", "peer={peer} attempt={attempt} err={reason}"),
                new Fault(
                        "cart.StoreUnavailable",
                        log(ERROR, "store", "cart store unavailable", "user={user} peer={peer} err={reason}"),
                        503,
                        List.of("store.(*Redis).Load:71", "cart.(*Server).Get:44")),
                log(WARN, "merge", "guest cart merged twice", "user={user} cart={uuid}"),
                List.of(new Fault(
                        "cart.CorruptEntry",
                        log(
                                ERROR,
                                "codec",
                                "cart entry has unknown schema version",
                                "user={user} schema={n} key=cart:{user}"),
                        500,
                        List.of("codec.Decode:58", "store.(*Redis).Load:79"))));
        Fault conflict = new Fault(
                "cart.WriteConflict",
                log(ERROR, "store", "optimistic lock failed", "user={user} tries={n}"),
                500,
                List.of("store.(*Redis).Save:102", "cart.(*Server).AddItem:63"));
        return Service.of(
                "cart",
                Traits.of(Style.LOGFMT, 2).speaking(Protocol.GRPC).withTraceIds(TraceIds.FIELD),
                wording,
                List.of(
                        serves(
                                        "cart.Cart/Get",
                                        1.6,
                                        call("redis", "GET").within(500),
                                        log(INFO, "rpc", "cart read", "user={user} items={items} took_ms={ms}"))
                                .failing(0.0008, conflict),
                        serves(
                                        "cart.Cart/AddItem",
                                        2.1,
                                        call("redis", "GET").within(500),
                                        call("redis", "SET").within(500).attempts(2),
                                        log(INFO, "rpc", "item added", "user={user} sku={sku} took_ms={ms}"))
                                .failing(0.002, conflict)),
                new Job(
                        "expire carts",
                        SpanKind.INTERNAL,
                        Duration.ofMinutes(5),
                        Duration.ofSeconds(75),
                        Duration.ofSeconds(4),
                        log(INFO, "janitor", "expiring carts", "older_than=72h"),
                        0,
                        conflict.line(),
                        log(INFO, "janitor", "carts expired", "count={n} took_ms={ms}")));
    }
}
