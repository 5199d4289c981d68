package dev.gatehouse.core.call;

import dev.gatehouse.core.identity.Principal;
import dev.gatehouse.core.mcp.ServerName;
import dev.gatehouse.core.policy.CallFacts;
import dev.gatehouse.core.policy.CallId;
import dev.gatehouse.core.policy.KillSwitch;
import dev.gatehouse.core.policy.KillSwitches;
import dev.gatehouse.core.policy.Permit;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiPredicate;
import java.util.function.Supplier;

/** Calls that were permitted and have not ended, so that losing access or a switch ends them too. No more than requests. */
final class RunningCalls {
    /** Makes a call end: told at once or from another thread, perhaps again; must not block. */
    @FunctionalInterface
    interface Stop {
        /** @param thrown the switch that ends it; empty when its caller lost access */
        void stop(Optional<KillSwitch> thrown);
    }

    /** The place of one call; closed when that is over. */
    @FunctionalInterface
    interface Place extends AutoCloseable {
        @Override
        void close();
    }

    private record Running(Permit permit, Stop ending) {
        Optional<KillSwitch> stoppedBy(KillSwitches switches) {
            return switches.stopping(permit.facts(), permit.operation().target());
        }
    }

    private final Supplier<KillSwitches> switches;
    private final Map<CallId, Running> calls = new ConcurrentHashMap<>();

    RunningCalls(Supplier<KillSwitches> switches) {
        this.switches = switches;
    }

    Place enter(Permit permit, Stop ending) {
        CallId call = permit.facts().call();
        Running running = new Running(permit, ending);
        calls.put(call, running);
        // Whoever threw a switch after the call was judged may have looked for it before it was here.
        running.stoppedBy(switches.get()).ifPresent(thrown -> ending.stop(Optional.of(thrown)));
        return () -> calls.remove(call, running);
    }

    /** Ends what is switched off, and the calls of those who lost access; each records by itself how it ended. */
    void evict(BiPredicate<Principal, ServerName> mayStay) {
        KillSwitches now = switches.get();
        for (Running running : calls.values()) {
            CallFacts facts = running.permit().facts();
            Optional<KillSwitch> thrown = running.stoppedBy(now);
            if (thrown.isPresent() || !mayStay.test(facts.principal(), facts.server())) {
                running.ending().stop(thrown);
            }
        }
    }
}
