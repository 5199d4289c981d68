package dev.gatehouse.auth.token;

import dev.gatehouse.core.identity.AgentName;
import dev.gatehouse.core.identity.Authentication;
import dev.gatehouse.core.identity.Principal;

/** What is true of a token for ever once its signature was checked; what can change is asked again on every request. */
record VerifiedToken(String keyId, String audience, AgentName agent, Principal principal, Authentication accepted) {

    VerifiedToken(String keyId, String audience, AgentName agent, Principal principal) {
        this(keyId, audience, agent, principal, new Authentication.Authenticated(principal));
    }
}
