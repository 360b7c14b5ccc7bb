package io.lokitempo.mcp.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.lokitempo.mcp.answer.Call;
import io.lokitempo.mcp.answer.Rendered;
import io.lokitempo.mcp.call.Role;
import io.lokitempo.mcp.server.SharedAnswers.Ended;
import io.lokitempo.mcp.server.SharedAnswers.Whose;
import io.lokitempo.telemetry.TenantId;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class SharedAnswersTest {
    private static final Duration LIFE = Duration.ofSeconds(1);
    private static final TenantId TEAM = new TenantId("team-a");
    private static final SharedAnswers.Key QUESTION =
            new SharedAnswers.Key(TEAM, Role.READER, Call.of("list_services"));

    private final AtomicLong clock = new AtomicLong();
    private final AtomicInteger works = new AtomicInteger();
    private final SharedAnswers answers = new SharedAnswers(LIFE, clock::get);

    @Test
    void of_theSameQuestionWithinTheMoment_isAnsweredOnce() throws InterruptedException {
        assertThat(text(QUESTION, Whose.EVERYBODYS)).isEqualTo("1");
        clock.addAndGet(LIFE.toNanos() - 1);
        assertThat(text(QUESTION, Whose.EVERYBODYS)).isEqualTo("1");
        clock.addAndGet(1);
        assertThat(text(QUESTION, Whose.EVERYBODYS)).isEqualTo("2");
    }

    @Test
    void of_anotherTenantRoleOrArgument_isNeverThatAnswer() throws InterruptedException {
        assertThat(text(QUESTION, Whose.EVERYBODYS)).isEqualTo("1");
        assertThat(text(new SharedAnswers.Key(new TenantId("team-b"), Role.READER, QUESTION.call()), Whose.EVERYBODYS))
                .isEqualTo("2");
        assertThat(text(new SharedAnswers.Key(TEAM, Role.ADMIN, QUESTION.call()), Whose.EVERYBODYS))
                .isEqualTo("3");
        assertThat(text(
                        new SharedAnswers.Key(TEAM, Role.READER, QUESTION.call().with("time_range", "5m")),
                        Whose.EVERYBODYS))
                .isEqualTo("4");
        assertThat(text(QUESTION, Whose.EVERYBODYS)).isEqualTo("1");
    }

    @Test
    void of_whatIsItsCallersOwn_isWorkedOnByEach() throws InterruptedException {
        assertThat(text(QUESTION, Whose.OWN)).isEqualTo("1");
        assertThat(text(QUESTION, Whose.OWN_AND_LIVE)).isEqualTo("2");
        assertThat(text(QUESTION, Whose.OWN_AND_LIVE)).isEqualTo("3");
    }

    @Test
    void of_changedSettings_isAnsweredAnew() throws InterruptedException {
        assertThat(text(QUESTION, Whose.EVERYBODYS)).isEqualTo("1");
        answers.clear();
        assertThat(text(QUESTION, Whose.EVERYBODYS)).isEqualTo("2");
    }

    @Test
    void of_anAnswerTooGreatToKeep_isWorkedOnAgain() throws InterruptedException {
        Supplier<Ended> great = () -> {
            works.incrementAndGet();
            return new Ended(new Rendered("x".repeat(64_001), "", false), "answered", Whose.EVERYBODYS);
        };
        answers.of(QUESTION, great);
        answers.of(QUESTION, great);
        assertThat(works).hasValue(2);
    }

    @Test
    void of_aQuestionThatAnotherWorksOn_waitsForItUnlessThatComesToNothing() throws Exception {
        for (Whose whose : Whose.values()) {
            answers.clear();
            works.set(0);
            CountDownLatch begun = new CountDownLatch(1);
            CountDownLatch mayEnd = new CountDownLatch(1);
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                Future<Ended> first = threads.submit(() -> answers.of(QUESTION, () -> {
                    begun.countDown();
                    try {
                        mayEnd.await();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                    return work(whose).get();
                }));
                begun.await();
                Thread waiting = Thread.ofPlatform().start(() -> {
                    try {
                        answers.of(QUESTION, work(whose));
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                });
                while (waiting.getState() != Thread.State.TIMED_WAITING) {
                    Thread.onSpinWait();
                }
                mayEnd.countDown();
                waiting.join();
                first.get();
            }
            assertThat(works).as(whose.name()).hasValue(whose == Whose.EVERYBODYS ? 1 : 2);
        }
    }

    private String text(SharedAnswers.Key key, Whose whose) throws InterruptedException {
        return answers.of(key, work(whose)).answer().text();
    }

    private Supplier<Ended> work(Whose whose) {
        return () -> new Ended(
                new Rendered(Integer.toString(works.incrementAndGet()), "{}", whose == Whose.OWN), "answered", whose);
    }
}
