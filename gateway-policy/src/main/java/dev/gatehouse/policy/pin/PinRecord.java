package dev.gatehouse.policy.pin;

import dev.gatehouse.core.mcp.UpstreamId;
import dev.gatehouse.core.pin.PinKind;
import java.time.Instant;
import java.util.Optional;

/**
 * One pin as administrators see it.
 *
 * @param needed what a client declares to see it, in JSON; {@code {}} for everybody
 * @param approved the digest of what is approved
 * @param offered the digest of what the upstream says instead
 */
public record PinRecord(
        UpstreamId upstream,
        PinKind kind,
        String name,
        String needed,
        Optional<String> approved,
        Optional<String> approvedBy,
        Optional<Instant> approvedAt,
        Optional<String> offered,
        Optional<Instant> offeredAt,
        Optional<String> rejectedBy) {

    public enum State {
        APPROVED,
        /** It is new, and waits for a decision. */
        NEW,
        /** It is another than was approved, and waits for a decision. */
        CHANGED,
        REJECTED
    }

    public State state() {
        if (offered.isEmpty()) {
            return State.APPROVED;
        }
        if (rejectedBy.isPresent()) {
            return State.REJECTED;
        }
        return approved.isPresent() ? State.CHANGED : State.NEW;
    }
}
