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
import io.lokitempo.mcp.tool.Tool;
import io.lokitempo.redaction.Redaction;
import java.time.Duration;
import java.util.Map;
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
public final class ToolCalls implements AutoCloseable {
    /** Clients of today give up after 30 s; within this every call has returned. */
    static final Duration LONGEST = Duration.ofSeconds(25);

    private static final Logger log = LoggerFactory.getLogger(ToolCalls.class);

    private final Budget budget;
    private final Supplier<String> tags;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /** @param tags names for fences that nobody can guess */
    public ToolCalls(Budget budget, Supplier<String> tags) {
        this.budget = budget;
        this.tags = tags;
    }

    Rendered call(Caller caller, Tool tool, @Nullable Map<String, Object> sent, Progress progress) {
        return caller.calls(() -> call(tool, sent, progress));
    }

    private Rendered call(Tool tool, @Nullable Map<String, Object> sent, Progress progress) {
        Declaration declaration = tool.declaration();
        try {
            Arguments arguments = Arguments.read(declaration, sent);
            int most = arguments.whole(Declaration.MAX_TOKENS, Budget.DEFAULT, Budget.LEAST, Budget.MOST);
            Outcome outcome = within(arguments.asCall(), () -> tool.answer(arguments, progress));
            return budget.fit(masked(outcome), arguments.asCall(), most, tags.get());
        } catch (RefusedException e) {
            return budget.fit(masked(e.refusal()), Call.of(declaration.name()), Budget.DEFAULT, tags.get());
        }
    }

    /** A refusal repeats what was sent and what a server said, and either may hold a secret. */
    private static Outcome masked(Outcome outcome) {
        Redaction redaction = Redaction.standard();
        return switch (outcome) {
            case Answer answer -> answer;
            case Refusal refusal ->
                new Refusal(
                        refusal.category(),
                        redaction.apply(refusal.what()),
                        redaction.apply(refusal.sent()),
                        refusal.attempt(),
                        refusal.retry());
        };
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
            return new Refusal(Category.UNAVAILABLE, "the service is stopping", call.toString(), null, true);
        }
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
