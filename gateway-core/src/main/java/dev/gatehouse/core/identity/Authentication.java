package dev.gatehouse.core.identity;

/** What an authenticator says of a token. */
public sealed interface Authentication {

    /** @param anew whether the credential was not seen for an hour, which is worth a record of its own */
    record Authenticated(Principal principal, boolean anew) implements Authentication {
        public Authenticated(Principal principal) {
            this(principal, false);
        }
    }

    record Rejected(Challenge challenge) implements Authentication {}
}
