package dev.gatehouse.auth.oidc;

import dev.gatehouse.auth.people.Asserted;
import java.time.Instant;
import java.util.Optional;

/** What came of redeeming a code. */
public sealed interface Proof {

    /**
     * @param authenticatedAt when the person proved themselves to the provider
     * @param acr how
     */
    record Proved(Asserted asserted, Instant authenticatedAt, Optional<String> acr) implements Proof {}

    /** @param why for the trail and the log; quotes nothing that was received */
    record Unproved(String why) implements Proof {}
}
