package dev.gatehouse.auth.login;

import dev.gatehouse.auth.people.Person;
import java.time.Instant;
import java.util.Optional;

/**
 * The person at a browser that is logged in.
 *
 * @param session names the login, not the cookie; for the audit trail and for what is bound to this browser
 * @param authenticatedAt when they proved themselves to the provider
 * @param acr how, in the provider's words
 * @param formToken must come back with every form of this browser (against request forgery)
 */
public record Visitor(Person person, String session, Instant authenticatedAt, Optional<String> acr, String formToken) {
    @Override
    public String toString() {
        return "Visitor[" + person.name() + ", " + session + "]";
    }
}
