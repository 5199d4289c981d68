package dev.gatehouse.policy.count;

import dev.gatehouse.core.identity.Principal;
import dev.gatehouse.core.mcp.Definition;
import dev.gatehouse.core.policy.CallFacts;
import dev.gatehouse.core.policy.Operation;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Says what one call counts against. A rule whose key the call does not have, an agent's for a person, counts nothing:
 * rules for people and rules for agents stand side by side.
 *
 * @param groups those that count, in their qualified form, where groups are counted: a caller in several counts against
 *     each of them
 */
public record Counting(CountedBy by, List<String> groups, Actors actors) {
    public Counting {
        groups = groups.stream().sorted().distinct().toList();
    }

    /** In one order for every call, so that no two wait for each other. */
    public List<Counted> of(CallFacts facts, Operation operation) {
        Principal principal = facts.principal();
        return switch (by) {
            case PRINCIPAL -> List.of(person(principal));
            case AGENT ->
                actors.actor(principal).map(agent -> Counted.named(by, agent.value())).stream()
                        .toList();
            case USER ->
                Optional.of(principal).filter(p -> p.kind() == Principal.Kind.USER).map(this::person).stream()
                        .toList();
            case GROUP -> groupsOf(principal).toList();
            case BUNDLE -> List.of(Counted.named(by, facts.bundle().value()));
            case TOOL -> List.of(tool(facts.definition(), operation));
            case UPSTREAM ->
                List.of(Counted.named(by, operation.target().upstream().value()));
        };
    }

    /** Without the client: whoever may register clients must not get a count with each. */
    private Counted person(Principal who) {
        String key = who.kind() + "|" + who.issuer().length() + "|" + who.issuer() + "|" + who.subject();
        return new Counted(by, key, who.label());
    }

    private Stream<Counted> groupsOf(Principal principal) {
        return groups.stream().filter(principal.groups()::contains).map(group -> Counted.named(by, group));
    }

    /** By what the upstream lists: the URIs that fit a template are any number, and of the caller's making. */
    private Counted tool(Definition definition, Operation operation) {
        String name = operation.target().upstream() + "/" + definition.name();
        return new Counted(by, definition.kind() + "|" + name, name);
    }
}
