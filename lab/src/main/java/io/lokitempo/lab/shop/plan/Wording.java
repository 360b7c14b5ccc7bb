package io.lokitempo.lab.shop.plan;

import java.util.List;

/**
 * A service's own words for what happens to every service.
 *
 * @param stopping and {@code started} around a restart of a pod
 * @param callFailed of one attempt at a peer
 * @param upstream how it fails when an essential peer did
 * @param chatter the line it repeats in a flood
 * @param novel faults that no ordinary day shows
 */
public record Wording(
        List<Step.Log> stopping,
        List<Step.Log> started,
        Step.Log callFailed,
        Fault upstream,
        Step.Log chatter,
        List<Fault> novel) {
    public Wording {
        stopping = List.copyOf(stopping);
        started = List.copyOf(started);
        novel = List.copyOf(novel);
    }

    /** One of the novel faults, whatever the number. */
    public Fault novel(int variant) {
        return novel.get(Math.floorMod(variant, novel.size()));
    }
}
