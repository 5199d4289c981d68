package dev.gatehouse.auth.admin;

import dev.gatehouse.auth.people.Person;
import dev.gatehouse.auth.people.PersonId;
import dev.gatehouse.auth.role.Roles;
import dev.gatehouse.auth.token.Scopes;
import dev.gatehouse.core.identity.BundleName;
import java.util.Optional;
import java.util.Set;

/**
 * Who calls the admin API, as they are at this moment.
 *
 * @param actor for the trail
 * @param person empty for whoever has the machine, who may do what an owner may
 * @param scopes what the token was given for
 */
public record Administrator(String actor, Optional<Person> person, Roles roles, Set<String> scopes) {

    static Administrator machine(String peer) {
        return new Administrator("admin api from " + peer, Optional.empty(), Roles.OF_OWNER, Set.copyOf(Scopes.ADMIN));
    }

    static Administrator of(Person person, Roles roles, Set<String> scopes) {
        String actor = person.name() + " (person " + person.id() + ")";
        return new Administrator(actor, Optional.of(person), roles, scopes);
    }

    public boolean is(PersonId id) {
        return person.map(Person::id).filter(id::equals).isPresent();
    }

    /** Whether what belongs to this bundle is shown to them. */
    public boolean sees(BundleName bundle) {
        return roles.seeEverything() || roles.bundles().contains(bundle);
    }
}
