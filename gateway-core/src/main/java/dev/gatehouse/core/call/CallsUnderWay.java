package dev.gatehouse.core.call;

import dev.gatehouse.core.policy.CallId;
import dev.gatehouse.core.policy.KillSwitch;
import dev.gatehouse.core.policy.KillSwitches;
import dev.gatehouse.core.policy.Permit;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Calls that were permitted and have not ended, so that a switch can end them. Each has a thread, which bounds them. */
final class CallsUnderWay {
    private record UnderWay(Permit permit, Consumer<KillSwitch> stop) {
        void stopIfSwitchedOff(KillSwitches switches) {
            switches.stopping(permit.facts(), permit.operation().target()).ifPresent(stop);
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

    /** @param stop run at once, or from another thread, when a switch stops the call; must not block */
    Place enter(Permit permit, Consumer<KillSwitch> stop) {
        CallId call = permit.facts().call();
        UnderWay underWay = new UnderWay(permit, stop);
        calls.put(call, underWay);
        // A switch that was thrown after the call was judged may have looked for it before it was here.
        underWay.stopIfSwitchedOff(switches.get());
        return () -> calls.remove(call, underWay);
    }

    void stopSwitchedOff() {
        KillSwitches now = switches.get();
        calls.values().forEach(call -> call.stopIfSwitchedOff(now));
    }
}
