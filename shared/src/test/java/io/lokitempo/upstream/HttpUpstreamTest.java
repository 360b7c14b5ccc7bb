package io.lokitempo.upstream;

import static io.lokitempo.upstream.ScriptedServer.cut;
import static io.lokitempo.upstream.ScriptedServer.json;
import static io.lokitempo.upstream.ScriptedServer.reply;
import static io.lokitempo.upstream.ScriptedServer.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import io.lokitempo.telemetry.TenantId;
import io.lokitempo.upstream.Reply.Answered;
import io.lokitempo.upstream.Reply.Reason;
import io.lokitempo.upstream.Reply.Refused;
import io.lokitempo.upstream.Reply.Unavailable;
import io.lokitempo.upstream.ScriptedServer.Reaction;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60) // a call that hangs is the fault that these tests are about
class HttpUpstreamTest {
    private static final Request REQUEST = Request.of("thing", "/thing");
    private static final AnswerReader<String> VALUE = HttpUpstreamTest::value;
    private static final Reaction OK = json("{\"value\":\"yes\",\"more\":[1,{\"a\":null}]}\n");

    private final List<String> calls = new ArrayList<>();
    private final MovableClock clock = new MovableClock();

    private static Answered<String> value(JsonCursor json) {
        String value = "";
        for (String name : json.fields()) {
            value = name.equals("value") ? json.text() : value;
        }
        return new Answered<>(value);
    }

    @Test
    void get_serverErrorThenAnswer_isAnsweredByTheSecondAttempt() {
        try (ScriptedServer server = new ScriptedServer(text(500, "oops"), OK);
                HttpUpstream upstream = upstream(server)) {
            assertThat(upstream.get(REQUEST, VALUE)).isEqualTo(new Answered<>("yes"));
            assertThat(calls).containsExactly("thing answered 2");
        }
    }

    @ParameterizedTest
    @CsvSource({"429, RATE_LIMITED", "500, SERVER_ERROR", "502, SERVER_ERROR", "503, SERVER_ERROR", "504, SERVER_ERROR"
    })
    void get_troubleUntilTheLastAttempt_isUnavailableWithTheServersWords(int status, Reason reason) {
        try (ScriptedServer server = new ScriptedServer(text(status, "too busy\n"));
                HttpUpstream upstream = upstream(server)) {
            Reply<String> reply = upstream.get(REQUEST, VALUE);
            assertThat(unavailable(reply).reason()).isEqualTo(reason);
            assertThat(unavailable(reply).message())
                    .contains("HTTP " + status, "too busy", server.uri().toString());
            assertThat(server.seen()).hasSize(3);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 405, 422})
    void get_refusal_isNotRepeated(int status) {
        try (ScriptedServer server = new ScriptedServer(text(status, "no org id\n"));
                HttpUpstream upstream = upstream(server)) {
            assertThat(upstream.get(REQUEST, VALUE)).isEqualTo(new Refused<>(status, "no org id"));
            assertThat(server.seen()).hasSize(1);
        }
    }

    @Test
    void attempt_retryAfter_isThePauseBeforeTheNext() {
        try (ScriptedServer server = new ScriptedServer(text(429, "slow down", "Retry-After", "7"));
                Exchange exchange = new Exchange("Loki", endpoint(server.uri()), Map.of(), 1_000)) {
            Attempt<String> attempt = exchange.attempt(REQUEST, VALUE);
            assertThat(attempt.pause()).isEqualTo(Duration.ofSeconds(7));
            assertThat(attempt.isWorthRepeating()).isTrue();
        }
    }

    @Test
    void get_retryAfter_isHonoured() {
        try (ScriptedServer server = new ScriptedServer(text(503, "starting", "Retry-After", "1"), OK);
                HttpUpstream upstream = upstream(server)) {
            Instant begun = Instant.now();
            assertThat(upstream.get(REQUEST, VALUE)).isEqualTo(new Answered<>("yes"));
            assertThat(Duration.between(begun, Instant.now())).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
        }
    }

    @Test
    void get_retryAfterBeyondTheTimeout_isNotWaitedFor() {
        String date = "Wed, 21 Oct 2099 07:28:00 GMT";
        try (ScriptedServer server = new ScriptedServer(text(429, "quota", "Retry-After", date));
                HttpUpstream upstream = upstream(server)) {
            Unavailable<String> reply = unavailable(upstream.get(REQUEST, VALUE));
            assertThat(reply.reason()).isEqualTo(Reason.RATE_LIMITED);
            assertThat(reply.message()).contains("quota", "asks for a pause of");
            assertThat(server.seen()).hasSize(1);
        }
    }

    @Test
    void get_slowBody_timesOut() {
        Reaction slow = exchange -> {
            exchange.sendResponseHeaders(200, 0);
            OutputStream body = exchange.getResponseBody();
            body.write('{');
            trickle(body);
        };
        try (ScriptedServer server = new ScriptedServer(slow);
                HttpUpstream upstream = upstream(endpoint(server.uri(), Duration.ofMillis(300), 8))) {
            assertThat(unavailable(upstream.get(REQUEST, VALUE)).reason()).isEqualTo(Reason.TIMEOUT);
            assertThat(server.seen()).hasSize(1);
        }
    }

    /** A space now and then, for as long as anybody listens. */
    private static void trickle(OutputStream body) throws IOException {
        try {
            while (true) {
                body.write(' ');
                body.flush();
                Thread.sleep(20);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void get_noAnswer_timesOutOnce() {
        CountDownLatch end = new CountDownLatch(1);
        try (ScriptedServer server = new ScriptedServer(_ -> await(end));
                HttpUpstream upstream = upstream(endpoint(server.uri(), Duration.ofMillis(200), 8))) {
            assertThat(unavailable(upstream.get(REQUEST, VALUE)).reason()).isEqualTo(Reason.TIMEOUT);
            assertThat(calls).containsExactly("thing timeout 1");
            end.countDown();
        }
    }

    @Test
    void get_connectionClosedBeforeAnAnswer_isCutOffAndNotRepeated() {
        try (ScriptedServer server = new ScriptedServer(cut());
                HttpUpstream upstream = upstream(server)) {
            Unavailable<String> reply = unavailable(upstream.get(REQUEST, VALUE));
            assertThat(reply.reason()).isEqualTo(Reason.CUT_OFF);
            assertThat(reply.message()).contains("too heavy");
            assertThat(calls).containsExactly("thing cut_off 1");
        }
    }

    @Test
    void get_bodyCutOnce_isAnsweredByTheSecondAttempt() {
        try (ScriptedServer server = new ScriptedServer(HttpUpstreamTest::half, OK);
                HttpUpstream upstream = upstream(server)) {
            assertThat(upstream.get(REQUEST, VALUE)).isEqualTo(new Answered<>("yes"));
        }
    }

    @Test
    void get_bodyCutAlways_isCutOff() {
        try (ScriptedServer server = new ScriptedServer(HttpUpstreamTest::half);
                HttpUpstream upstream = upstream(server)) {
            Unavailable<String> reply = unavailable(upstream.get(REQUEST, VALUE));
            assertThat(reply.reason()).isEqualTo(Reason.CUT_OFF);
            assertThat(reply.message()).contains("in the middle of the answer");
            assertThat(server.seen()).hasSize(3);
        }
    }

    private static void half(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 100);
        exchange.getResponseBody().write("{\"value\":\"y".getBytes(StandardCharsets.UTF_8));
        exchange.getResponseBody().flush();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"value\":", "{\"value\":[1]}", "hello", "", "[]", "\"text\"", "{\"value\":\"a\" \"b\"}"})
    void get_jsonThatIsNotThisApis_isUnreadable(String body) {
        try (ScriptedServer server = new ScriptedServer(json(body));
                HttpUpstream upstream = upstream(server)) {
            assertThat(unavailable(upstream.get(REQUEST, VALUE)).reason()).isEqualTo(Reason.UNREADABLE);
            assertThat(server.seen()).hasSize(1);
        }
    }

    @Test
    void get_numberThatIsNone_isUnreadable() {
        AnswerReader<Long> whole = json -> {
            long value = 0;
            for (String name : json.fields()) {
                value = name.equals("value") ? json.whole() : value;
            }
            return new Answered<>(value);
        };
        try (ScriptedServer server = new ScriptedServer(OK);
                HttpUpstream upstream = upstream(server)) {
            assertThat(upstream.get(REQUEST, whole))
                    .isInstanceOfSatisfying(
                            Unavailable.class,
                            reply -> assertThat(reply.reason()).isEqualTo(Reason.UNREADABLE));
        }
    }

    @ParameterizedTest
    @CsvSource({"200, UNREADABLE", "404, UNREADABLE", "502, SERVER_ERROR"})
    void get_pageOfAProxy_isNotTakenForTheServersWord(int status, Reason reason) {
        String page = "<!doctype html><html><head><title>Sign in</title></head><body>" + "x".repeat(5_000);
        try (ScriptedServer server = new ScriptedServer(reply(status, "text/html; charset=utf-8", page));
                HttpUpstream upstream = upstream(server)) {
            Unavailable<String> reply = unavailable(upstream.get(REQUEST, VALUE));
            assertThat(reply.reason()).isEqualTo(reason);
            assertThat(reply.message()).contains("HTML page \"Sign in\"").doesNotContain("xxx");
        }
    }

    @Test
    void get_redirect_isNotFollowedAndShowsNoSecret() {
        try (ScriptedServer server =
                        new ScriptedServer(text(302, "", "Location", "https://sso.example/login?state=s3cret"), OK);
                HttpUpstream upstream = upstream(server)) {
            Unavailable<String> reply = unavailable(upstream.get(REQUEST, VALUE));
            assertThat(reply.reason()).isEqualTo(Reason.UNREADABLE);
            assertThat(reply.message()).contains("https://sso.example/login").doesNotContain("s3cret");
            assertThat(server.seen()).hasSize(1);
        }
    }

    @Test
    void get_answerLargerThanAllowed_isUnreadable() {
        try (ScriptedServer server = new ScriptedServer(json("{\"value\":\"" + "x".repeat(200_000) + "\"}"));
                HttpUpstream upstream = upstream(server)) {
            Unavailable<String> reply = unavailable(upstream.get(REQUEST, VALUE));
            assertThat(reply.reason()).isEqualTo(Reason.UNREADABLE);
            assertThat(reply.message()).contains("larger than 100000 bytes");
        }
    }

    @Test
    void get_nobodyListens_isUnreachable() {
        URI nobody;
        try (ScriptedServer server = new ScriptedServer(OK)) {
            nobody = server.uri();
        }
        try (HttpUpstream upstream = upstream(endpoint(nobody))) {
            assertThat(unavailable(upstream.get(REQUEST, VALUE)).reason()).isEqualTo(Reason.UNREACHABLE);
            assertThat(calls).containsExactly("thing unreachable 3");
        }
    }

    @Test
    void get_hostWithoutAddress_isUnreachable() {
        try (HttpUpstream upstream = upstream(endpoint(URI.create("http://nowhere.invalid:3100")))) {
            assertThat(unavailable(upstream.get(REQUEST, VALUE)).reason()).isEqualTo(Reason.UNREACHABLE);
        }
    }

    @Test
    void get_serverIll_isLeftAloneUntilThePauseIsOver() {
        Reaction[] reactions = new Reaction[11];
        Arrays.fill(reactions, text(500, "out of memory"));
        reactions[10] = OK;
        try (ScriptedServer server = new ScriptedServer(reactions);
                HttpUpstream upstream = upstream(server)) {
            while (server.seen().size() < 10) {
                upstream.get(REQUEST, VALUE);
            }
            Unavailable<String> reply = unavailable(upstream.get(REQUEST, VALUE));
            assertThat(reply.reason()).isEqualTo(Reason.CIRCUIT_OPEN);
            assertThat(reply.message()).contains("not asked", "out of memory");
            assertThat(server.seen()).hasSize(10);

            clock.now = clock.now.plusSeconds(11);
            assertThat(upstream.get(REQUEST, VALUE)).isEqualTo(new Answered<>("yes"));
            assertThat(upstream.get(REQUEST, VALUE)).isEqualTo(new Answered<>("yes"));
            assertThat(upstream.get(REQUEST, VALUE)).isEqualTo(new Answered<>("yes"));
        }
    }

    @Test
    void get_heavyQueriesCutOff_doNotStopLightOnes() {
        Reaction[] reactions = new Reaction[21];
        Arrays.fill(reactions, cut());
        reactions[20] = OK;
        try (ScriptedServer server = new ScriptedServer(reactions);
                HttpUpstream upstream = upstream(server)) {
            while (server.seen().size() < 20) {
                upstream.get(REQUEST, VALUE);
            }
            assertThat(upstream.get(REQUEST, VALUE)).isEqualTo(new Answered<>("yes"));
        }
    }

    @Test
    void get_moreCallsThanAllowedAtOnce_areBusyAfterTheTimeout() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        List<Reason> reasons = new ArrayList<>();
        try (ScriptedServer server = new ScriptedServer(_ -> await(end));
                HttpUpstream upstream = upstream(endpoint(server.uri(), Duration.ofMillis(500), 1));
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Reply<String>>> replies = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                replies.add(threads.submit(() -> upstream.get(REQUEST, VALUE)));
            }
            for (Future<Reply<String>> reply : replies) {
                reasons.add(unavailable(reply.get()).reason());
            }
            end.countDown();
        }
        assertThat(reasons).contains(Reason.TIMEOUT, Reason.BUSY).containsOnly(Reason.TIMEOUT, Reason.BUSY);
    }

    @Test
    void get_callerInterrupted_endsAndStaysInterrupted() {
        CountDownLatch end = new CountDownLatch(1);
        try (ScriptedServer server = new ScriptedServer(_ -> await(end));
                HttpUpstream upstream = upstream(server)) {
            Thread.currentThread().interrupt();
            Reply<String> reply = upstream.get(REQUEST, VALUE);
            assertThat(Thread.interrupted()).isTrue();
            assertThat(reply).isInstanceOf(Unavailable.class);
            end.countDown();
        }
    }

    @Test
    void get_parametersAndPrefix_arriveWhole() {
        try (ScriptedServer server = new ScriptedServer(OK);
                HttpUpstream upstream = upstream(endpoint(URI.create(server.uri() + "/loki/")))) {
            String query = "{app=\"a b\"} |= `50% +1&x=y` # 한글";
            upstream.get(REQUEST.with("query", query).with("none", null).with("n", 7), VALUE);
            ScriptedServer.Seen seen = server.seen().getFirst();
            assertThat(seen.method()).isEqualTo("GET");
            assertThat(seen.path()).isEqualTo("/loki/thing");
            assertThat(seen.parameters()).isEqualTo(Map.of("query", query, "n", "7"));
        }
    }

    @Test
    void get_longParameters_goAsAForm() {
        try (ScriptedServer server = new ScriptedServer(OK);
                HttpUpstream upstream = upstream(server)) {
            String query = "x y".repeat(2_000);
            assertThat(upstream.get(REQUEST.with("query", query), VALUE)).isEqualTo(new Answered<>("yes"));
            assertThat(server.seen().getFirst().method()).isEqualTo("POST");
            assertThat(server.seen().getFirst().parameters()).isEqualTo(Map.of("query", query));
        }
    }

    @Test
    void segment_anyText_isOneSegment() {
        assertThat(Request.segment("span.\"a b\"/c+한")).isEqualTo("span.%22a%20b%22%2Fc%2B%ED%95%9C");
    }

    @Test
    void headers_signInTenantAndAgent_areSent() {
        Credentials basic = new Credentials.Basic("bob", new Secret("pässword"));
        try (ScriptedServer server = new ScriptedServer(OK);
                HttpUpstream upstream = upstream(
                        new Endpoint(server.uri(), basic, new TenantId("team-a"), Duration.ofSeconds(5), 1, 1))) {
            upstream.get(REQUEST, VALUE);
            ScriptedServer.Seen seen = server.seen().getFirst();
            assertThat(seen.header("Authorization")).isEqualTo("Basic Ym9iOnDDpHNzd29yZA==");
            assertThat(seen.header("X-Scope-OrgID")).isEqualTo("team-a");
            assertThat(seen.header("User-Agent")).isEqualTo("agent/1");
            assertThat(seen.header("X-Own")).isEqualTo("own");
        }
    }

    @Test
    void headers_defaultTenantAndAnonymous_sendNeither() {
        try (ScriptedServer server = new ScriptedServer(OK);
                HttpUpstream upstream = upstream(server)) {
            upstream.get(REQUEST, VALUE);
            assertThat(server.seen().getFirst().headers()).doesNotContainKeys("Authorization", "X-scope-orgid");
        }
    }

    @Test
    void get_serverEchoesTheToken_messageDoesNot() {
        Credentials bearer = new Credentials.Bearer(new Secret("t0ken-t0ken"));
        try (ScriptedServer server = new ScriptedServer(text(401, "bad token t0ken-t0ken " + "x".repeat(3_000)));
                HttpUpstream upstream =
                        upstream(new Endpoint(server.uri(), bearer, TenantId.DEFAULT, Duration.ofSeconds(5), 1, 1))) {
            assertThat(upstream.get(REQUEST, VALUE)).isInstanceOfSatisfying(Refused.class, refused -> {
                assertThat(refused.isUnauthorized()).isTrue();
                assertThat(refused.message()).startsWith("bad token *** xx").hasSize(2_000);
            });
            assertThat(server.seen().getFirst().header("Authorization")).isEqualTo("Bearer t0ken-t0ken");
        }
    }

    @Test
    void headers_tokenThatNoHeaderCarries_isRefusedWithoutShowingIt() {
        Credentials bearer = new Credentials.Bearer(new Secret("two\nlines"));
        Endpoint endpoint =
                new Endpoint(URI.create("http://localhost:1"), bearer, TenantId.DEFAULT, Duration.ofSeconds(5), 1, 1);
        assertThatThrownBy(() -> upstream(endpoint))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("lines");
    }

    @Test
    void ready_startingServer_isFalseWithItsWords() {
        try (ScriptedServer server = new ScriptedServer(
                        text(503, ScriptedServer.read("loki/ready_503_starting.txt")), text(200, "ready\n"));
                HttpUpstream upstream = upstream(server)) {
            assertThat(upstream.ready())
                    .isEqualTo(new Answered<>(false, List.of("Ingester not ready: waiting for 15s after being ready")));
            assertThat(upstream.ready()).isEqualTo(new Answered<>(true));
            assertThat(server.seen().getFirst().path()).isEqualTo("/ready");
        }
    }

    @Test
    void ready_pageOfAProxy_isNotReady() {
        try (ScriptedServer server = new ScriptedServer(reply(200, "text/html", "<html><title>Hi</title></html>"));
                HttpUpstream upstream = upstream(server)) {
            assertThat(upstream.ready())
                    .isInstanceOfSatisfying(
                            Unavailable.class,
                            reply -> assertThat(reply.reason()).isEqualTo(Reason.UNREADABLE));
        }
    }

    @Test
    void clockSkewSeconds_dateHeader_isCompared() {
        try (ScriptedServer server = new ScriptedServer(text(200, "ready"));
                HttpUpstream upstream = upstream(server)) {
            assertThat(upstream.clockSkewSeconds())
                    .isInstanceOfSatisfying(
                            Answered.class,
                            answer -> assertThat((Long) answer.value()).isBetween(-1L, 1L));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-22T14:00:00Z, 2026-11-22T14:00:00.000Z, 0",
        "2026-11-22T14:00:00Z, 2026-11-22T14:00:00.999Z, 0",
        "2026-11-22T14:00:05Z, 2026-11-22T14:00:00.500Z, 5",
        "2026-11-22T13:59:00Z, 2026-11-22T14:00:00.500Z, -60",
    })
    void secondsAhead_headerAndOurTime_differBySkew(Instant header, Instant ours, long seconds) {
        assertThat(HttpUpstream.secondsAhead(header, ours)).isEqualTo(seconds);
    }

    private static <T> Unavailable<T> unavailable(Reply<T> reply) {
        if (reply instanceof Unavailable<T> unavailable) {
            return unavailable;
        }
        throw new AssertionError("not unavailable: " + reply);
    }

    private static void await(CountDownLatch end) {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private HttpUpstream upstream(ScriptedServer server) {
        return upstream(endpoint(server.uri()));
    }

    private HttpUpstream upstream(Endpoint endpoint) {
        Bounds bounds = new Bounds(100_000, Duration.ofMillis(2), Duration.ofMillis(4), Duration.ofSeconds(10), clock);
        CallListener listener = (operation, outcome, attempts, _) -> {
            synchronized (calls) {
                calls.add(operation + " " + outcome + " " + attempts);
            }
        };
        return new HttpUpstream("Loki", endpoint, "agent/1", Map.of("X-Own", "own"), listener, bounds);
    }

    private static Endpoint endpoint(URI uri) {
        return endpoint(uri, Duration.ofSeconds(20), 8);
    }

    private static Endpoint endpoint(URI uri, Duration timeout, int atOnce) {
        return new Endpoint(uri, new Credentials.Anonymous(), TenantId.DEFAULT, timeout, 3, atOnce);
    }

    private static final class MovableClock extends Clock {
        private volatile Instant now = Instant.parse("2026-11-22T14:00:00Z");

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
