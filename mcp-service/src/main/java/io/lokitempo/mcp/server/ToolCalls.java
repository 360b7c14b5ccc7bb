package io.lokitempo.mcp.server;

import io.lokitempo.mcp.answer.Answer;
import io.lokitempo.mcp.answer.Budget;
import io.lokitempo.mcp.answer.Call;
import io.lokitempo.mcp.answer.Outcome;
import io.lokitempo.mcp.answer.Refusal;
import io.lokitempo.mcp.answer.Refusal.Category;
import io.lokitempo.mcp.answer.RefusedException;
import io.lokitempo.mcp.answer.Rendered;
import io.lokitempo.mcp.call.Arguments;
import io.lokitempo.mcp.call.Caller;
import io.lokitempo.mcp.call.Declaration;
import io.lokitempo.mcp.call.Progress;
import io.lokitempo.mcp.call.Role;
import io.lokitempo.mcp.security.LinkSeals;
import io.lokitempo.mcp.server.SharedAnswers.Ended;
import io.lokitempo.mcp.server.SharedAnswers.Whose;
import io.lokitempo.mcp.tool.Tool;
import io.lokitempo.redaction.Redaction;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls tools: the one place where a refusal, an overrun and a bug become an answer that a client can show. */
final class ToolCalls implements AutoCloseable {
    /** Clients of today give up after 30 s; within this every call has returned. */
    static final Duration LONGEST = Duration.ofSeconds(25);

    /** How long a call waits for its turn, before those 25 s begin. */
    private static final Duration TURN = Duration.ofSeconds(3);

    private static final Logger log = LoggerFactory.getLogger(ToolCalls.class);

    private final Budget budget;
    private final Supplier<String> tags;
    private final Room room;
    private final SharedAnswers shared;
    private final AuditLog audit;
    private final LinkSeals seals;
    private final Redaction redaction;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /** @param tags names for fences that nobody can guess */
    ToolCalls(
            Budget budget,
            Supplier<String> tags,
            Room room,
            SharedAnswers shared,
            AuditLog audit,
            LinkSeals seals,
            Redaction redaction) {
        this.budget = budget;
        this.tags = tags;
        this.room = room;
        this.shared = shared;
        this.audit = audit;
        this.seals = seals;
        this.redaction = redaction;
    }

    Rendered call(Caller caller, Tool tool, @Nullable Map<String, Object> sent, Progress progress) {
        long start = System.nanoTime();
        Ended ended = caller.calls(() -> call(tool, sent, progress));
        audit.called(
                caller,
                tool.declaration().name(),
                ended.how(),
                Duration.ofNanos(System.nanoTime() - start),
                ended.answer());
        return ended.answer();
    }

    private Ended call(Tool tool, @Nullable Map<String, Object> sent, Progress progress) {
        Declaration declaration = tool.declaration();
        try {
            allowed(declaration);
            Arguments arguments = Arguments.read(declaration, sent);
            int most = arguments.whole(Declaration.MAX_TOKENS, Budget.DEFAULT, Budget.LEAST, Budget.MOST);
            Call call = arguments.asCall();
            Supplier<Ended> work = () -> ended(within(call, () -> tool.answer(arguments, progress)), call, most);
            return withRoom(call, tool.answersFromFindings() ? () -> shared(call, work) : work);
        } catch (RefusedException e) {
            return ended(e.refusal(), Call.of(declaration.name()), Budget.DEFAULT);
        }
    }

    private Ended shared(Call call, Supplier<Ended> work) {
        Caller caller = Caller.current();
        try {
            return shared.of(new SharedAnswers.Key(caller.tenant(), caller.role(), call), work);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return ended(stopped(call), call, Budget.DEFAULT);
        }
    }

    private Ended ended(Outcome outcome, Call call, int most) {
        Rendered rendered = budget.fit(masked(outcome), call, most, tags.get());
        return switch (outcome) {
            case Answer answer ->
                new Ended(rendered, "answered", answer.isPrecomputed() ? Whose.EVERYBODYS : Whose.OWN_AND_LIVE);
            case Refusal refusal ->
                new Ended(rendered, refusal.category().name().toLowerCase(Locale.ROOT), Whose.OWN);
        };
    }

    private static void allowed(Declaration tool) {
        Role needed = Rights.needed(tool);
        if (!Caller.current().role().includes(needed)) {
            throw new RefusedException(new Refusal(
                    Category.NOT_ALLOWED,
                    tool.name() + " needs the role " + needed.name().toLowerCase(Locale.ROOT)
                            + "; this caller is "
                            + Caller.current().role().name().toLowerCase(Locale.ROOT),
                    "",
                    null,
                    false));
        }
    }

    private Ended withRoom(Call call, Supplier<Ended> work) {
        Caller caller = Caller.current();
        Optional<String> full;
        try {
            full = room.enter(caller, TURN);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return ended(stopped(call), call, Budget.DEFAULT);
        }
        if (full.isPresent()) {
            Refusal refusal = new Refusal(Category.RATE_LIMITED, full.get(), call.toString(), call, true);
            return ended(refusal, call, Budget.DEFAULT);
        }
        try {
            return work.get();
        } finally {
            room.leave(caller);
        }
    }

    /** A refusal repeats what was sent and what a server said, and either may hold a secret. */
    private Outcome masked(Outcome outcome) {
        return switch (outcome) {
            case Answer answer -> linked(answer);
            case Refusal refusal ->
                new Refusal(
                        refusal.category(),
                        redaction.apply(refusal.what()),
                        redaction.apply(refusal.sent()),
                        refusal.attempt(),
                        refusal.retry());
        };
    }

    /** Who gets the link may be a person without a token. */
    private Answer linked(Answer answer) {
        return answer.link() == null
                ? answer
                : new Answer(
                        answer.header(),
                        answer.facts(),
                        answer.tables(),
                        answer.more(),
                        answer.next(),
                        seals.sealed(answer.link(), Caller.current()));
    }

    private Outcome within(Call call, Callable<Outcome> work) {
        Future<Outcome> result = threads.submit(work);
        try {
            return result.get(LONGEST.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            return failed(call, e.getCause());
        } catch (TimeoutException _) {
            result.cancel(true);
            return new Refusal(
                    Category.TIMEOUT,
                    "no answer within " + LONGEST.toSeconds()
                            + " s; a shorter time_range or a narrower query is cheaper",
                    call.toString(),
                    null,
                    true);
        } catch (InterruptedException _) {
            result.cancel(true);
            Thread.currentThread().interrupt();
            return stopped(call);
        }
    }

    private static Refusal stopped(Call call) {
        return new Refusal(
                Category.UNAVAILABLE,
                "cancelled by its caller, or the service is stopping",
                call.toString(),
                null,
                true);
    }

    private static Outcome failed(Call call, @Nullable Throwable cause) {
        if (cause instanceof RefusedException refused) {
            return refused.refusal();
        }
        log.error("{} failed", call, cause);
        return new Refusal(
                Category.INTERNAL,
                "a fault of this service, written to its log; other tools still answer",
                call.toString(),
                Call.of("check_environment"),
                false);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
