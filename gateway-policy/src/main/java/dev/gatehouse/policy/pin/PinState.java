package dev.gatehouse.policy.pin;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.UpstreamId;
import dev.gatehouse.core.pin.PinKind;
import dev.gatehouse.core.pin.UpdatePolicy;
import java.util.Optional;

/**
 * What is known of one pin, by digests alone.
 *
 * @param offered what was seen last and is not approved
 * @param rejected somebody decided against what is offered
 */
record PinState(
        UpstreamId upstream,
        PinKind kind,
        String name,
        String needed,
        Optional<String> approved,
        Optional<String> offered,
        boolean rejected) {

    /** For the trail. */
    Json told() {
        return Json.object()
                .put("kind", kind.word())
                .put("name", name)
                .putIf("approved", approved)
                .putIf("offered", offered)
                .put("rejected", rejected)
                .build();
    }

    /** What is offered counts as approved. */
    PinState taken(String digest) {
        return new PinState(upstream, kind, name, needed, Optional.of(digest), Optional.empty(), false);
    }

    PinState held(String digest) {
        return new PinState(upstream, kind, name, needed, approved, Optional.of(digest), false);
    }

    PinState refused() {
        return new PinState(upstream, kind, name, needed, approved, offered, true);
    }

    PinState settled() {
        return new PinState(upstream, kind, name, needed, approved, Optional.empty(), false);
    }

    /** Somebody has to decide: until then it is not used, whatever the upstream says meanwhile. */
    boolean isPending() {
        return offered.isPresent() && !rejected;
    }

    /** What an upstream's word makes of a pin. */
    enum Step {
        /** It is known. */
        NOTHING,
        /** It counts as approved from now on. */
        TAKE,
        /** It waits for a decision. */
        HOLD,
        /** The upstream went back to what was approved, after the other was rejected: should it come again, it is decided again. */
        SETTLE
    }

    /** @param known empty when nothing of this key was ever seen */
    static Step step(Optional<PinState> known, String digest, UpdatePolicy policy) {
        boolean isApproved =
                known.flatMap(PinState::approved).filter(digest::equals).isPresent();
        if (isApproved) {
            boolean settles =
                    known.get().offered().isPresent() && (known.get().rejected() || policy == UpdatePolicy.AUTO);
            return settles ? Step.SETTLE : Step.NOTHING;
        }
        if (policy == UpdatePolicy.AUTO) {
            return Step.TAKE;
        }
        boolean isOffered =
                known.flatMap(PinState::offered).filter(digest::equals).isPresent();
        return isOffered ? Step.NOTHING : Step.HOLD;
    }
}
