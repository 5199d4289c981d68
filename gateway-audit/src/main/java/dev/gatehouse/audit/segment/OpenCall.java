package dev.gatehouse.audit.segment;

import dev.gatehouse.audit.event.CallGlance;
import dev.gatehouse.core.identity.BundleName;
import java.util.Optional;

/**
 * A round that the trail still owes an event of.
 *
 * @param asked the outcome is there, and the call waits for an answer; else the intent is there and no outcome
 */
public record OpenCall(Key key, Optional<BundleName> bundle, boolean asked) {

    /** One intent and one outcome carry the same key. */
    public record Key(String call, int round) {}

    /** The round this event opens, or leaves waiting. */
    public static Optional<OpenCall> openedBy(CallGlance event) {
        return switch (event.kind()) {
            case INTENT -> Optional.of(of(event, false));
            case ASKED -> Optional.of(of(event, true));
            case OUTCOME, REFUSED, ABANDONED -> Optional.empty();
        };
    }

    /** The round this event closes: its own with an outcome, the one before with what came of the question. */
    public static Optional<Key> closedBy(CallGlance event) {
        return switch (event.kind()) {
            case OUTCOME, ASKED, ABANDONED -> Optional.of(new Key(event.call(), event.round()));
            case INTENT, REFUSED ->
                event.round() > 0 ? Optional.of(new Key(event.call(), event.round() - 1)) : Optional.empty();
        };
    }

    private static OpenCall of(CallGlance event, boolean asked) {
        return new OpenCall(new Key(event.call(), event.round()), event.bundle().map(BundleName::new), asked);
    }
}
