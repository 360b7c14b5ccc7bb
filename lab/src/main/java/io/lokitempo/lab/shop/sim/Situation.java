package io.lokitempo.lab.shop.sim;

import io.lokitempo.lab.shop.plan.Dice;
import io.lokitempo.lab.shop.plan.Facts;
import io.lokitempo.lab.shop.plan.Service;
import io.lokitempo.lab.shop.plan.Slot;
import io.lokitempo.lab.shop.plan.Template;

/** Who is about to write a line, and what it can tell. */
final class Situation implements Facts {
    final Service service;
    final Pod pod;

    private final long requestKey;
    private final long startNanos;
    private String method = "";
    private Template path = Template.of("");
    private long nowNanos;
    private Dice wording;
    private int status = 200;
    private String peer = "";
    private String reason = "";
    private int attempt = 1;

    Situation(Service service, Pod pod, long requestKey, long startNanos) {
        this.service = service;
        this.pod = pod;
        this.requestKey = requestKey;
        this.wording = Dice.of(requestKey, startNanos);
        this.startNanos = startNanos;
        this.nowNanos = startNanos;
    }

    Situation serving(String shownMethod, Template shownPath) {
        this.method = shownMethod;
        this.path = shownPath;
        return this;
    }

    /** Each moment has its own dice: what is said at one does not change what is said at the next. */
    void now(long nanos, int shownStatus) {
        this.wording = Dice.of(requestKey, nanos);
        this.nowNanos = nanos;
        this.status = shownStatus;
    }

    void peerFailed(String name, String why, int attempts) {
        this.peer = name;
        this.reason = why;
        this.attempt = attempts;
    }

    long elapsedMillis() {
        return (nowNanos - startNanos) / 1_000_000;
    }

    boolean says(double chance) {
        return wording.chance(chance);
    }

    @Override
    public long requestKey() {
        return requestKey;
    }

    @Override
    public long freshBits() {
        return wording.bits();
    }

    @Override
    public void writeSituation(Slot slot, StringBuilder out) {
        switch (slot) {
            case MS -> out.append(elapsedMillis());
            case SECONDS -> {
                long millis = elapsedMillis();
                out.append(millis / 1000).append('.').append((char) ('0' + millis / 100 % 10));
                out.append((char) ('0' + millis / 10 % 10)).append((char) ('0' + millis % 10));
            }
            case STATUS -> out.append(status);
            case METHOD -> out.append(method);
            case PATH -> path.write(out, this);
            case PEER -> out.append(peer);
            case REASON -> out.append(reason);
            case ATTEMPT -> out.append(attempt);
            case VERSION -> out.append(pod.version());
            default -> throw new IllegalArgumentException(slot + " does not depend on the situation");
        }
    }
}
