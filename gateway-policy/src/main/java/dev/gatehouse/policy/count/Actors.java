package dev.gatehouse.policy.count;

import dev.gatehouse.core.identity.AgentName;
import dev.gatehouse.core.identity.Principal;
import java.util.Optional;

/** Knows which agent acts in a request, on its own or for a person. */
@FunctionalInterface
public interface Actors {
    /** Those of agents that call on their own. */
    Actors THEMSELVES = Principal::agent;

    Optional<AgentName> actor(Principal principal);
}
