package dev.gatehouse.server.report;

import dev.gatehouse.auth.Auth;
import dev.gatehouse.auth.agent.AgentStatus;
import dev.gatehouse.auth.people.Person;
import dev.gatehouse.auth.role.Assignment;
import dev.gatehouse.core.policy.KillSwitches;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Who there is, at a moment.
 *
 * @param people by name
 * @param roles everything that somebody is
 * @param given of that what was given at run time
 */
record Callers(
        List<Person> people,
        List<AgentStatus> agents,
        Function<Person, Set<Assignment>> roles,
        Function<Person, Set<Assignment>> given,
        KillSwitches switches) {

    static Callers of(Auth auth) {
        return new Callers(
                auth.everybody().sorted(Comparator.comparing(Person::name)).toList(),
                auth.agents().list(),
                person -> auth.roles().of(person).assignments(),
                person -> auth.roles().given(person.id()),
                auth.switches().get());
    }
}
