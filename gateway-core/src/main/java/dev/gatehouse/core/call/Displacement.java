package dev.gatehouse.core.call;

import dev.gatehouse.core.call.ParkedCalls.Parked;
import dev.gatehouse.core.policy.Deadline;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Which parked call has to go when a new one finds no room at its upstream (adr/0015). Whoever would hold most loses
 * first, counting the newcomer with the session it wants; among equals the newcomer gives up a call of its own.
 */
final class Displacement {
    /** So long an answer may be on its way, and nobody is in the way. */
    static final Duration UNDISTURBED = Duration.ofSeconds(2);

    private Displacement() {}

    /**
     * @param waiting all calls parked at the upstream, the longest parked first
     * @param newcomer the key of the principal that wants one more session
     * @param held how many it has there already
     */
    static Optional<Parked> of(List<Parked> waiting, String newcomer, int held, long nowNanos) {
        return loser(waiting, newcomer, held + 1).map(List::getFirst).filter(parked -> isDisturbable(parked, nowNanos));
    }

    private static Optional<List<Parked>> loser(List<Parked> waiting, String newcomer, int wanted) {
        Map<String, List<Parked>> byPrincipal = waiting.stream()
                .collect(Collectors.groupingBy(Parked::principal, LinkedHashMap::new, Collectors.toList()));
        Optional<List<Parked>> own = Optional.ofNullable(byPrincipal.remove(newcomer));
        Optional<List<Parked>> most = most(byPrincipal.values());
        boolean holdsLess = most.filter(theirs -> theirs.size() > wanted).isPresent();
        // Who holds nothing at all cannot give up anything, and would wait for ever behind those who hold one each.
        boolean holdsNothing = wanted == 1;
        return holdsLess ? most : own.or(() -> holdsNothing ? most : Optional.empty());
    }

    /** Among equals those whose first call waits longest. */
    private static Optional<List<Parked>> most(Collection<List<Parked>> principals) {
        return principals.stream().min(Comparator.comparingInt(theirs -> -theirs.size()));
    }

    private static boolean isDisturbable(Parked parked, long nowNanos) {
        return Deadline.in(
                        UNDISTURBED.minus(ParkedCalls.WAIT_MAX), parked.until().nanoTime())
                .isOver(nowNanos);
    }
}
