package io.lokitempo.benchmarks.replay;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * What would have been raised beside what was. One may stand for several: where two stored anomalies are one in the
 * replay, both are kept.
 *
 * @param kept of what was raised
 * @param fresh of the replay alone
 * @param gone of what was raised
 */
record Comparison(List<Raised> kept, List<Raised> fresh, List<Raised> gone) {
    static Comparison of(Collection<Raised> stored, Collection<Raised> replayed) {
        List<Raised> kept = new ArrayList<>();
        List<Raised> gone = new ArrayList<>();
        stored.forEach(one -> (replayed.stream().anyMatch(one::isLike) ? kept : gone).add(one));
        List<Raised> fresh = replayed.stream()
                .filter(one -> stored.stream().noneMatch(one::isLike))
                .toList();
        return new Comparison(sorted(kept), sorted(fresh), sorted(gone));
    }

    private static List<Raised> sorted(Collection<Raised> some) {
        return some.stream()
                .sorted(Comparator.comparing(Raised::onset).thenComparing(Raised::id))
                .toList();
    }
}
