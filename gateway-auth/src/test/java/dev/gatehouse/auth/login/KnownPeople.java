package dev.gatehouse.auth.login;

import dev.gatehouse.auth.people.Acquaintance;
import dev.gatehouse.auth.people.Asserted;
import dev.gatehouse.auth.people.People;
import dev.gatehouse.auth.people.Person;
import dev.gatehouse.auth.people.PersonId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** People in memory; remembers what was asserted of them. */
final class KnownPeople implements People {
    final List<Asserted> asserted = new CopyOnWriteArrayList<>();
    private final Map<String, Person> bySubject = new ConcurrentHashMap<>();

    @Override
    public Optional<Person> find(PersonId id) {
        return bySubject.values().stream()
                .filter(person -> person.id().equals(id))
                .findFirst();
    }

    @Override
    public Optional<Person> find(String provider, String subject) {
        return Optional.ofNullable(bySubject.get(provider + " " + subject));
    }

    @Override
    public Optional<Person> named(String provider, String userName) {
        return bySubject.values().stream()
                .filter(person ->
                        person.provider().equals(provider) && person.userName().equalsIgnoreCase(userName))
                .findFirst();
    }

    @Override
    public Acquaintance meet(Asserted who, boolean createsPeople) {
        asserted.add(who);
        String key = who.provider() + " " + who.subject();
        if (!createsPeople && !bySubject.containsKey(key)) {
            return new Acquaintance.Stranger();
        }
        Person person = bySubject.computeIfAbsent(key, _ -> person(who, true));
        return person.active() ? new Acquaintance.Known(person) : new Acquaintance.Inactive();
    }

    void deactivateEverybody() {
        bySubject.replaceAll((_, person) -> new Person(
                person.id(),
                person.provider(),
                person.userName(),
                person.displayName(),
                person.email(),
                false,
                person.groups()));
    }

    private static Person person(Asserted who, boolean active) {
        return new Person(
                new PersonId(UUID.randomUUID()),
                who.provider(),
                who.userName(),
                who.displayName(),
                who.email(),
                active,
                Set.of());
    }
}
