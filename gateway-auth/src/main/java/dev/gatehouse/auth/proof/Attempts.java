package dev.gatehouse.auth.proof;

import dev.gatehouse.auth.rate.LeakyBuckets;
import dev.gatehouse.core.call.Clocks;
import java.time.Duration;

/**
 * Slows down whoever fails to authenticate. A known client is counted per address, so that a stranger elsewhere cannot
 * lock it out; unknown client ids are counted together per address, so that inventing ids gains nothing.
 */
public final class Attempts {
    /** Failures in a row before a known client has to wait, at one address. */
    static final int KNOWN_CLIENT_MAX = 20;
    /** Failures in a row before unknown clients of one address have to wait. */
    static final int UNKNOWN_CLIENTS_MAX = 100;
    /** One failure is forgotten in each such time. */
    static final Duration FORGIVEN_EACH = Duration.ofSeconds(30);

    private final LeakyBuckets<Key> failures;

    Attempts(Clocks clocks) {
        this.failures = new LeakyBuckets<>(UNKNOWN_CLIENTS_MAX, FORGIVEN_EACH, clocks);
    }

    /** Whether a request may be looked at; one that may not is answered without comparing any secret. */
    boolean allows(Source source) {
        return failures.hasRoom(source.key(), source.failuresMax());
    }

    void failed(Source source) {
        failures.add(source.key());
    }

    /** Who is trying. */
    public record Source(String peer, String clientId, boolean known) {
        private Key key() {
            return new Key(peer, known ? clientId : "");
        }

        private int failuresMax() {
            return known ? KNOWN_CLIENT_MAX : UNKNOWN_CLIENTS_MAX;
        }
    }

    private record Key(String peer, String clientId) {}
}
