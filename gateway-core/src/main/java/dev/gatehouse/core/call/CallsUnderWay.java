package dev.gatehouse.core.call;

import dev.gatehouse.core.identity.Principal;
import dev.gatehouse.core.mcp.ServerName;
import dev.gatehouse.core.policy.CallId;
import dev.gatehouse.core.policy.KillSwitches;
import dev.gatehouse.core.policy.Permit;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiPredicate;
import java.util.function.Supplier;

/**
 * Calls that were permitted and have not ended, so that a switch or the loss of access can end them; each is recorded by its
 * own thread. Each has a thread, which bounds them.
 */
final class CallsUnderWay {
    private record UnderWay(Permit permit, Line line) {
        void stopIfSwitchedOff(KillSwitches switches) {
            switches.stopping(permit.facts(), permit.operation().target()).ifPresent(line::switchedOff);
        }

        void stopUnless(BiPredicate<Principal, ServerName> mayStay) {
            if (!mayStay.test(permit.facts().principal(), permit.facts().server())) {
                line.revoke();
            }
        }
    }

    /** The place of one call; to be left when it ended. */
    @FunctionalInterface
    interface Place extends AutoCloseable {
        @Override
        void close();
    }

    private final Supplier<KillSwitches> switches;
    private final Map<CallId, UnderWay> calls = new ConcurrentHashMap<>();

    CallsUnderWay(Supplier<KillSwitches> switches) {
        this.switches = switches;
    }

    Place enter(Permit permit, Line line) {
        CallId call = permit.facts().call();
        UnderWay underWay = new UnderWay(permit, line);
        calls.put(call, underWay);
        // A switch that was thrown after the call was judged may have looked for it before it was here.
        underWay.stopIfSwitchedOff(switches.get());
        return () -> calls.remove(call, underWay);
    }

    void stopSwitchedOff() {
        KillSwitches now = switches.get();
        calls.values().forEach(call -> call.stopIfSwitchedOff(now));
    }

    void evict(BiPredicate<Principal, ServerName> mayStay) {
        calls.values().forEach(call -> call.stopUnless(mayStay));
    }
}
