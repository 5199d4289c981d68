package dev.gatehouse.auth.admin.resource;

import dev.gatehouse.auth.admin.Administrator;
import dev.gatehouse.auth.admin.Asked;
import dev.gatehouse.auth.admin.Problem;
import dev.gatehouse.auth.agent.AgentListing;
import dev.gatehouse.auth.agent.AgentStatus;
import dev.gatehouse.auth.people.Person;
import dev.gatehouse.core.identity.AgentName;
import dev.gatehouse.core.mcp.Names;
import java.util.Optional;

/** Which agents somebody sees and administers. One that they do not see is, to them, not there. */
final class AgentSight {
    private final AgentListing listing;

    AgentSight(AgentListing listing) {
        this.listing = listing;
    }

    /** The agent that the path names. */
    Optional<AgentStatus> seen(Asked asked) {
        return Optional.of(asked.variable("name"))
                .filter(Names::isSlug)
                .flatMap(name -> listing.find(new AgentName(name)))
                .filter(agent -> sees(asked.by(), agent));
    }

    static boolean sees(Administrator by, AgentStatus agent) {
        return by.roles().seeEverything() || agent.bundle().filter(by::sees).isPresent() || answersFor(by, agent);
    }

    static boolean seesCredentials(Administrator by, AgentStatus agent) {
        return by.roles().seeEverything() || administers(by, agent) || answersFor(by, agent);
    }

    static boolean administers(Administrator by, AgentStatus agent) {
        return by.roles().isOwner()
                || agent.bundle().filter(by.roles()::administer).isPresent();
    }

    private static boolean answersFor(Administrator by, AgentStatus agent) {
        return by.person()
                .map(Person::name)
                .filter(name -> agent.owner().filter(name::equals).isPresent())
                .isPresent();
    }

    static Problem none() {
        return Problem.notFound("there is no such agent");
    }

    static Problem notTheirs() {
        return Problem.forbidden("this is another bundle's", "Ask an admin of that bundle, or an owner.");
    }
}
