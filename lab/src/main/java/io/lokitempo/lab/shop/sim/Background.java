package io.lokitempo.lab.shop.sim;

import io.lokitempo.lab.shop.plan.Dice;
import io.lokitempo.lab.shop.plan.Job;
import io.lokitempo.lab.shop.plan.Service;
import io.lokitempo.lab.shop.plan.Step;
import io.lokitempo.lab.shop.plan.Wording;
import io.lokitempo.lab.shop.scenario.Scenario;
import io.lokitempo.lab.shop.scenario.ScenarioKind;
import io.lokitempo.lab.shop.style.LogEvent.TraceContext;
import io.lokitempo.telemetry.SpanId;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What happens without anybody asking: jobs by the clock, restarts, floods. */
final class Background {
    private static final long SECOND = 1_000_000_000L;
    private static final long JOBS = 0x10b;
    private static final long RESTARTS = 0x4e57;
    private static final long FLOOD = 0xf100d;

    private final Workshop shop;
    private final long seed;
    private final ZoneId zone;
    private final double floodFactor;

    /** @param floodFactor by which a flood's magnitude is multiplied */
    Background(Workshop shop, long seed, ZoneId zone, double floodFactor) {
        this.shop = shop;
        this.seed = seed;
        this.zone = zone;
        this.floodFactor = floodFactor;
    }

    void second(long epochSecond) {
        long local = epochSecond
                + zone.getRules().getOffset(Instant.ofEpochSecond(epochSecond)).getTotalSeconds();
        for (Service service : shop.plan.services().values()) {
            for (Job job : service.jobs()) {
                if (Math.floorMod(local - job.offset().toSeconds(), job.every().toSeconds()) == 0) {
                    run(service, job, epochSecond, job.repeats());
                }
            }
            restarts(service, epochSecond);
        }
        shop.conditions
                .scenario(ScenarioKind.LOG_FLOOD, epochSecond * SECOND)
                .ifPresent(flood -> flood(flood, epochSecond));
        shop.conditions
                .scenario(ScenarioKind.BATCH_RUN, (epochSecond + 1) * SECOND - 1)
                .filter(batch -> batch.onset().getEpochSecond() == epochSecond)
                .ifPresent(batch -> extraRun(batch, epochSecond));
    }

    private void extraRun(Scenario batch, long epochSecond) {
        Service service = shop.plan.service(batch.service());
        Job job = service.jobs().getFirst();
        run(service, job, epochSecond, (int) (job.repeats() * batch.magnitude()));
    }

    private void run(Service service, Job job, long epochSecond, int repeats) {
        Visit visit = visit(service, epochSecond, JOBS + job.name().hashCode());
        long start = epochSecond * SECOND + visit.dice.below(SECOND);
        long length = (long) (job.length().toNanos() * visit.dice.between(0.8, 1.2));
        Situation situation = situation(visit, service, start);
        SpanId own = visit.newSpanId();
        TraceContext trace = service.traits().traced() ? new TraceContext(visit.traceId.hex(), own.hex()) : null;
        write(job.first(), situation, start, trace);
        for (int i = 1; i <= repeats; i++) {
            double through = (i - visit.dice.between(0, 0.9)) / (repeats + 1);
            write(job.each(), situation, start + (long) (length * through), trace);
        }
        write(job.last(), situation, start + length, trace);
        shop.span(
                situation,
                visit.traceId,
                own,
                null,
                job.name(),
                job.kind(),
                "",
                start,
                start + length,
                Map.of(),
                List.of());
    }

    private void restarts(Service service, long epochSecond) {
        Wording wording = service.wording();
        if (wording == null) {
            return;
        }
        long from = epochSecond * SECOND;
        for (int index = 0; index < service.traits().pods(); index++) {
            if (shop.pods.restarts(service, index, from, from + SECOND)) {
                Visit visit = visit(service, epochSecond, RESTARTS + index);
                Pod before = shop.pods.at(service, index, from - 1);
                Pod after = shop.pods.at(service, index, from + SECOND - 1);
                say(wording.stopping(), visit, service, before, from);
                say(wording.started(), visit, service, after, from + 6 * SECOND);
            }
        }
    }

    private void say(List<Step.Log> logs, Visit visit, Service service, Pod pod, long nanos) {
        Situation situation = new Situation(service, pod, visit.key, nanos);
        long at = nanos;
        for (Step.Log log : logs) {
            at += (long) (visit.dice.between(0.05, 0.4) * SECOND);
            write(log, situation, at, null);
        }
    }

    private void flood(Scenario flood, long epochSecond) {
        Service service = shop.plan.service(flood.service());
        Visit visit = visit(service, epochSecond, FLOOD);
        int lines = visit.dice.poisson(flood.magnitude() * floodFactor);
        for (int i = 0; i < lines; i++) {
            long nanos = epochSecond * SECOND + visit.dice.below(SECOND);
            Wording wording = service.wording();
            if (wording != null) {
                Visit one = visit(service, nanos, FLOOD);
                write(wording.chatter(), situation(one, service, nanos), nanos, null);
            }
        }
    }

    private Visit visit(Service service, long number, long purpose) {
        return new Visit(shop, Dice.hash(seed, number, service.name().hashCode(), purpose));
    }

    private Situation situation(Visit visit, Service service, long nanos) {
        return new Situation(service, shop.pods.pick(service, nanos, visit.dice), visit.key, nanos);
    }

    private void write(Step.Log log, Situation situation, long nanos, @Nullable TraceContext trace) {
        situation.now(nanos, 200);
        shop.scribe.write(log, situation, nanos, trace);
    }
}
