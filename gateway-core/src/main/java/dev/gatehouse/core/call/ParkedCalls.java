package dev.gatehouse.core.call;

import dev.gatehouse.core.audit.AuditJournal;
import dev.gatehouse.core.audit.CallSubject;
import dev.gatehouse.core.identity.Principal;
import dev.gatehouse.core.mcp.ServerName;
import dev.gatehouse.core.mcp.UpstreamId;
import dev.gatehouse.core.policy.CallId;
import dev.gatehouse.core.policy.Deadline;
import dev.gatehouse.core.policy.KillSwitch;
import dev.gatehouse.core.policy.KillSwitches;
import dev.gatehouse.core.upstream.InputRequest;
import dev.gatehouse.core.upstream.UpstreamCall;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;

/**
 * Calls whose upstream waits for an answer while no request of their client is under way. Each belongs to this or to the
 * thread that claimed it, never to both.
 */
public final class ParkedCalls implements AutoCloseable {
    public static final int CALLS_MAX = 1_024;
    public static final int CALLS_PER_PRINCIPAL_MAX = 16;
    /** How long a client may take to answer. */
    public static final Duration WAIT_MAX = Duration.ofMinutes(10);

    /** @param requests what was asked, and so what has to be answered */
    record Parked(CallSubject subject, UpstreamCall call, List<InputRequest> requests, Deadline until) {
        String principal() {
            return subject.principal().key();
        }

        boolean waitsAt(UpstreamId upstream) {
            return subject.target()
                    .filter(target -> target.upstream().equals(upstream))
                    .isPresent();
        }
    }

    private final Records records;
    private final Clocks clocks;
    /** Who waits longest comes first. */
    private final Map<CallId, Parked> calls = new LinkedHashMap<>();

    private final Map<String, Integer> perPrincipal = new HashMap<>();
    private boolean closed;

    public ParkedCalls(AuditJournal journal, Clocks clocks) {
        this.records = new Records(journal, clocks);
        this.clocks = clocks;
    }

    /** False when there are too many already; the call then stays the caller's. */
    synchronized boolean park(CallSubject subject, UpstreamCall call, List<InputRequest> requests) {
        String principal = subject.principal().key();
        int own = perPrincipal.getOrDefault(principal, 0);
        if (closed || calls.size() >= CALLS_MAX || own >= CALLS_PER_PRINCIPAL_MAX) {
            return false;
        }
        Deadline until = Deadline.in(WAIT_MAX, clocks.nanoTime());
        if (calls.putIfAbsent(subject.call(), new Parked(subject, call, requests, until)) != null) {
            return false;
        }
        perPrincipal.put(principal, own + 1);
        return true;
    }

    /** Takes the call over; empty when it is gone or was taken. */
    synchronized Optional<Parked> claim(CallId call) {
        Parked parked = calls.remove(call);
        if (parked == null) {
            return Optional.empty();
        }
        perPrincipal.computeIfPresent(parked.principal(), (_, own) -> own > 1 ? own - 1 : null);
        return Optional.of(parked);
    }

    /** Ends a call that nobody will answer; false when it is not here. */
    boolean abandon(CallId call, UpstreamCall.Reason reason, String why) {
        Optional<Parked> found = claim(call);
        found.ifPresent(parked -> end(parked, reason, why));
        return found.isPresent();
    }

    /**
     * Ends at most one of the calls that wait at this upstream, so that a new call of this principal finds room there;
     * whose it is, is settled by {@link Displacement}. A call that was claimed is not here, and so never ended.
     *
     * @param held how many sessions the principal's calls have there already
     */
    void makeRoom(UpstreamId upstream, Principal principal, int held) {
        Optional<Parked> displaced;
        synchronized (this) {
            List<Parked> waiting = calls.values().stream()
                    .filter(parked -> parked.waitsAt(upstream))
                    .toList();
            displaced = Displacement.of(waiting, principal.key(), held, clocks.nanoTime())
                    .flatMap(parked -> claim(parked.subject().call()));
        }
        displaced.ifPresent(parked -> end(parked, UpstreamCall.Reason.DISPLACED, "displaced"));
    }

    /** Ends the calls whose time is up. To be run every few seconds. */
    public void reap() {
        long now = clocks.nanoTime();
        for (Parked parked : all()) {
            if (parked.until().isOver(now)) {
                var _ = abandon(parked.subject().call(), UpstreamCall.Reason.DEADLINE, "expired");
            }
        }
    }

    /** Ends what is switched off, and the calls of those who lost access, whatever time they had left. */
    void evict(KillSwitches switches, BiPredicate<Principal, ServerName> mayStay) {
        for (Parked parked : all()) {
            CallSubject subject = parked.subject();
            Optional<KillSwitch> thrown = stopping(subject, switches);
            if (thrown.isPresent() || !mayStay.test(subject.principal(), subject.server())) {
                String why = thrown.map(by -> "switched off: " + by.text()).orElse("revoked");
                var _ = abandon(subject.call(), UpstreamCall.Reason.REVOKED, why);
            }
        }
    }

    private static Optional<KillSwitch> stopping(CallSubject subject, KillSwitches switches) {
        return subject.bundle()
                .flatMap(bundle -> switches.stopping(subject.principal(), bundle))
                .or(() -> subject.target().flatMap(target -> switches.stopping(subject.server(), target)));
    }

    public synchronized int count() {
        return calls.size();
    }

    /** Ends them all and takes no more; the upstreams and the journal must still stand. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        for (Parked parked : all()) {
            var _ = abandon(parked.subject().call(), UpstreamCall.Reason.SHUTDOWN, "shutdown");
        }
    }

    private synchronized List<Parked> all() {
        return new ArrayList<>(calls.values());
    }

    private void end(Parked parked, UpstreamCall.Reason reason, String why) {
        try (UpstreamCall call = parked.call()) {
            call.cancel(reason);
        } finally {
            CallSubject subject = parked.subject();
            records.abandoned(subject.call(), subject.round(), subject.bundle(), why);
        }
    }
}
