package dev.gatehouse.audit.retain;

import dev.gatehouse.core.identity.BundleName;
import dev.gatehouse.core.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * What one owner asks for and another one confirms: that records are kept for fewer days from then on.
 *
 * @param bundle of these records; empty: what belongs to none
 * @param fromDays what the floor was when it was asked for; it counts for no other
 * @param ending empty until somebody confirms or withdraws it
 */
public record Lowering(
        String id,
        Optional<BundleName> bundle,
        int fromDays,
        int toDays,
        String reason,
        Signer asked,
        Instant askedAt,
        Instant expiresAt,
        Optional<Ending> ending,
        State state) {
    /** Long enough for a holiday of neither to matter much, short enough that the one who confirms still knows why. */
    public static final Duration OPEN_FOR = Duration.ofDays(7);

    /** Of which only an open one can be confirmed. */
    public enum State {
        OPEN,
        CONFIRMED,
        WITHDRAWN,
        /** Nobody confirmed it in time. */
        EXPIRED,
        /** The floor is another one by now. */
        OVERTAKEN
    }

    /**
     * Who asks, or confirms.
     *
     * @param person tells people apart, however they come: whoever has the machine counts as one
     * @param label who they are, for people and the trail
     */
    public record Signer(String person, String label) {}

    /** @param reason for what was withdrawn */
    public record Ending(State state, Signer by, Instant at, Optional<String> reason) {}

    Lowering ended(Ending how) {
        return new Lowering(
                id, bundle, fromDays, toDays, reason, asked, askedAt, expiresAt, Optional.of(how), how.state());
    }

    /** For the trail: the days are those in force. */
    Json told() {
        return Json.object()
                .put("records", Floor.told(bundle))
                .put("days", state == State.CONFIRMED ? toDays : fromDays)
                .put("state", state.name().toLowerCase(Locale.ROOT))
                .put("asked", toDays)
                .put("reason", reason)
                .put("askedBy", asked.label())
                .putIf("endedBy", ending.map(end -> end.by().label()))
                .build();
    }

    String summary() {
        return Floor.told(bundle) + " from " + fromDays + " to " + toDays + " days";
    }
}
