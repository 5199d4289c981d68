package dev.gatehouse.core.call;

import dev.gatehouse.core.identity.Principal;
import dev.gatehouse.core.mcp.ServerName;
import dev.gatehouse.core.policy.CallFacts;
import dev.gatehouse.core.upstream.UpstreamCall;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiPredicate;

/** Calls that an upstream is doing for a request of a client, so that losing access ends them too. No more than requests. */
final class RunningCalls {
    private final Set<Running> calls = ConcurrentHashMap.newKeySet();

    /** One of them. Compared as the object that it is. */
    static final class Running {
        private final CallFacts facts;
        private final UpstreamCall call;

        private Running(CallFacts facts, UpstreamCall call) {
            this.facts = facts;
            this.call = call;
        }
    }

    Running began(CallFacts facts, UpstreamCall call) {
        Running running = new Running(facts, call);
        calls.add(running);
        return running;
    }

    void over(Running running) {
        calls.remove(running);
    }

    /** Cancels the calls of those who lost access; whoever waits for one then records how it ended. */
    void evict(BiPredicate<Principal, ServerName> mayStay) {
        for (Running running : calls) {
            if (!mayStay.test(running.facts.principal(), running.facts.server())) {
                running.call.cancel(UpstreamCall.Reason.REVOKED);
            }
        }
    }
}
